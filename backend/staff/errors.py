"""Errors as pages of the console: what happened, in a sentence, and what to do."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

AGAIN = "Go back, reload the page and try again."
NO_ROLE = "Your account does not have the role for it. Ask an administrator."
GONE = "Check the address. The complaint may have been erased since you last saw it."
PAGES = {
    400: ("That did not work", AGAIN),
    403: ("You cannot see this page", NO_ROLE),
    404: ("Page not found", GONE),
    405: ("That did not work", AGAIN),
    429: ("Too many tries", "Wait a few minutes, then try again."),
}


def init_app(blueprint: Blueprint) -> None:
    """Show these pages for errors inside the blueprint."""
    for code in PAGES:
        blueprint.register_error_handler(code, _page)


def _page(error: HTTPException) -> ResponseReturnValue:
    code = error.code or 500
    heading, advice = PAGES[code]
    return render_template("staff/error.html", heading=heading, advice=advice), code
