"""Twilio: forms signed over our address, one message a call, receipts to the address given.

By https://www.twilio.com/docs/messaging/guides/webhook-request and .../docs/api/errors.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from werkzeug.wrappers import Request, Response

from backend.channels.base import Call
from backend.channels.twilio import Twilio, TwilioWhatsApp
from tests.backend.channels.fakes.api import Api, Message, Seen, as_json
from tests.backend.channels.fakes.events import Attached, Became, Event, Odd, Pressed
from tests.backend.channels.fakes.kit import PUBLIC, ByHttp

ACCOUNT = "AC" + "0" * 32
TOKEN = "twilio-test-token-0123456789abcd"
OURS = "+441632960000"
LONGEST = 1600


def signature(url: str, form: Mapping[str, str], token: str = TOKEN) -> str:
    """As Twilio describes it, written without its library."""
    text = url + "".join(name + form[name] for name in sorted(form))
    made = hmac.new(token.encode(), text.encode(), hashlib.sha1).digest()
    return base64.b64encode(made).decode()


class TwilioApi(Api):
    """Sending, files and numbers."""

    def answer(self, request: Request, seen: Seen) -> Response:
        if request.path.startswith("/cdn/"):  # signed addresses: no key is asked for
            return Response(self.files[request.path.removeprefix("/cdn/")], mimetype="image/jpeg")
        own = request.authorization
        if own is None or (own.username, own.password) != (ACCOUNT, TOKEN):
            return self.error(401, 20003, "Authenticate")
        if "/Media/" in request.path:
            place = request.path.rpartition("/")[2]
            return Response(status=307, headers={"Location": f"{self.url}/cdn/{place}"})
        if request.path.endswith("/Messages.json"):
            return self._take(seen)
        return self._numbers(seen)

    def error(self, status: int, code: int, said: str, **headers: str) -> Response:
        """Twilio's shape of a failure."""
        more = f"https://www.twilio.com/docs/errors/{code}"
        body = {"code": code, "message": said, "more_info": more, "status": status}
        return as_json(body, status, **headers)

    def _take(self, seen: Seen) -> Response:
        form = seen.form
        to, text = form.get("To", ""), form.get("Body", "")
        if to.removeprefix("whatsapp:") in self.refuses:
            return self.error(400, 21610, "Attempt to send to unsubscribed recipient")
        if not text and not form.get("ContentSid"):
            return self.error(400, 21602, "Message body is required")
        if len(text) > LONGEST:
            return self.error(400, 21617, "The concatenated message body exceeds the limit")
        if not form.get("From") and not form.get("MessagingServiceSid"):
            return self.error(400, 21603, "A 'From' phone number is required")
        self.sent.append(Message(to, text, raw=dict(form)))
        return as_json({"sid": f"SM{self.number():032x}", "status": "queued"}, 201)

    def _numbers(self, seen: Seen) -> Response:
        if seen.path.endswith("/IncomingPhoneNumbers.json"):
            found = [{"sid": "PN1"}] if seen.query.get("PhoneNumber") == OURS else []
            return as_json({"incoming_phone_numbers": found})
        if seen.path.endswith("/v2/Channels/Senders"):
            return as_json({"senders": [{"sid": "XE1", "sender_id": f"whatsapp:{OURS}"}]})
        return as_json({"sid": seen.path.rpartition("/")[2]})


class TwilioKit(ByHttp):
    """SMS."""

    name = "sms"
    sender, other = "+447700900001", "+447700900002"
    buttons, receipts, files = False, True, True
    proves_body = True
    unreachable = "21610"
    prefix = ""
    setting = "SMS_SENDER"
    made: type[Twilio] = Twilio

    def __init__(self, api: TwilioApi) -> None:
        self.api = api

    def given(self) -> Mapping[str, str]:
        return {
            "TWILIO_ACCOUNT": ACCOUNT,
            "TWILIO_AUTH_TOKEN": TOKEN,
            "TWILIO_ADDRESS": self.api.url,
            self.setting: OURS,
        }

    def adapter(self) -> Twilio:
        return self.made(self.given(), self.url)

    @property
    def url(self) -> str:
        return f"{PUBLIC}/channels/{self.name}"

    def calls(self, *events: Event) -> list[Call]:
        return [self.signed(self.form(each)) for each in events]

    def id(self, number: int) -> str:
        return f"SM{number:032x}"

    def sign(self, content: Any) -> Call:
        found = content if isinstance(content, dict) else {"MessageSid": str(content)}
        return self.signed({name: str(value) for name, value in found.items()})

    def signed(self, form: Mapping[str, str]) -> Call:
        headers = {
            "content-type": "application/x-www-form-urlencoded",
            "x-twilio-signature": signature(self.url, form),
        }
        return Call("POST", self.url, headers, urlencode(form).encode(), dict(form))

    def form(self, event: Event) -> dict[str, str]:
        """What Twilio posts for an event, empty values among it."""
        if isinstance(event, Became):
            told = {"MessageSid": event.id, "SmsSid": event.id, "AccountSid": ACCOUNT}
            told |= {"MessageStatus": event.state, "SmsStatus": event.state}
            return told | ({"ErrorCode": event.code} if event.code else {})
        form = {
            "ToCountry": "GB", "ToState": "", "SmsMessageSid": event.id, "NumMedia": "0",
            "FromZip": "", "SmsSid": event.id, "FromState": "", "SmsStatus": "received",
            "FromCity": "", "Body": "", "FromCountry": "GB", "To": f"{self.prefix}{OURS}",
            "NumSegments": "1", "MessageSid": event.id, "AccountSid": ACCOUNT,
            "From": f"{self.prefix}{event.sender or self.sender}", "ApiVersion": "2010-04-01",
        }  # fmt: skip
        if isinstance(event, Odd):
            return form | {"Latitude": "51.5", "Longitude": "-0.1"}
        if isinstance(event, Pressed):
            return form | {"Body": event.label, **self.pressed(event)}
        if isinstance(event, Attached):
            form |= {"NumMedia": "1", "MediaUrl0": event.place, "MediaContentType0": event.kind}
        return form | {"Body": event.text}

    def pressed(self, event: Pressed) -> dict[str, str]:
        return {}

    def limited(self, seconds: int) -> Response:
        return self.api.error(429, 20429, "Too Many Requests", Retry_After=str(seconds))

    def place(self, name: str, content: bytes) -> str:
        self.api.files[name] = content
        return f"{self.api.url}/2010-04-01/Accounts/{ACCOUNT}/Messages/MM1/Media/{name}"


class WhatsAppKit(TwilioKit):
    """WhatsApp: a prefix before each number, and buttons where a template has them."""

    name = "whatsapp"
    buttons = True
    prefix = "whatsapp:"
    setting = "WHATSAPP_SENDER"
    made = TwilioWhatsApp

    def pressed(self, event: Pressed) -> dict[str, str]:
        return {"ButtonText": event.label, "ButtonPayload": event.value}
