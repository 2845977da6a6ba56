"""Files of the widget, its demo page and the front door."""

from pathlib import Path

from flask import Blueprint, Response, redirect, send_from_directory, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from backend.config import ROOT
from backend.context import services

bp = Blueprint("site", __name__)
WIDGET = ROOT / "web_widget"
# What a browser needs of the widget; its tests and notes are not for serving.
SERVED = {".js", ".css", ".svg", ".png", ".woff2", ".json"}
KEPT_SECONDS = 300


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
    path = Path(name)
    if path.suffix not in SERVED or ".test" in path.suffixes:
        raise NotFound
    response = send_from_directory(WIDGET, name, max_age=KEPT_SECONDS)
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
