"""Errors: every one becomes a plain sentence, as problem+json for programs or a page for people."""

import time
from http import HTTPStatus
from math import ceil
from typing import Any

import structlog
from apiflask import APIFlask
from apiflask.exceptions import HTTPError
from flask import Response, g, has_request_context, json, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

from backend.extensions import limiter
from backend.logs import place
from intake.wording import locales, text

log = structlog.get_logger()
TYPE = "application/problem+json"
# Whoever asks for these gets an error in JSON, whatever it is.
CHAT = "/api/chat/"
FOR_PROGRAMS = ("/api/", "/channels/", "/health/", "/metrics")
DATABASE_DOWN = (OperationalError, InterfaceError, PoolTimeout)
TOO_MANY = 429
MINUTE, LONG = 60, 120  # seconds; a longer wait is told in minutes
# A sentence for each status that the framework itself may raise.
KEYS = {
    400: "malformed",
    401: "token_wrong",
    403: "forbidden",
    404: "not_found",
    405: "not_allowed",
    408: "server_error",
    413: "too_big",
    415: "wrong_type",
    422: "invalid",
    TOO_MANY: "too_many",
    503: "database_down",
}


class Problem(Exception):
    """An error with a plain sentence from the wording; `more` goes into the answer beside it."""

    def __init__(self, status: int, key: str, *, more: Any = None, **values: Any) -> None:
        super().__init__(key)
        self.status, self.key, self.values, self.more = status, key, values, dict(more or {})

    @property
    def sentence(self) -> str:
        """What the person is told."""
        return sentence(self.key, **self.values)


def sentence(key: str, *, locale: str | None = None, **values: Any) -> str:
    """A sentence of this service from the wording, in the language of the request."""
    return text(f"service.{key}", locale or spoken(), **values)


def spoken() -> str:
    """The language to answer a request in: of its page, or the one that a chat asks for."""
    if not has_request_context():
        return "en"
    page = g.get("page_locale")
    if page or not request.path.startswith(CHAT):
        return str(page or "en")
    return request.accept_languages.best_match(("en", *locales())) or "en"


def as_json(status: int, key: str, detail: str, **more: Any) -> Response:
    """The problem as RFC 9457 has it."""
    title = HTTPStatus(status).phrase
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, "code": key}
    return Response(json.dumps(body | more), status, content_type=TYPE)


def answer(status: int, key: str, detail: str, **more: Any) -> Response:
    """The error in the form that suits who asked."""
    if request.path.startswith(FOR_PROGRAMS):
        return as_json(status, key, detail, **more)
    page = render_template("error.html", status=status, detail=detail)
    told = Response(page, status, content_type="text/html; charset=utf-8")
    told.headers["Cache-Control"] = "no-store"
    return told


def _problem(problem: Problem) -> Response:
    return answer(problem.status, problem.key, problem.sentence, **problem.more)


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    key = KEYS.get(status, "server_error" if status >= 500 else "malformed")
    if isinstance(error, CSRFError):
        key = "csrf"
    response = error.get_response()
    if 300 <= status < 400:
        return Response(response.get_data(), status, response.headers)
    made = answer(status, key, sentence(key) if status != TOO_MANY else _wait())
    for name in ("Retry-After", "Allow"):
        if name in response.headers:
            made.headers[name] = response.headers[name]
    return made


def _wait() -> str:
    """How long to wait until calls are taken again, as the header of the answer says."""
    limit = limiter.current_limit
    seconds = max(1, int(limit.reset_at - time.time())) if limit else MINUTE
    if seconds > LONG:
        return sentence("too_many_long", minutes=ceil(seconds / MINUTE))
    return sentence("too_many", seconds=seconds)


def _validation(error: HTTPError) -> Response:
    status = 400 if error.status_code == 400 else error.status_code
    key = KEYS.get(status, "malformed")
    more = {"errors": _fields(error.detail)} if error.detail else {}
    return answer(status, key, sentence(key), **more)


def _fields(detail: Any) -> list[dict[str, str]]:
    """Which fields are wrong; never with the values that came in them."""
    places = detail.get("json", detail) if isinstance(detail, dict) else {}
    return [{"field": str(name)} for name in places] if isinstance(places, dict) else []


def _database(error: Exception) -> Response:
    log.error("database_down", error=type(error).__name__, where=place(error))
    made = answer(503, "database_down", sentence("database_down"))
    made.headers["Retry-After"] = "30"
    return made


def _unstorable(error: Exception) -> Response:
    """Signs that no database keeps, such as half of a character."""
    log.warning("unstorable_data", error=type(error).__name__, where=place(error))
    return answer(422, "invalid", sentence("invalid"))


def _unexpected(error: Exception) -> Response:
    log.error("unexpected_error", error=type(error).__name__, where=place(error))
    return answer(500, "server_error", sentence("server_error"))


def register(app: APIFlask) -> None:
    """Handle every error of the application here."""
    app.register_error_handler(Problem, _problem)
    app.register_error_handler(HTTPError, _validation)
    app.register_error_handler(HTTPException, _http)
    for down in DATABASE_DOWN:
        app.register_error_handler(down, _database)
    for odd in (DataError, UnicodeEncodeError):
        app.register_error_handler(odd, _unstorable)
    app.register_error_handler(Exception, _unexpected)
