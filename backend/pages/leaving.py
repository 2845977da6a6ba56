"""Exit this page: works without script, whatever else is broken, and waits for nothing."""

from typing import NoReturn

import structlog
from flask import Blueprint, Response, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from backend.chat.rasa import Out, RasaFailed
from backend.context import services
from backend.data.session import db
from backend.extensions import csrf
from backend.logs import place
from backend.pages import cookie
from backend.pages.origin import is_ours
from backend.services import keeping
from intake.config import load

bp = Blueprint("leaving", __name__, url_prefix="/chat/exit")
csrf.exempt(bp)  # must work from a page of any age; the cookie never comes from another site
log = structlog.get_logger()
SEE_OTHER = 303
# Not "cache": no page of the chat is cached, and emptying it can take a browser seconds.
WIPED = '"cookies", "storage"'
SESSION = "session"


class Later:
    """In place of Rasa: it is told by the worker, for a person who leaves waits for nothing."""

    def turn(self, body: Out, seconds: float) -> NoReturn:
        """Never called here."""
        raise RasaFailed("later")

    def erase(self, conversation: str) -> NoReturn:
        """Left in the queue of erasures."""
        raise RasaFailed("later")

    def alive(self) -> bool:
        """Not asked here."""
        return False


@bp.get("")
def not_by_link() -> ResponseReturnValue:
    """Only the button leaves: an address that is opened changes nothing."""
    return redirect(url_for("pages.show"), SEE_OTHER)


@bp.post("")
def leave() -> ResponseReturnValue:
    """End the session on the server, wipe what the browser holds, and go to the safe page."""
    if is_ours():
        _end()
    response = make_response(redirect(load().exit_url, SEE_OTHER))
    _wipe(response)
    return response


def _end() -> None:
    """Erase what was neither sent nor saved; a fault here must not keep anybody on the page."""
    context = services()
    try:
        conversation = cookie.read(request, context.settings)
        if conversation is not None:
            keeping.leave(db.session, Later(), conversation, now=context.clock.now())
    except Exception as error:
        db.session.rollback()
        log.warning("exit_not_kept", error=type(error).__name__, where=place(error))


def _wipe(response: Response) -> None:
    cookie.forget(response)
    response.delete_cookie(SESSION)
    response.headers["Clear-Site-Data"] = WIPED
    response.headers["Cache-Control"] = "no-store"
