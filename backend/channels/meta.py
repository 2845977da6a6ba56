"""What WhatsApp and Messenger share: Meta's signature, its proof of address, its Graph API."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

from backend.channels.base import Answer, Call, Forged
from backend.channels.calling import Got, Provider, part, words
from backend.services.posting import SendingFailed

ADDRESS = "https://graph.facebook.com"
VERSION = "v24.0"
HOSTS = ("fbsbx.com", "fbcdn.net", "facebook.com", "whatsapp.net")
SIGNATURE = "sha256="
# https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes and that of Messenger:
# faults and limits that pass, whatever the status says. 0 and 190 are a key that ran out: an
# operator can put in a new one. 131047 and 10 (outside the window) stand.
PASSING = frozenset(
    {0, 1, 2, 4, 17, 32, 190, 341, 613, 1200, 80006, 80007, 130429}
    | {131000, 131016, 131048, 131056, 131057, 133004}
)
USAGE = "x-business-use-case-usage"
MINUTE = 60.0


class Meta:
    """The half of an adapter that is the same for all that Meta runs."""

    name = "meta"

    def __init__(self, given: Mapping[str, str], prefix: str) -> None:
        self._app_secret = given[f"{prefix}_APP_SECRET"].encode()
        self._verify_token = given[f"{prefix}_VERIFY_TOKEN"].encode()
        self._token = given[f"{prefix}_TOKEN"]
        self._app = given.get(f"{prefix}_APP", "")
        self._version = given.get("META_VERSION") or VERSION
        self.provider = Provider(self.name, given.get("META_ADDRESS") or ADDRESS)

    def verify(self, call: Call) -> None:
        """Prove the sender by Meta's signature over the raw body."""
        given = call.headers.get("x-hub-signature-256", "")
        right = SIGNATURE + hmac.new(self._app_secret, call.body, hashlib.sha256).hexdigest()
        if not self._app_secret or not hmac.compare_digest(given.encode(), right.encode()):
            raise Forged

    def challenge(self, call: Call) -> Answer | None:
        """Give back what Meta asks for, where it knows the word that we agreed on."""
        if call.method != "GET" or call.query.get("hub.mode") != "subscribe":
            return None
        given = call.query.get("hub.verify_token", "").encode()
        if not self._verify_token or not hmac.compare_digest(given, self._verify_token):
            raise Forged
        return Answer(body=call.query.get("hub.challenge", ""))

    def acknowledged(self) -> Answer:
        """Anything with 200 will do."""
        return Answer(body="EVENT_RECEIVED")

    def graph(self, method: str, path: str, **more: Any) -> Got:
        """Call the Graph API with our token. Raises SendingFailed."""
        got = self.provider.call(method, self._url(path), headers=self.token, **more)
        if not got.fine:
            raise self._failure(got)
        return got

    def subscribe(self, kind: str, fields: str, url: str) -> None:
        """Have the app's events of a kind brought to us; the app proves itself by its secret."""
        if not self._app:
            raise SendingFailed(f"{self.name}_no_app", passing=False)
        form = {
            "object": kind,
            "callback_url": url,
            "fields": fields,
            "verify_token": self._verify_token.decode(),
            "access_token": f"{self._app}|{self._app_secret.decode()}",
        }
        got = self.provider.call("POST", self._url(f"{self._app}/subscriptions"), data=form)
        if not got.fine:
            raise self._failure(got)

    @property
    def token(self) -> dict[str, str]:
        """Our token, in a header and never in an address."""
        return {"Authorization": f"Bearer {self._token}"}

    def _url(self, path: str) -> str:
        return f"{self.provider.address}/{self._version}/{path}"

    def _failure(self, got: Got) -> SendingFailed:
        error = part(got.json(), "error")
        code, within = words(error, "code"), words(error, "error_subcode")
        if not code.isdecimal():
            return self.provider.failed(got, str(got.status))
        passing = int(code) in PASSING or None
        why = f"{code}_{within}" if within else code
        return self.provider.failed(got, why, passing=passing, wait=_regained(got))


def _regained(got: Got) -> float | None:
    """The seconds until a limit of Meta's is over, which it tells in minutes in a header."""
    try:
        told = json.loads(got.headers.get(USAGE, "{}"))
        each = [use for uses in told.values() for use in uses]
        minutes = max(use.get("estimated_time_to_regain_access", 0) for use in each)
    except (ValueError, AttributeError, TypeError):
        return None
    return minutes * MINUTE or None
