"""What WhatsApp and Messenger share at Meta: signatures over the raw body, batches, errors."""

import hashlib
import hmac
import json
from typing import Any

from werkzeug.wrappers import Request, Response

from backend.channels.base import Call
from tests.backend.channels.fakes.api import Api, Seen, as_json
from tests.backend.channels.fakes.kit import PUBLIC

APP_SECRET = "meta-test-app-secret-0123456789"
VERIFY_TOKEN = "meta-test-verify-token-0123456789"
TOKEN = "EAAtest"
APP = "4242"
VERSION = "/v24.0/"


def signature(body: bytes, secret: str = APP_SECRET) -> str:
    """As Meta describes it."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def signed(name: str, content: Any) -> Call:
    """A call of Meta's: letters beyond ASCII are escaped in what it signs and sends."""
    body = json.dumps(content, separators=(",", ":")).replace("/", "\\/").encode()
    headers = {"content-type": "application/json", "x-hub-signature-256": signature(body)}
    return Call("POST", f"{PUBLIC}/channels/{name}", headers, body)


class MetaApi(Api):
    """The Graph API: a token, errors with codes, files by their id."""

    def answer(self, request: Request, seen: Seen) -> Response:
        path = seen.path.removeprefix(VERSION)
        if path.endswith("/subscriptions"):
            return self._subscribe(seen)
        if path.startswith("/cdn/"):
            return self._file(seen, path.removeprefix("/cdn/"))
        if seen.headers.get("authorization") != f"Bearer {TOKEN}":
            return self.error(401, 190, "Invalid OAuth access token.")
        if path.endswith("/messages"):
            return self.take(seen)
        if path in self.files:
            size = len(self.files[path])
            told = {"url": f"{self.url}/cdn/{path}", "mime_type": "image/jpeg", "file_size": size}
            return as_json({**told, "id": path, "messaging_product": "whatsapp"})
        return as_json({"success": True})

    def take(self, seen: Seen) -> Response:
        """A message of ours."""
        raise NotImplementedError

    def error(self, status: int, code: int, said: str, within: int = 0, **more: str) -> Response:
        """Meta's shape of a failure."""
        told: dict[str, Any] = {"message": f"(#{code}) {said}", "type": "OAuthException"}
        told |= {"code": code, "fbtrace_id": "Az8or2yhqkZfEZ-"}
        return as_json(
            {"error": told | ({"error_subcode": within} if within else {})}, status, **more
        )

    def _subscribe(self, seen: Seen) -> Response:
        if seen.form.get("access_token") != f"{APP}|{APP_SECRET}":
            return self.error(400, 190, "Invalid OAuth access token signature.")
        return as_json({"success": True})

    def _file(self, seen: Seen, name: str) -> Response:
        return Response(self.files[name], mimetype="image/jpeg")
