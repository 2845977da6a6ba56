"""Twilio: its own example of a signature, its forms, its codes, its hosts."""

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlencode

import pytest
from werkzeug.wrappers import Response

from backend.channels.base import Call, Forged, Media, Out, Unreadable
from backend.channels.twilio import Twilio
from backend.services.posting import SendingFailed
from tests.backend.channels.fakes.events import Became, Said
from tests.backend.channels.fakes.twilio import (
    ACCOUNT,
    OURS,
    TOKEN,
    TwilioApi,
    TwilioKit,
    WhatsAppKit,
)

# https://www.twilio.com/docs/usage/security, and the tests of Twilio's own libraries.
EXAMPLE_TOKEN = "12345"
EXAMPLE_URL = "https://mycompany.com/myapp.php?foo=1&bar=2"
EXAMPLE_FORM = {
    "CallSid": "CA1234567890ABCDE",
    "Caller": "+14158675309",
    "Digits": "1234",
    "From": "+14158675309",
    "To": "+18005551212",
}
EXAMPLE_SIGNATURE = "RSOYDt4T1cUTdK1PDd93/VVr8B8="
WITH_PORT = "kvajT1Ptam85bY51eRf/AJRuM3w="  # the same, signed with :443


@pytest.fixture
def api() -> Iterator[TwilioApi]:
    with TwilioApi() as running:
        assert isinstance(running, TwilioApi)
        yield running


@pytest.fixture
def sms(api: TwilioApi) -> TwilioKit:
    return TwilioKit(api)


def example(signature: str, url: str = EXAMPLE_URL, **changed: str) -> Call:
    body = urlencode({**EXAMPLE_FORM, **changed}).encode()
    return Call("POST", url, {"x-twilio-signature": signature}, body)


def by_example() -> Twilio:
    given = {"TWILIO_ACCOUNT": ACCOUNT, "TWILIO_AUTH_TOKEN": EXAMPLE_TOKEN, "SMS_SENDER": OURS}
    return Twilio(given, EXAMPLE_URL)


@pytest.mark.parametrize("signature", [EXAMPLE_SIGNATURE, WITH_PORT])
def test_twilios_own_examples_of_a_signature_are_accepted(signature):
    by_example().verify(example(signature))


@pytest.mark.parametrize(
    "call",
    [
        example(EXAMPLE_SIGNATURE, Digits="1235"),
        example(EXAMPLE_SIGNATURE, Extra=""),
        example(EXAMPLE_SIGNATURE, url="https://mycompany.com/myapp.php?foo=1&bar=3"),
        example(EXAMPLE_SIGNATURE, url="http://mycompany.com/myapp.php?foo=1&bar=2"),
        example(EXAMPLE_SIGNATURE.lower()),
        example("é"),
    ],
)
def test_anything_changed_about_the_example_is_a_forgery(call):
    with pytest.raises(Forged):
        by_example().verify(call)


def test_a_form_is_proven_on_what_was_sent_and_not_on_what_somebody_made_of_it(sms):
    call = sms.calls(Said(sms.id(1), "hello"))[0]

    sms.adapter().verify(replace(call, form={"Body": "something else"}))


def test_without_a_token_nothing_is_proven(sms):
    adapter = Twilio({**sms.given(), "TWILIO_AUTH_TOKEN": ""}, sms.url)

    with pytest.raises(Forged):
        adapter.verify(sms.signed({"MessageSid": "SM1"}))


def test_a_word_that_twilio_took_as_stop_is_stop_whatever_it_was(sms):
    form = {**sms.form(Said(sms.id(1), "Arrêt")), "OptOutType": "STOP"}

    assert sms.adapter().read(sms.signed(form)).messages[0].text == "STOP"


def test_ten_files_are_taken_and_no_more_whatever_the_form_says(sms):
    form = {**sms.form(Said(sms.id(1), "")), "NumMedia": "99999999"}
    form |= {f"MediaUrl{n}": f"https://api.twilio.com/{n}" for n in range(12)}

    assert len(sms.adapter().read(sms.signed(form)).messages[0].media) == 10


@pytest.mark.parametrize(
    ("told", "state"),
    [("sent", "sent"), ("delivered", "delivered"), ("read", "read"), ("undelivered", "failed")],
)
def test_receipts_are_told_in_our_words(sms, told, state):
    found = sms.adapter().read(sms.calls(Became("SM7", told, "30003"))[0]).receipts[0]

    assert (found.provider_id, found.state, found.why) == ("SM7", state, "30003")


@pytest.mark.parametrize("told", ["queued", "accepted", "sending", "scheduled"])
def test_a_message_on_its_way_is_no_news(sms, told):
    assert not sms.adapter().read(sms.calls(Became("SM7", told))[0]).receipts


def test_a_form_without_an_id_makes_no_sense(sms):
    with pytest.raises(Unreadable):
        sms.adapter().read(sms.signed({"Body": "hello", "From": "+447700900001"}))


def test_twilio_is_answered_with_an_empty_twiml(sms):
    answer = sms.adapter().acknowledged()

    assert (answer.status, answer.content_type) == (200, "text/xml")
    assert answer.body.endswith("<Response></Response>")


def test_a_message_goes_out_from_our_number_and_asks_for_receipts(sms):
    sms.adapter().send(Out(sms.sender, "hello"))

    assert sms.api.sent[0].raw == {
        "To": sms.sender,
        "From": OURS,
        "Body": "hello",
        "StatusCallback": "https://complaints.example.org/channels/sms",
    }


def test_a_messaging_service_sends_by_its_own_id(sms):
    service = "MG" + "1" * 32
    Twilio({**sms.given(), "SMS_SENDER": service}, sms.url).send(Out(sms.sender, "hello"))

    sent = sms.api.sent[0].raw
    assert sent["MessagingServiceSid"] == service and "From" not in sent


def test_whatsapp_numbers_go_out_with_their_prefix_and_templates_by_their_id(api):
    kit = WhatsAppKit(api)

    kit.adapter().send(Out(kit.sender, "There is news.", template="HX1"))

    sent = api.sent[0].raw
    assert (sent["To"], sent["From"]) == (f"whatsapp:{kit.sender}", f"whatsapp:{OURS}")
    assert sent["ContentSid"] == "HX1" and "Body" not in sent


@pytest.mark.parametrize(
    ("status", "code", "passing"),
    [
        (400, 21610, False),  # they sent STOP
        (400, 21211, False),  # no such number
        (400, 63016, False),  # outside WhatsApp's window
        (400, 21611, True),  # our queue is full
        (429, 20429, True),
        (401, 20003, True),  # a key that an operator can change
        (503, 20503, True),
    ],
)
def test_what_may_pass_is_tried_again_and_the_rest_is_not(sms, status, code, passing):
    sms.api.failures.append(lambda: sms.api.error(status, code, "No"))

    with pytest.raises(SendingFailed) as failed:
        sms.adapter().send(Out(sms.sender, "hello"))

    assert (failed.value.why, failed.value.passing) == (f"twilio_{code}", passing)


def test_our_key_goes_to_twilio_and_not_to_where_it_sends_us_for_the_file(sms):
    place = sms.place("ME1", b"a letter")

    assert sms.adapter().fetch(Media(place), 100) == b"a letter"
    assert ["authorization" in each.headers for each in sms.api.seen] == [True, False]


@pytest.mark.parametrize(
    "place",
    [
        "http://api.twilio.com/2010-04-01/x",
        "https://api.twilio.com.example.org/x",
        "https://nottwilio.com/x",
        "https://api.twilio.com@example.org/x",
        "https://api.twilio.com:8443/x",
        "http://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
        "//api.twilio.com/x",
        "x" * 70_000,
    ],
)
def test_a_file_that_lies_elsewhere_is_not_fetched(sms, place):
    with pytest.raises(SendingFailed, match="elsewhere"):
        sms.adapter().fetch(Media(place), 100)

    assert not sms.api.seen


def test_a_way_that_leads_elsewhere_is_not_followed(sms):
    away = "http://127.0.0.1:9/stolen"
    sms.api.failures.append(lambda: Response(status=302, headers={"Location": away}))

    with pytest.raises(SendingFailed, match="elsewhere"):
        sms.adapter().fetch(Media(sms.place("ME1", b"x")), 100)


def test_a_way_without_an_end_is_not_followed(sms):
    place = sms.place("ME1", b"x")
    again = [lambda: Response(status=302, headers={"Location": place})] * 9
    sms.api.failures.extend(again)

    with pytest.raises(SendingFailed):
        sms.adapter().fetch(Media(place), 100)

    assert len(sms.api.seen) == 4


def test_setting_the_address_of_a_number(sms):
    said = sms.adapter().set_webhook("https://complaints.example.org/channels/sms")

    asked = sms.api.seen[-1]
    assert asked.path == f"/2010-04-01/Accounts/{ACCOUNT}/IncomingPhoneNumbers/PN1.json"
    assert asked.form["SmsUrl"] == "https://complaints.example.org/channels/sms"
    assert "complaints.example.org" in said and OURS not in said


def test_setting_the_address_of_a_messaging_service_and_of_a_whatsapp_sender(api):
    kit, service = WhatsAppKit(api), "MG" + "1" * 32
    kit.made({**kit.given(), "WHATSAPP_SENDER": service}, kit.url).set_webhook(kit.url)
    kit.adapter().set_webhook(kit.url)

    assert api.seen[0].path == f"/v1/Services/{service}"
    assert api.seen[0].form["InboundRequestUrl"] == kit.url
    assert api.seen[-1].path == "/v2/Channels/Senders/XE1"
    assert api.seen[-1].json["webhook"]["callback_url"] == kit.url


def test_a_number_that_is_not_ours_is_told(sms):
    adapter = Twilio({**sms.given(), "SMS_SENDER": "+441632960999"}, sms.url)

    with pytest.raises(SendingFailed, match="no_such_number"):
        adapter.set_webhook(sms.url)


def test_an_api_key_sends_while_the_token_goes_on_proving(sms):
    given = {**sms.given(), "TWILIO_API_KEY": "SK1", "TWILIO_API_SECRET": "other"}
    adapter = Twilio(given, sms.url)
    adapter.verify(sms.calls(Said(sms.id(1), "hello"))[0])

    with pytest.raises(SendingFailed, match="20003"):
        adapter.send(Out(sms.sender, "hello"))  # the stand-in knows the token alone

    assert sms.api.seen[0].headers["authorization"] != f"Basic {TOKEN}"
