"""The console's styles, scripts and typeface: our own, and those that npm puts in node_modules."""

import re
from functools import lru_cache
from pathlib import Path

from flask import Blueprint, Response, abort, make_response, request, send_file, url_for
from flask.typing import ResponseReturnValue

from backend.config import ROOT

NODE = ROOT / "node_modules"
OWN = Path(__file__).with_name("static")
GOVUK = NODE / "govuk-frontend/dist/govuk"
MOJ = NODE / "@ministryofjustice/frontend/moj"
FONT = NODE / "@fontsource-variable/atkinson-hyperlegible-next/files"
MISSING = "The page styles are not installed. Run `npm ci` in the project's folder and try again.\n"

# The typeface, the crown and the crest in these packages belong to GOV.UK and are never served.
FILES = {
    "govuk.css": GOVUK / "govuk-frontend.min.css",
    "govuk.js": GOVUK / "govuk-frontend.min.js",
    "moj.css": MOJ / "moj-frontend.min.css",
    "console.css": OWN / "console.css",
    "console.js": OWN / "console.js",
    "time_out.js": OWN / "time_out.js",
    "passkeys.js": OWN / "passkeys.js",
    "presence.js": OWN / "presence.js",
    "live.js": OWN / "live.js",
    "lists.js": OWN / "lists.js",
    "icon.svg": OWN / "icon.svg",
    "typeface.woff2": FONT / "atkinson-hyperlegible-next-latin-wght-normal.woff2",
    "typeface-more.woff2": FONT / "atkinson-hyperlegible-next-latin-ext-wght-normal.woff2",
}
MOJ_IMAGES = frozenset({"icon-tag-remove-cross.svg", "icon-tag-remove-cross-white.svg"})
FONT_FACES = re.compile(r"@font-face\s*\{[^}]*\}")
GOVUK_FAMILY = re.compile(r"\"?GDS Transport\"?\s*,\s*arial\s*,\s*sans-serif", re.IGNORECASE)
SECONDS_KEPT = 3600

bp = Blueprint("staff_assets", __name__, url_prefix="/staff/assets")


@bp.get("/<name>")
def file(name: str) -> ResponseReturnValue:
    """One file by its name; only the names above exist."""
    path = FILES.get(name)
    if path is None and name in MOJ_IMAGES:
        path = MOJ / "assets/images" / name
    if path is None:
        abort(404)
    if not path.exists():
        return Response(MISSING, status=503, mimetype="text/plain")
    if NODE in path.parents and path.suffix == ".css":
        return _stylesheet(path)
    return send_file(path, max_age=SECONDS_KEPT, conditional=True)


def _stylesheet(path: Path) -> ResponseReturnValue:
    response = make_response(own_typeface(path, path.stat().st_mtime))
    response.mimetype = "text/css"
    response.cache_control.max_age = SECONDS_KEPT
    response.add_etag()
    return response.make_conditional(request)


@lru_cache(maxsize=8)
def own_typeface(path: Path, _changed: float) -> str:
    """The stylesheet with our typeface instead of GOV.UK's, and images where we serve them."""
    text = FONT_FACES.sub("", path.read_text(encoding="utf-8"))
    text = GOVUK_FAMILY.sub("var(--console-typeface)", text)
    return text.replace("url(/assets/images/", f"url({url_for('staff_assets.file', name='')}")


def missing() -> bool:
    """True where the packages from npm are not installed."""
    return not all(path.exists() for path in FILES.values())
