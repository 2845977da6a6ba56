"""A provider's API on this machine: it records what it is asked, and fails when a test says so."""

import json
import threading
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response


@dataclass
class Seen:
    """One call, as it came."""

    method: str
    path: str
    headers: Mapping[str, str]
    query: Mapping[str, str]
    form: Mapping[str, str]
    json: dict[str, Any]


@dataclass
class Message:
    """A message that the provider took: what the person sees."""

    to: str
    text: str
    choices: list[tuple[str, str]] = field(default_factory=list)  # label and value
    raw: dict[str, Any] = field(default_factory=dict)


class _Quiet(WSGIRequestHandler):
    def log(self, *_args: object, **_more: object) -> None: ...

    def connection_dropped(self, *_args: object, **_more: object) -> None:
        """A caller that waits no longer is what some tests are about."""


class Api:
    """The part that all providers share. `answer` is the provider's own."""

    def __init__(self) -> None:
        self.seen: list[Seen] = []
        self.sent: list[Message] = []
        self.files: dict[str, bytes] = {}
        self.refuses: set[str] = set()  # people whom the provider does not reach any more
        self.failures: deque[Callable[[], Response]] = deque()  # what the next calls get instead
        self.marks_fail = False  # whether failures are for typing and read marks as well
        self._made = 0
        self._lock = threading.Lock()
        self._held = threading.Event()

    def __enter__(self) -> "Api":
        self._server = make_server(
            "127.0.0.1", 0, self._serve, threaded=True, request_handler=_Quiet
        )
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._held.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def slow(self) -> Response:
        """An answer that begins and never ends, until the test does."""
        return Response(self._trickle(), mimetype="application/json")

    def silent(self) -> Response:
        """No answer, until the test ends."""
        self._held.wait(30)
        return Response(status=500)

    def down(self) -> Response:
        """The answer of a provider's proxy with nothing behind it."""
        return Response("<html>Bad gateway</html>", 502, mimetype="text/html")

    def number(self) -> int:
        """A number that no other message has."""
        with self._lock:
            self._made += 1
            return self._made

    def answer(self, request: Request, seen: Seen) -> Response:
        """What the provider does."""
        raise NotImplementedError

    def _trickle(self) -> Iterable[bytes]:
        while not self._held.wait(0.05):
            yield b" "

    def _serve(self, environ: Any, start: Any) -> Iterable[bytes]:
        request = Request(environ)
        asked = Seen(
            request.method,
            request.path,
            {name.lower(): value for name, value in request.headers.items()},
            request.args.to_dict(),
            request.form.to_dict(),
            request.get_json(silent=True) or {},
        )
        self.seen.append(asked)
        fails = self.failures and (self.marks_fail or not is_mark(asked))
        made = self.failures.popleft()() if fails else self.answer(request, asked)
        return made(environ, start)


def is_mark(asked: Seen) -> bool:
    """Whether a call shows typing or that something was read, and sends nothing."""
    method = asked.path.rpartition("/")[2]
    named = method in ("sendChatAction", "answerCallbackQuery")
    return named or "sender_action" in asked.json or asked.json.get("status") == "read"


def as_json(body: Any, status: int = 200, **headers: str) -> Response:
    """A provider's answer."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(json.dumps(body), status, named, mimetype="application/json")
