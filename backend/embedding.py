"""Which sites may embed the chat: only those named in CHAT_ALLOWED_ORIGINS, besides our own."""

import re
from urllib.parse import urlsplit

import structlog
from flask import Blueprint, Flask, Response, request

from backend.config import Settings
from backend.context import services
from backend.problems import Problem, answer, sentence

bp = Blueprint("embedding", __name__)
log = structlog.get_logger()
CHAT = "/api/chat/"
METHODS = "GET, POST, DELETE, OPTIONS"
SENT = "Authorization, Content-Type"
SHOWN = "Retry-After"
FORBIDDEN = 403
LOOKS_LIKE_A_SITE = re.compile(r"https?://[\w.:-]{1,120}")


def init_app(app: Flask, settings: Settings) -> None:
    """Refuse calls of the chat's API from sites that are not on the list."""
    app.before_request(_check)
    app.register_blueprint(bp)

    @app.after_request
    def add(response: Response) -> Response:
        if request.path.startswith(CHAT):
            _allow(response, settings.allowed_origins)
        return response


@bp.get(f"{CHAT}site")
def site() -> Response:
    """Tells a page why it was refused: browsers hide from it how any other call failed."""
    listed = _listed(services().settings.allowed_origins)
    response = Response(status=204) if listed else _refusal()
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _check() -> Response | None:
    """Answer the question a browser asks first; let no other site's call do anything."""
    if not request.path.startswith(CHAT) or request.endpoint == "embedding.site":
        return None
    if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
        return Response(status=204)
    if not _listed(services().settings.allowed_origins):
        raise Problem(FORBIDDEN, "site_not_listed")
    return None


def _listed(origins: tuple[str, ...]) -> bool:
    """True for our own pages, programs that are no browser, and the sites on the list."""
    origin = request.headers.get("Origin", "")
    if not origin or request.headers.get("Sec-Fetch-Site") == "same-origin":
        return True
    return urlsplit(origin).netloc == request.host or bool({origin, "*"} & set(origins))


def _refusal() -> Response:
    origin = request.headers["Origin"]
    log.warning("site_not_listed", origin=origin if LOOKS_LIKE_A_SITE.fullmatch(origin) else "odd")
    return answer(FORBIDDEN, "site_not_listed", sentence("site_not_listed"))


def _allow(response: Response, origins: tuple[str, ...]) -> None:
    response.vary.add("Origin")
    origin = request.headers.get("Origin", "")
    if not origin or not {origin, "*"} & set(origins):
        return
    response.headers["Access-Control-Allow-Origin"] = origin
    response.headers["Access-Control-Expose-Headers"] = SHOWN
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = METHODS
        response.headers["Access-Control-Allow-Headers"] = SENT
        response.headers["Access-Control-Max-Age"] = "600"
