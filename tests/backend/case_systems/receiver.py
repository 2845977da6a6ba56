"""Somebody else's service that takes webhooks, here: well, slow, gone, or talking rot."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Receiver:
    """What it answers, and what it was sent: the headers and the body of each call."""

    server: Any
    status: int = 204
    headers: dict[str, str] = field(default_factory=dict)
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)  # of the next calls, then `status`
    silent: threading.Event = field(default_factory=threading.Event)  # set: it says nothing
    over: threading.Event = field(default_factory=threading.Event)
    heard: threading.Event = field(default_factory=threading.Event)
    raw: bytes = b""  # said instead of HTTP

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/hooks"

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def ids(self) -> list[str]:
        return [headers["webhook-id"] for headers, _body in self.got]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    address_family = socket.AF_INET

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that goes away is no fault here."""


@contextmanager
def receiving() -> Iterator[Receiver]:
    """A receiver at a free port."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            receiver.got.append(({k.lower(): v for k, v in self.headers.items()}, body))
            receiver.heard.set()
            if receiver.silent.is_set():
                receiver.over.wait(30)
                return
            if receiver.raw:
                self.wfile.write(receiver.raw)
                return
            status = receiver.statuses.pop(0) if receiver.statuses else receiver.status
            self.send_response(status)
            for name, value in receiver.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_args: Any) -> None:
            """Say nothing."""

    receiver = Receiver(_Server(("127.0.0.1", 0), Handler))
    thread = threading.Thread(target=receiver.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield receiver
    receiver.over.set()
    receiver.close()
    thread.join()
