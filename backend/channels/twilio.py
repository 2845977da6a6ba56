"""SMS and WhatsApp through Twilio.

WhatsApp has typing marks there, but Twilio says that they must not be used where health is spoken
of; so nothing is shown. Buttons need a template of Twilio's; choices are numbered instead.
"""

import hmac
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from twilio.request_validator import RequestValidator, add_port, remove_port

from backend.channels.base import (
    Abilities,
    Answer,
    Arrived,
    Call,
    Delivery,
    Forged,
    Media,
    Out,
    Receipt,
    Unreadable,
)
from backend.channels.calling import Got, Provider, words
from backend.channels.twilio_form import form_of, media_of, said
from backend.services.posting import SendingFailed

ADDRESS = "https://api.twilio.com"
NUMBERS = "https://messaging.twilio.com"
# Media lies on the second of these; the first sends us there.
HOSTS = ("twilio.com", "twiliocdn.com")
WHATSAPP = "whatsapp:"
SERVICE = "MG"  # how the id of a messaging service begins; a number begins with +
# Twilio's words for what becomes of a message, where it has come to something.
STATES = {"undelivered": "failed", "canceled": "failed"}
REACHED = frozenset({"sent", "delivered", "read", "failed"})
# https://www.twilio.com/docs/api/errors: these are worth another try whatever the status says.
PASSING = frozenset({14107, 20429, 20500, 20503, 21611, 30001, 63018})


class Twilio:
    """What SMS and WhatsApp share; `prefix` is what Twilio writes before a WhatsApp number."""

    name = "sms"
    prefix = ""
    sender_setting = "SMS_SENDER"
    abilities = Abilities(longest=1600, segments=True)

    def __init__(self, given: Mapping[str, str], address: str) -> None:
        self.account = given["TWILIO_ACCOUNT"]
        self._token = given["TWILIO_AUTH_TOKEN"]
        self._key = (
            given.get("TWILIO_API_KEY") or self.account,
            given.get("TWILIO_API_SECRET") or self._token,
        )
        self.sender = given[self.sender_setting]
        self.address = address  # of this channel: where receipts come to as well
        self.provider = Provider("twilio", given.get("TWILIO_ADDRESS") or ADDRESS)

    def verify(self, call: Call) -> None:
        """Prove the sender by Twilio's signature over our public address and the form."""
        given = call.headers.get("x-twilio-signature", "").encode()
        if not self._token or not given:
            raise Forged
        validator = RequestValidator(self._token)
        url, form = urlsplit(call.url), form_of(call)
        # Twilio signs with the port or without it; both are looked at, whichever fits.
        right = [
            validator.compute_signature(each, form).encode()
            for each in (remove_port(url), add_port(url))
        ]
        if not any([hmac.compare_digest(given, each) for each in right]):
            raise Forged

    def challenge(self, call: Call) -> Answer | None:
        """Twilio asks for no proof."""
        return None

    def read(self, call: Call) -> Delivery:
        """One message, or what became of one of ours."""
        form = form_of(call)
        sid = form.get("MessageSid") or form.get("SmsSid")
        if not sid:
            raise Unreadable("no_message_sid")
        if "MessageStatus" in form:
            state = STATES.get(form["MessageStatus"], form["MessageStatus"])
            receipt = Receipt(sid, state, form.get("ErrorCode", ""))
            return Delivery(receipts=(receipt,) if state in REACHED else ())
        sender = form.get("From", "").removeprefix(self.prefix)
        if not sender:
            raise Unreadable("no_sender")
        text, choice = said(form)
        return Delivery((Arrived(sid, sender, text, choice, media_of(form)),))

    def acknowledged(self) -> Answer:
        """An empty TwiML: nothing is said by it."""
        body = '<?xml version="1.0" encoding="UTF-8"?><Response></Response>'
        return Answer(body=body, content_type="text/xml")

    def send(self, out: Out) -> str:
        """Send one message; what becomes of it is told to our address."""
        form = {"To": f"{self.prefix}{out.to}", "StatusCallback": self.address}
        if self.sender.startswith(SERVICE):
            form["MessagingServiceSid"] = self.sender
        else:
            form["From"] = f"{self.prefix}{self.sender}"
        form |= {"ContentSid": out.template} if out.template else {"Body": out.text}
        got = self._post(f"{self.provider.address}{self._path}/Messages.json", data=form)
        sid = words(got.json(), "sid")
        if not sid:
            raise self.provider.failed(got, "no_sid", passing=False)
        return sid

    def fetch(self, media: Media, most: int) -> bytes:
        """The attached thing, from Twilio's hosts alone."""
        return self.provider.fetch(media.place, most, HOSTS, auth=self._key)

    def show(self, to: str, mark: str, thread: Mapping[str, str]) -> None:
        """Twilio has no mark that may be used here."""

    def set_webhook(self, url: str) -> str:
        """Have what comes to the number, or to its messaging service, brought to us."""
        if self.sender.startswith(SERVICE):
            place = f"{self._beside(NUMBERS)}/v1/Services/{self.sender}"
            told = {"InboundRequestUrl": url, "InboundMethod": "POST", "StatusCallback": url}
            self._post(place, data={**told, "UseInboundWebhookOnNumber": "false"})
            return f"Twilio's messaging service {self.sender} now brings messages to {url}."
        numbers = f"{self.provider.address}{self._path}/IncomingPhoneNumbers"
        got = self.provider.call(
            "GET", f"{numbers}.json", params={"PhoneNumber": self.sender}, auth=self._key
        )
        found = (got.json().get("incoming_phone_numbers") or [{}])[0].get("sid")
        if not found:
            raise self.provider.failed(got, "no_such_number", passing=False)
        self._post(f"{numbers}/{found}.json", data={"SmsUrl": url, "SmsMethod": "POST"})
        return f"Twilio now brings what is sent to this number to {url}."

    @property
    def _path(self) -> str:
        return f"/2010-04-01/Accounts/{self.account}"

    def _beside(self, host: str) -> str:
        """Another of Twilio's APIs; where the first is our own, this one is there too."""
        return host if self.provider.address == ADDRESS else self.provider.address

    def _post(self, url: str, **more: Any) -> Got:
        got = self.provider.call("POST", url, auth=self._key, **more)
        if not got.fine:
            raise self._failure(got)
        return got

    def _failure(self, got: Got) -> SendingFailed:
        code = words(got.json(), "code")
        passing = True if code.isdecimal() and int(code) in PASSING else None
        return self.provider.failed(got, code or str(got.status), passing=passing)


class TwilioWhatsApp(Twilio):
    """WhatsApp: the same, with its prefix and its window of a day."""

    name = "whatsapp"
    prefix = WHATSAPP
    sender_setting = "WHATSAPP_SENDER"
    abilities = Abilities(longest=1600, window_hours=24)

    def set_webhook(self, url: str) -> str:
        """Have what comes to the WhatsApp sender brought to us."""
        if self.sender.startswith(SERVICE):
            return super().set_webhook(url)
        place = f"{self._beside(NUMBERS)}/v2/Channels/Senders"
        got = self.provider.call(
            "GET", place, params={"Channel": "whatsapp", "PageSize": "100"}, auth=self._key
        )
        senders = got.json().get("senders") or []
        own = f"{WHATSAPP}{self.sender}"
        found = next((each.get("sid") for each in senders if each.get("sender_id") == own), None)
        if not found:
            raise self.provider.failed(got, "no_such_sender", passing=False)
        hooks = {"callback_url": url, "callback_method": "POST", "status_callback_url": url}
        self._post(f"{place}/{found}", json={"webhook": hooks})
        return f"Twilio now brings what is sent to this WhatsApp sender to {url}."
