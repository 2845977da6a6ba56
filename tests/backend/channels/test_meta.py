"""WhatsApp by Meta, and Messenger: signatures, proof of address, events, windows, codes."""

import json
from collections.abc import Iterator

import pytest

from backend.channels.base import Button, Call, Forged, Media, Out, Unreadable
from backend.channels.messenger import Messenger
from backend.services.posting import SendingFailed
from tests.backend.channels.fakes import meta
from tests.backend.channels.fakes.events import Attached, Became, Said
from tests.backend.channels.fakes.messenger import PAGE, MessengerApi, MessengerKit
from tests.backend.channels.fakes.whatsapp_cloud import NUMBER, WhatsAppApi, WhatsAppCloudKit

# The public example of this way of signing, by GitHub, who use it as well:
# https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
EXAMPLE_SECRET = "It's a Secret to Everybody"
EXAMPLE_BODY = b"Hello, World!"
EXAMPLE = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
URL = "https://complaints.example.org/channels/messenger"
PSID = "1254459154682919"


@pytest.fixture
def cloud() -> Iterator[WhatsAppCloudKit]:
    with WhatsAppApi() as running:
        yield WhatsAppCloudKit(running)


@pytest.fixture
def messenger() -> Iterator[MessengerKit]:
    with MessengerApi() as running:
        yield MessengerKit(running)


def example(signature: str, body: bytes = EXAMPLE_BODY) -> Call:
    return Call("POST", URL, {"x-hub-signature-256": signature}, body)


def by_example(kit: MessengerKit, secret: str = EXAMPLE_SECRET) -> Messenger:
    return Messenger({**kit.given(), "MESSENGER_APP_SECRET": secret})


def test_the_public_example_of_a_signature_is_accepted(messenger):
    by_example(messenger).verify(example(EXAMPLE))


@pytest.mark.parametrize(
    "call",
    [
        example(EXAMPLE, b"Hello, World?"),
        example(EXAMPLE.removeprefix("sha256=")),
        example(EXAMPLE.replace("sha256", "sha1")),
        example(EXAMPLE.upper()),
        example("é"),
        Call("POST", URL, {"x-hub-signature": EXAMPLE}, EXAMPLE_BODY),
    ],
)
def test_anything_changed_about_the_example_is_a_forgery(messenger, call):
    with pytest.raises(Forged):
        by_example(messenger).verify(call)


def test_without_a_secret_nothing_is_proven(messenger):
    with pytest.raises(Forged):
        by_example(messenger, "").verify(example(meta.signature(EXAMPLE_BODY, "")))


def asked(**query: str) -> Call:
    named = {f"hub.{name}": value for name, value in query.items()}
    return Call("GET", URL, {}, b"", query=named)


def test_meta_gets_its_challenge_back_where_it_knows_our_word(messenger):
    call = asked(mode="subscribe", verify_token=meta.VERIFY_TOKEN, challenge="1158201444")

    answer = messenger.adapter().challenge(call)

    assert answer is not None
    assert (answer.status, answer.body) == (200, "1158201444")
    assert answer.content_type == "text/plain"  # so that no browser reads it as a page


@pytest.mark.parametrize("word", ["", "wrong", meta.VERIFY_TOKEN + "x", "é"])
def test_whoever_does_not_know_our_word_gets_nothing_back(messenger, word):
    with pytest.raises(Forged):
        messenger.adapter().challenge(asked(mode="subscribe", verify_token=word, challenge="1"))


def test_a_visit_that_asks_for_no_proof_gets_none(messenger):
    assert messenger.adapter().challenge(asked()) is None


# WhatsApp


def one(cloud: WhatsAppCloudKit, message: dict) -> object:
    told = {"from": cloud.sender, "id": "wamid.1", "timestamp": "1795341600", **message}
    value = cloud.value(Said("wamid.1", "x")) | {"messages": [told]}
    call = meta.signed(cloud.name, {"entry": [{"id": "1", "changes": [{"value": value}]}]})
    found = cloud.adapter().read(call).messages
    return found[0] if found else None


@pytest.mark.parametrize(
    ("message", "text", "choice"),
    [
        ({"type": "text", "text": {"body": "hello"}}, "hello", None),
        (
            {
                "type": "interactive",
                "interactive": {"type": "list_reply", "list_reply": {"id": "v.2", "title": "No"}},
            },
            "No",
            "v.2",
        ),
        ({"type": "button", "button": {"payload": "v.1", "text": "Yes"}}, "Yes", "v.1"),
    ],
)
def test_words_and_choices_of_every_type_arrive(cloud, message, text, choice):
    arrived = one(cloud, message)

    assert (arrived.text, arrived.choice) == (text, choice)


def test_a_document_arrives_with_its_name(cloud):
    document = {"id": "77", "mime_type": "application/pdf", "filename": "letter.pdf"}

    arrived = one(cloud, {"type": "document", "document": document})

    assert arrived.media == (Media("77", "application/pdf", "letter.pdf"),)


def test_a_reaction_is_no_answer(cloud):
    assert one(cloud, {"type": "reaction", "reaction": {"emoji": "👍"}}) is None


def test_a_place_is_a_message_without_words(cloud):
    arrived = one(cloud, {"type": "location", "location": {}})

    assert (arrived.text, arrived.choice, arrived.media) == ("", None, ())


def test_who_hides_their_number_is_known_by_the_id_that_meta_gives_and_answered_by_it(cloud):
    hidden = "GB.13491208655302741918"
    arrived = one(cloud, {"type": "text", "text": {"body": "hello"}, "from_user_id": hidden})
    assert arrived.sender == hidden

    cloud.adapter().send(Out(hidden, "hello"))

    assert cloud.api.sent[0].raw["recipient"] == hidden
    assert "to" not in cloud.api.sent[0].raw


def test_what_is_meant_for_another_number_of_the_account_is_not_ours(cloud):
    value = cloud.value(Said("wamid.1", "hello"), number="999")
    call = meta.signed(cloud.name, {"entry": [{"changes": [{"value": value}]}]})

    assert not cloud.adapter().read(call).messages


def test_a_closed_window_is_told_in_a_receipt(cloud):
    found = cloud.adapter().read(cloud.calls(Became("wamid.1", "failed", "131047"))[0]).receipts[0]

    assert (found.state, found.why) == ("failed", "131047")


def test_three_short_choices_are_buttons_and_more_or_longer_ones_a_list(cloud):
    def kinds(*labels: str) -> str:
        buttons = tuple(Button(label, f"v.{n}") for n, label in enumerate(labels))
        cloud.adapter().send(Out(cloud.sender, "Well?", buttons=buttons))
        return cloud.api.sent[-1].raw["interactive"]["type"]

    assert kinds("Yes", "No", "Not sure") == "button"
    assert kinds("Yes", "No", "Not sure", "Skip") == "list"
    assert kinds("Yes", "I cannot remember it") == "button"
    assert kinds("Yes", "I can't remember it now") == "list"


def test_a_list_is_opened_in_the_persons_language(cloud):
    buttons = tuple(Button(str(n), f"v.{n}") for n in range(4))
    cloud.adapter().send(Out(cloud.sender, "Wel?", buttons=buttons, language="cy"))

    assert cloud.api.sent[0].raw["interactive"]["action"]["button"] == "Dewis"


def test_a_template_goes_out_by_its_name_once_the_day_is_over(cloud):
    cloud.adapter().send(Out(cloud.sender, "There is news.", template="news_for_you"))

    template = cloud.api.sent[0].raw["template"]
    assert template == {"name": "news_for_you", "language": {"code": "en_GB"}}


def test_the_message_that_is_answered_is_marked_read_and_typing_shown(cloud):
    cloud.adapter().show(cloud.sender, "typing", {"message": "wamid.1"})

    told = cloud.api.seen[0].json
    assert (told["status"], told["message_id"]) == ("read", "wamid.1")
    assert told["typing_indicator"] == {"type": "text"}


def test_a_file_is_asked_for_by_its_id_and_only_fetched_from_meta(cloud):
    cloud.place("77", b"a letter")
    away = {"url": "https://example.org/stolen", "file_size": 3}
    cloud.api.failures.append(lambda: meta.as_json(away))

    with pytest.raises(SendingFailed, match="elsewhere"):
        cloud.adapter().fetch(Media("77"), 100)
    assert cloud.adapter().fetch(Media("77"), 100) == b"a letter"


# Messenger


def events(messenger: MessengerKit, *told: dict) -> list:
    made = [messenger.between(PSID) | each for each in told]
    return list(messenger.adapter().read(messenger.batch(*made)).messages)


def test_our_own_words_come_back_and_are_left_out(messenger):
    echo = {"message": {"mid": "m_1", "text": "What happened?", "is_echo": True, "app_id": 1}}

    assert events(messenger, echo, {"message": {"mid": "m_2", "text": "They lost it"}})[0].text == (
        "They lost it"
    )


def test_a_pressed_postback_is_a_choice_with_an_id_of_its_own(messenger):
    pressed = {"postback": {"title": "Yes", "payload": "v.1"}}

    first, again = events(messenger, pressed)[0], events(messenger, pressed)[0]

    assert (first.choice, first.text) == ("v.1", "Yes")
    assert first.provider_id == again.provider_id and PSID not in first.provider_id


def test_the_button_to_begin_is_start(messenger):
    begin = {"postback": {"title": "Get started", "payload": "START", "mid": "m_1"}}

    arrived = events(messenger, begin)[0]
    assert (arrived.text, arrived.choice) == ("START", None)


@pytest.mark.parametrize(
    "told",
    [
        {"read": {"watermark": 1}},
        {"reaction": {"mid": "m_1", "action": "react", "emoji": "👍"}},
        {"optin": {}},
        {"message_edit": {"mid": "m_1", "text": "other"}},
    ],
)
def test_what_is_no_message_is_none(messenger, told):
    assert events(messenger, told) == []


def test_a_sticker_is_a_message_without_words(messenger):
    like = {"type": "image", "payload": {"url": "https://x.fbcdn.net/1", "sticker_id": 369239}}

    arrived = events(messenger, {"message": {"mid": "m_1", "attachments": [like]}})[0]

    assert (arrived.text, arrived.media) == ("", ())


def test_what_is_meant_for_another_page_of_the_app_is_not_ours(messenger):
    call = messenger.batch(messenger.event(Said("m_1", "hello")), page="999")

    assert not messenger.adapter().read(call).messages


def test_words_are_an_answer_and_with_our_tag_more_than_that(messenger):
    adapter = messenger.adapter()
    messenger.api.refuses.add(PSID)

    with pytest.raises(SendingFailed, match="10_2018278"):
        adapter.send(Out(PSID, "hello"))
    adapter.send(Out(PSID, "There is news.", template="HUMAN_AGENT"))

    raw = messenger.api.sent[0].raw
    assert (raw["messaging_type"], raw["tag"]) == ("MESSAGE_TAG", "HUMAN_AGENT")


def test_a_file_lies_at_metas_and_our_token_is_not_shown_for_it(messenger):
    place = messenger.place("f1", b"a letter")
    arrived = messenger.adapter().read(messenger.calls(Attached("m_1", place))[0]).messages[0]

    assert messenger.adapter().fetch(arrived.media[0], 100) == b"a letter"
    assert "authorization" not in messenger.api.seen[-1].headers


@pytest.mark.parametrize(
    ("status", "code", "passing"),
    [
        (400, 613, True),  # too many calls
        (500, 1200, True),  # their fault
        (400, 190, True),  # a token that an operator can change
        (400, 551, False),  # they are not there
        (400, 100, False),  # no such person
        (403, 200, False),  # they blocked the page
    ],
)
def test_what_may_pass_is_tried_again_and_the_rest_is_not(messenger, status, code, passing):
    messenger.api.failures.append(lambda: messenger.api.error(status, code, "No"))

    with pytest.raises(SendingFailed) as failed:
        messenger.adapter().send(Out(PSID, "hello"))

    assert (failed.value.why, failed.value.passing) == (f"messenger_{code}", passing)


def test_a_limit_is_waited_out_for_as_long_as_meta_says_in_minutes(cloud):
    usage = {"X_Business_Use_Case_Usage": json.dumps(
        {"1": [{"type": "whatsapp", "estimated_time_to_regain_access": 19}]}
    )}  # fmt: skip
    cloud.api.failures.append(lambda: cloud.api.error(400, 80007, "Rate limit", **usage))

    with pytest.raises(SendingFailed) as failed:
        cloud.adapter().send(Out(cloud.sender, "hello"))

    assert (failed.value.passing, failed.value.wait) == (True, 19 * 60)


def test_setting_the_address_tells_the_app_and_the_account(cloud, messenger):
    cloud.adapter().set_webhook("https://complaints.example.org/channels/whatsapp_cloud")
    messenger.adapter().set_webhook(URL)

    assert cloud.api.seen[0].form["verify_token"] == meta.VERIFY_TOKEN
    assert [each.path.rpartition("/")[2] for each in messenger.api.seen] == [
        "subscriptions",
        "subscribed_apps",
        "messenger_profile",
    ]
    assert messenger.api.seen[1].path == f"/v24.0/{PAGE}/subscribed_apps"
    assert NUMBER not in cloud.api.seen[1].path


def test_without_the_apps_id_the_address_is_not_set(messenger):
    adapter = Messenger({**messenger.given(), "MESSENGER_APP": ""})

    with pytest.raises(SendingFailed, match="no_app"):
        adapter.set_webhook(URL)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff", b"[" * 200_000])
def test_what_is_no_json_object_makes_no_sense(messenger, body):
    with pytest.raises(Unreadable):
        messenger.adapter().read(Call("POST", URL, {}, body))
