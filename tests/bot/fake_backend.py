"""A small backend: drafts in memory, the service token checked, and failures on request."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class FakeBackend:
    """Stands where the backend stands; `failing` makes it answer 503."""

    def __init__(self, token):
        self.token = token
        self.drafts = {}
        self.references = {}
        self.saves = 0
        self.failing = False
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()

    def draft(self, conversation):
        empty = {"facts": {}, "sources": {}, "dialogue": {}, "question": None, "status": "open"}
        return self.drafts.get(conversation, empty)

    def answer(self, method, path, headers, body):
        parts = path.strip("/").split("/")
        if headers.get("Authorization") != f"Bearer {self.token}":
            return 401, {"title": "no token"}
        if self.failing:
            return 503, {"title": "down"}
        if method == "PUT" and parts[:2] == ["api", "drafts"]:
            self.saves += 1
            self.drafts[parts[2]] = body
            return 200, {"result": None, "flags": [], "revision": self.saves}
        if method == "POST" and parts[3:] == ["submission"]:
            key = headers.get("Idempotency-Key")
            reference = self.references.setdefault(key, f"C-{len(self.references) + 1:04}")
            return 201, {"reference": reference}
        return 404, {"title": "not here"}


def _handler(backend):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # headers and body in one packet, as a real server sends them

        def log_message(self, *_):
            """Silent."""

        def _do(self):
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length) or b"null")
            status, answer = backend.answer(self.command, self.path, self.headers, body)
            data = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)
            self.wfile.flush()

        do_PUT = do_POST = _do

    return Handler
