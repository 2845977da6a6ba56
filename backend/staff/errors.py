"""Errors as pages of the console: what happened, in a sentence, and what to do."""

import structlog
from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from backend.logs import place
from backend.problems import DATABASE_DOWN

log = structlog.get_logger()
AGAIN = "Go back, reload the page and try again."
NO_ROLE = "Your account does not have the role for it. Ask an administrator."
GONE = "Check the address. The complaint may have been erased since you last saw it."
LATER = "Nothing is lost. Try again in a few minutes."
PAGES = {
    400: ("That did not work", AGAIN),
    403: ("You cannot see this page", NO_ROLE),
    404: ("Page not found", GONE),
    405: ("That did not work", AGAIN),
    429: ("Too many tries", "Wait a few minutes, then try again."),
    500: ("Something went wrong", LATER),
    503: ("The database does not answer", LATER),
}


def init_app(blueprint: Blueprint) -> None:
    """Show these pages for errors inside the blueprint."""
    blueprint.register_error_handler(HTTPException, _http)
    for down in DATABASE_DOWN:
        blueprint.register_error_handler(down, _database)
    blueprint.register_error_handler(Exception, _unexpected)


def page(status: int) -> ResponseReturnValue:
    """The page for an error with this status."""
    heading, advice = PAGES.get(status, PAGES[400])
    # Who is signed in stands in the database, which may be what does not answer.
    known = status < 500
    shown = {"heading": heading, "advice": advice, "account_known": known}
    return render_template("staff/error.html", **shown), status


def _http(error: HTTPException) -> ResponseReturnValue:
    return page(error.code or 500)


def _database(error: Exception) -> ResponseReturnValue:
    log.error("database_down", error=type(error).__name__, where=place(error))
    return page(503)


def _unexpected(error: Exception) -> ResponseReturnValue:
    log.error("unexpected_error", error=type(error).__name__, where=place(error))
    return page(500)
