"""What was typed and could not be taken: kept for whoever typed it, or shown to be copied."""

from collections.abc import Callable

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import NotFound

from backend.context import services
from backend.data.session import db
from backend.services import casework_parked
from backend.staff import errors

NOT_TYPED = frozenset({"csrf_token"})
Guard = Callable[[], ResponseReturnValue | None]
Page = Callable[..., str]
Words = Callable[[], list[str]]


def install(
    bp: Blueprint, guard: Guard, page: Page, words: Words, quiet: frozenset[str] = frozenset()
) -> None:
    """Have a blueprint lose nothing: `page` is where its form stands, `words` what was written.

    Views in `quiet` are asked by scripts, with nothing typed.
    """

    @bp.before_request
    def keep() -> ResponseReturnValue | None:
        """As everywhere, but what somebody typed is kept where their session had ended."""
        user = current_user.id if current_user.is_authenticated else None
        refused = guard()
        is_form = request.method == "POST" and request.endpoint not in quiet
        if refused is None or user is None or not is_form:
            return refused
        return redirect(url_for("security.login", next=page(parked=park(user))))

    @bp.errorhandler(CSRFError)
    def too_old(_error: CSRFError) -> ResponseReturnValue:
        """Show a form whose token is too old again, with all that was typed in it.

        Whoever is not signed in reads what they typed, and nothing else.
        """
        if current_user.is_authenticated:
            return redirect(page(parked=park(current_user.id)), 303)
        return to_copy(words(), 400)

    @bp.errorhandler(NotFound)
    def gone(_error: NotFound) -> ResponseReturnValue:
        """A complaint that was erased meanwhile takes nobody's words with it."""
        written = words() if request.method == "POST" else []
        return to_copy(written, 404) if written else errors.page(404)


def to_copy(words: list[str], status: int) -> ResponseReturnValue:
    """A page with what was typed, to be copied: the form that it was for cannot take it."""
    return render_template("staff/case_kept.html", words=words, gone=status == 404), status


def form_name() -> str:
    """The name of the form that was sent, which is that of its view."""
    return (request.endpoint or "").rpartition(".")[2]


def park(user: int) -> str:
    """Keep what was typed for this member of staff alone; the id to find it by."""
    settings, now = services().settings, services().clock.now()
    fields = {**typed(), "form": [form_name()]}
    kept = casework_parked.park(db.session, settings, user, fields, now)
    db.session.commit()
    return kept


def typed() -> dict[str, list[str]]:
    """Every field of the form as it was sent."""
    return {name: request.form.getlist(name) for name in request.form if name not in NOT_TYPED}


def written(*names: str) -> list[str]:
    """What stands in these fields, where anything does."""
    return [text for name in names for text in request.form.getlist(name) if text.strip()]
