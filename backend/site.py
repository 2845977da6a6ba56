"""Files of the widget, its demo page and the front door."""

import re
from pathlib import Path

import structlog
from flask import Blueprint, Response, redirect, send_from_directory, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from backend.config import ROOT
from backend.context import services

bp = Blueprint("site", __name__)
log = structlog.get_logger()
WIDGET = ROOT / "web_widget"
DIST = WIDGET / "dist"  # made by set-up (ops/widget.py)
DEMO_FILES = {"demo.css", "icon.svg"}
LOADER = "embed.js"
# The content is in the name, so what stands behind the name never changes.
CHUNK = re.compile(r"[\w.]+-[0-9A-Z]{8}\.js(?:on)?")
LOADER_SECONDS = 300
CHUNK_SECONDS = 365 * 24 * 60 * 60


@bp.get("/")
def front() -> ResponseReturnValue:
    """The chat as pages; where people develop, the demo of the widget."""
    production = services().settings.production
    return redirect(url_for("pages.show" if production else "site.demo"))


@bp.get("/demo")
def demo() -> ResponseReturnValue:
    """A page that shows the widget on a site."""
    return send_from_directory(WIDGET, "demo.html", max_age=0)


@bp.get("/widget/<path:name>")
def widget(name: str) -> Response:
    """A file of the widget, for any site that embeds it."""
    chunk = bool(CHUNK.fullmatch(name))
    if name in DEMO_FILES:
        response = send_from_directory(WIDGET, name, max_age=LOADER_SECONDS)
    elif chunk or name == LOADER:
        response = _built(name, CHUNK_SECONDS if chunk else LOADER_SECONDS)
        if chunk:
            response.cache_control.immutable = True
    else:
        raise NotFound
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _built(name: str, seconds: int) -> Response:
    """A file of the bundle; the loader is always there, unless nothing was ever bundled."""
    if name == LOADER and not Path(DIST, name).exists():
        log.error("widget_not_bundled", do="make setup")
    return send_from_directory(DIST, name, max_age=seconds)
