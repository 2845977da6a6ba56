"""A small server that speaks the chat API from a fixed script, to try the widget alone."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask, Response, jsonify, request, send_from_directory
from werkzeug.exceptions import HTTPException
from werkzeug.serving import WSGIRequestHandler, make_server

from backend.chat import rows
from ops.widget import DIST, build

WIDGET = Path(__file__).resolve().parents[2] / "web_widget"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
OPEN_TO_ALL = ("/demo", "/widget/", "/chat", "/api/chat/conversations", "/api/chat/site")
Message = dict[str, Any]
LANGUAGES = {"Cymraeg": "cy", "English": "en"}
YES_NO = [("Yes", "yes"), ("No", "no")]
IMPACTS = [
    ("It was upsetting", "distress"),
    ("I lost money", "money"),
    ("It took a lot of my time", "time_trouble"),
    ("Something else", "other"),
    ("Skip this question", "skip"),
]
SCRIPT: list[dict[str, Any]] = [
    {
        "question": "privacy_ack",
        "text": "Hello. I am an automated assistant. Is it all right to go on?",
        "input": "choice",
        "choices": YES_NO,
    },
    {"question": "matter", "text": "What happened? Use your own words.", "input": "text"},
    {
        "question": "acting_for",
        "text": "Who is the complaint about?",
        "input": "choice",
        "choices": [
            ("Me", "self"),
            ("Someone who agrees", "adult_agrees"),
            ("Not sure", "not_sure"),
        ],
    },
    {
        "question": "impact",
        "text": "How did it affect you? Choose all that fit.",
        "input": "choices",
        "choices": IMPACTS,
    },
    {"question": "happened_on", "text": "When did it happen?", "input": "date"},
]
LABELS = {
    "matter": "What happened",
    "acting_for": "Who it is about",
    "impact": "How it affected you",
    "happened_on": "When it happened",
}


def token(name: str) -> str:
    """The value of a choice; "do." marks one that steers."""
    return f"do.{name}" if name == "skip" or name.startswith("change-") else f"t-{name}"


class FakeServer:
    """One conversation at a time; tests read and set its attributes."""

    def __init__(self) -> None:
        self.gone = threading.Event()
        self.came = threading.Condition()  # a message came in
        self.sites: set[str] = set()  # other websites that may use the chat
        self.reset()

    def reset(self) -> None:
        """Forget everything, as if just started."""
        self.alive = False
        self.locale = "en"
        self.started = 0
        self.erased = 0
        self.gone.clear()
        self.messages: list[Message] = []
        self.replies: dict[str, dict[str, Any]] = {}
        self.answers: dict[str, str] = {}
        self.ids: list[str] = []  # of every message that came in, repeats too
        self.reference: str | None = None
        self.result: str | None = None
        self.owner = "bot"
        self.question: str | None = None
        self.faults: list[tuple[int, dict[str, str], str | None]] = []
        self.extra: list[Message] = []  # said before the next question
        self.left = 0  # of sessions that were ended by leaving
        self.told: dict[str, int] = {}  # which message each answer came from

    def fail(self, status: int, detail: str | None = None, **headers: str) -> None:
        """Answer the next message with this status instead."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.faults.append((status, named, detail))

    def say(self, kind: str, text: str, **more: Any) -> Message:
        """Add a message to the transcript."""
        offered = more.get("choices") or []
        choices = [{"label": label, "value": token(name), "hint": None} for label, name in offered]
        message = {
            "id": len(self.messages) + 1,
            "from": more.get("author", "bot"),
            "kind": kind,
            "text": text,
            "question": more.get("question"),
            "input": more.get("input"),
            **rows.parted(text, choices, self.locale),
            "lang": self.locale,
            "at": "2026-11-22T10:00:00+00:00",
        }
        self.messages.append(message)
        return message

    def say_next(self, kind: str, text: str, **more: Any) -> None:
        """Say this before the next question."""
        self.extra.append({"kind": kind, "text": text, **more})

    def state(self) -> dict[str, Any]:
        """The state of the conversation, as the API shows it."""
        return {
            "question": self.question,
            "result": self.result,
            "flags": [],
            "reference": self.reference,
            "owner": self.owner,
            "status": "submitted" if self.reference else "open",
            "locale": self.locale,
            "answered": len([name for name in self.answers if name in LABELS]),
            "left": None if self.reference else len(SCRIPT) - len(self.answers),
            "told": {} if self.reference else self.told,
        }

    def draft(self) -> dict[str, Any]:
        """What was understood so far."""
        lines = [
            {"question": name, "label": label, "answer": self.answers[name]}
            for name, label in LABELS.items()
            if name in self.answers
        ]
        reason = {"rule_id": "E1", "text": "We can look at complaints about the NHS."}
        settled = len(lines) == len(LABELS)
        return {"answers": lines, "settled": settled, "reasons": [reason]}

    def begin(self, locale: str = "en") -> dict[str, Any]:
        """Start a conversation."""
        faults = self.faults
        erased, started = self.erased, self.started
        self.reset()
        self.faults, self.erased, self.started, self.alive = faults, erased, started + 1, True
        self.locale = locale
        self.ask()
        return {
            "conversation": "c",
            "token": "token",
            "messages": self.messages,
            "state": self.state(),
        }

    def note(self, id: str | None) -> None:
        """Remember that a message came in."""
        with self.came:
            self.ids += [id] if id else []
            self.came.notify_all()

    def take(self, body: dict[str, Any]) -> dict[str, Any]:
        """Answer one message; the same id gives the same answer."""
        self.note(body["id"])
        if body["id"] not in self.replies:
            before = len(self.messages)
            change = body.get("change")
            if change:
                body = {
                    **body,
                    "choice": f"do.change-{change}",
                    "text": f"Change: {LABELS[change]}",
                }
            said = body.get("text") or self.label(body.get("choices") or [body["choice"]])
            language = LANGUAGES.get(said)
            self.locale = language or self.locale
            self.say("info", said, author="person")
            if language:
                self.ask()
            else:
                self.answer(said, body.get("choice"))
            mine = self.messages[before + 1 :]
            self.replies[body["id"]] = {"messages": mine, "state": self.state()}
        return self.replies[body["id"]]

    def erase(self) -> None:
        """Forget the conversation; its token is worth nothing from now on."""
        self.alive = False
        self.erased += 1
        self.gone.set()

    def label(self, values: list[str]) -> str:
        """The words of the choices with these values."""
        known = {c["value"]: c["label"] for m in self.messages for c in m["choices"]}
        return ", ".join(known[value] for value in values)

    def answer(self, said: str, choice: str | None) -> None:
        """Keep the answer and say what comes next."""
        if choice and choice.startswith("do.change-"):
            self.answers.pop(choice.removeprefix("do.change-"))
            self.told.pop(choice.removeprefix("do.change-"))
        elif self.question == "confirm":
            self.reference = "ABC-1234"
            self.question = None
            self.say("info", "Thank you. Your complaint has been sent.")
            self.say("info", "What happens now: a person will read what you sent.")
            return
        elif self.question and (self.question, said) != ("privacy_ack", "No"):
            self.answers[self.question] = said
            if self.question in LABELS:
                self.told[self.question] = len(self.messages)
        for extra in self.extra:
            self.say(extra.pop("kind"), extra.pop("text"), **extra)
        self.extra = []
        self.ask()

    def ask(self) -> None:
        """Ask the next question of the script, or show the summary."""
        for step in SCRIPT:
            if step["question"] not in self.answers:
                self.question = step["question"]
                self.say("question", **{k: v for k, v in step.items()})
                return
        self.question = "confirm"
        lines = [f"{label}: {self.answers[name]}" for name, label in LABELS.items()]
        changes = [(f"Change: {label}", f"change-{name}") for name, label in LABELS.items()]
        text = "Please check your answers.\n\n" + "\n".join(lines) + "\n\nSend it to us?"
        choices = [("Send my complaint", "yes"), ("Not yet", "no"), *changes]
        self.say("summary", text, question="confirm", input="choice", choices=choices)


def problem(status: int, detail: str | None, headers: dict[str, str] | None = None) -> Response:
    """An error as the real service gives it."""
    response = jsonify({"title": "Error", "status": status, "detail": detail})
    response.status_code = status
    response.content_type = "application/problem+json"
    response.headers.update(headers or {})
    return response


def application(fake: FakeServer) -> Flask:
    """The pages and the API over one fake."""
    app = Flask(__name__, static_folder=None)
    app.register_error_handler(
        HTTPException, lambda error: problem(error.code or 500, error.description)
    )

    @app.after_request
    def protect(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", POLICY)
        return response

    add_sites(app, fake)
    add_pages(app)
    add_chat(app, fake)
    return app


def add_sites(app: Flask, fake: FakeServer) -> None:
    """What backend/embedding.py does for other websites: it lets those on the list use the chat."""

    @app.after_request
    def allow(response: Response) -> Response:
        site = request.headers.get("Origin")
        if request.path == "/api/chat/site":
            response.headers["Access-Control-Allow-Origin"] = "*"
        elif site in fake.sites and request.path.startswith("/api/"):
            response.headers["Access-Control-Allow-Origin"] = site
            response.headers["Access-Control-Allow-Methods"] = "GET, POST, DELETE"
            response.headers["Access-Control-Allow-Headers"] = "Authorization, Content-Type"
        return response

    @app.get("/api/chat/site")
    def site() -> Any:
        listed = request.headers.get("Origin") in fake.sites
        return ("", 204) if listed else problem(403, "This chat can't be used on this website.")


def add_pages(app: Flask) -> None:
    """The demo page, the widget's files and a stand-in for the plain pages."""
    plain = "<!doctype html><html lang=en><title>Chat</title><h1>The plain pages</h1></html>"
    app.add_url_rule("/demo", "demo", lambda: send_from_directory(WIDGET, "demo.html"))
    app.add_url_rule("/widget/<name>", "files", widget_file)
    app.add_url_rule("/chat", "plain", lambda: plain)


def widget_file(name: str) -> Response:
    """A file as the real service gives it: bundled, but for what the demo page alone needs."""
    response = send_from_directory(WIDGET if name in ("demo.css", "icon.svg") else DIST, name)
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def add_chat(app: Flask, fake: FakeServer) -> None:
    """The chat API; a fault that was asked for comes first."""

    @app.before_request
    def refuse() -> Response | None:
        if request.method == "POST" and fake.faults:
            fake.note(request.get_json().get("id"))
            status, headers, detail = fake.faults.pop(0)
            return problem(status, detail, headers)
        if request.method == "OPTIONS" or request.path.startswith(OPEN_TO_ALL):
            return None
        known = fake.alive and request.headers.get("Authorization") == "Bearer token"
        return None if known else problem(401, "This chat has ended.")

    @app.post("/api/chat/conversations")
    def begin() -> Any:
        return fake.begin(request.get_json().get("locale") or "en"), 201

    @app.post("/api/chat/messages")
    def take() -> Any:
        return fake.take(request.get_json())

    @app.get("/api/chat/messages")
    def since() -> Any:
        after = int(request.args.get("after", 0))
        found = [message for message in fake.messages if message["id"] > after]
        return {"messages": found, "state": fake.state()}

    @app.get("/api/chat/draft")
    def draft() -> Any:
        return fake.draft()

    @app.delete("/api/chat/session")
    def leave() -> Any:
        fake.alive = False
        fake.left += 1
        fake.gone.set()
        return "", 204

    @app.delete("/api/chat/conversation")
    def erase() -> Any:
        fake.erase()
        return "", 204


class Quiet(WSGIRequestHandler):
    """Answers without a line in the log for each file."""

    def log(self, type: str, message: str, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def listening(app: Any) -> Iterator[str]:
    """Serve an application on a free port; gives its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()


@contextmanager
def serving(fake: FakeServer) -> Iterator[str]:
    """The pages and the API over a fake; gives their address."""
    build()
    with listening(application(fake)) as address:
        yield address
