"""Taking down a complaint from a call or a letter: check it, keep it as a draft, send it."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user
from sqlalchemy.exc import IntegrityError

import intake
from backend.context import services
from backend.data.models import Conversation, Draft
from backend.data.session import db
from backend.services import casework_parked, casework_related, conversations, entry, entry_reading
from backend.services.casework import NotAllowed, Repeated, Stale, claim
from backend.services.entered import entry_of
from backend.services.entry_reading import Entered
from backend.services.events import by_staff, record
from backend.services.sealing import hashed
from backend.staff import (
    access,
    case_page,
    casework_views,
    casework_words,
    entry_page,
    errors,
    labels,
    parking,
    queries,
    views,
)
from backend.staff.casework_words import Names
from backend.staff.entry_page import OPEN, Form
from backend.staff.sight import REVEALED

CHECK, SAVE, SEND = "check", "save", "send"
SEE_OTHER, CONFLICT = 303, 409
SHOWN = "alike_shown"

bp = Blueprint("staff_entry", __name__, url_prefix="/staff/entry")
errors.init_app(bp)


@bp.get("")
def new() -> ResponseReturnValue:
    """An empty form."""
    return _page(_parked(Form()))


@bp.post("")
def take() -> ResponseReturnValue:
    """Check, keep or send a new complaint."""
    return _taken(None)


@bp.get("/<key>")
def go_on(key: str) -> ResponseReturnValue:
    """The form of a draft, to go on with. What is hidden elsewhere is shown; that is recorded."""
    draft = _draft(key)
    if draft is None:
        return redirect(url_for("staff.case", key=key))
    _record(draft)
    talk = db.session.get_one(Conversation, draft.conversation_id)
    typed = {**entry_page.fields_of(draft), entry_reading.CHANNEL: [talk.channel]}
    form = Form(typed, draft=draft, version=draft.version, checked=True)
    return _page(_parked(form))


@bp.post("/<key>")
def take_on(key: str) -> ResponseReturnValue:
    """Check, keep or send a draft."""
    draft = _draft(key)
    if draft is None:
        return redirect(url_for("staff.case", key=key))
    return _taken(draft)


@bp.post("/<key>/deletion")
def delete(key: str) -> ResponseReturnValue:
    """Delete a draft that was begun by mistake; what was sent is never deleted here."""
    draft, asked = _draft(key), casework_views.who_asks()
    if draft is None:
        return redirect(url_for("staff.case", key=key))
    try:
        claim(db.session, draft.conversation_id, asked)
    except (Stale, Repeated):
        db.session.rollback()
        return redirect(url_for(f"{bp.name}.go_on", key=key), SEE_OTHER)
    context, now = services(), asked.now
    conversations.erase_now(
        db.session, context.rasa, draft.conversation_id, actor=asked.name, now=now
    )
    flash(labels.label("done", "entry_deleted").label, "success")
    return redirect(url_for("staff.queue"), SEE_OTHER)


def _taken(draft: Draft | None) -> ResponseReturnValue:
    """Do what the button that was pressed says, or show what is wrong, with all that was typed."""
    form, today = _sent_form(draft), services().clock.today()
    made = entry.case_of(casework_views.who_asks())
    if draft is None and db.session.get(Draft, made) is not None:
        return _done(made)  # the same form again: a double click, or a reload
    entered = entry_reading.read(form.typed, today)
    what = request.form.get("do", CHECK)
    alike = casework_related.like(db.session, services().settings, entered.facts)
    form = replace(form, alike=[each for each in alike if draft is None or each.draft is not draft])
    wrong = _wrong(what, entered)
    if wrong:
        form = replace(form, problems=entry_page.problems_of(wrong))
        return _page(form, entered)
    if what == CHECK or (what == SEND and _is_news(form)):
        return _page(form, entered)
    return _kept(form, entered, what)


def _wrong(what: str, entered: Entered) -> dict[str, str]:
    """What stands in the way; a draft may hold what cannot be read yet."""
    if what == SAVE:
        return {} if entered.came else dict(entered.problems)
    if what == SEND:
        day = entered.received_on or services().clock.today()
        ahead = intake.questions_ahead(entered.facts, day)
        return {**entry_reading.needed_to_send(entered, ahead), **entered.problems}
    return dict(entered.problems)


def _is_news(form: Form) -> bool:
    """True where the same person may have sent it before, and this page has not said so yet."""
    strong = [each for each in form.alike if set(each.shares) - {casework_related.BODY}]
    return bool(strong) and _mark(form) != request.form.get(SHOWN, "")


def _mark(form: Form) -> str:
    """What the page says of complaints like this one, in a form that can be compared."""
    cases = sorted(each.draft.conversation_id for each in form.alike)
    return hashed(services().settings, "alike", *cases) if cases else ""


def _kept(form: Form, entered: Entered, what: str) -> ResponseReturnValue:
    asked = replace(casework_views.who_asks(), version=form.version)
    case = form.draft.conversation_id if form.draft else entry.case_of(asked)
    try:
        if form.draft is None:
            entry.begin(db.session, entered, asked)
        if what == SEND:
            entry.send(db.session, case, entered, asked)
        else:
            entry.save(db.session, case, entered, asked)
        casework_parked.forget(db.session, current_user.id, request.form.get("parked", ""))
        db.session.commit()
    except (Repeated, IntegrityError):
        db.session.rollback()  # the same form again: it is there already
    except Stale as stale:
        db.session.rollback()
        return _stale(form, entered, stale), CONFLICT
    except NotAllowed:
        db.session.rollback()
        return redirect(url_for("staff.case", key=case), SEE_OTHER)
    return _done(case)


def _done(case: str) -> ResponseReturnValue:
    """On to the draft, or to the case with its reference to read out."""
    draft = db.session.get(Draft, case, populate_existing=True)
    if draft is None:
        abort(404)
    if draft.reference is None:
        flash(labels.label("done", "entry_saved").label, "success")
        return redirect(url_for(f"{bp.name}.go_on", key=case), SEE_OTHER)
    flash(f"The complaint is in the queue. Its reference is {draft.reference}.", "success")
    return redirect(url_for("staff.case", key=draft.reference), SEE_OTHER)


def _stale(form: Form, entered: Entered, stale: Stale) -> str:
    """What others changed meanwhile; the form keeps what was typed and can be saved again."""
    key = form.draft.conversation_id if form.draft else ""
    found = queries.find_case(db.session, key) or abort(404)
    names = Names(found.draft.facts, found.colleagues, OPEN)
    since = [casework_words.told(change, names) for change in stale.since]
    _record(found.draft)
    problems = {"meanwhile": labels.label("problems", "stale").label}
    fresh = replace(form, draft=found.draft, version=found.draft.version)
    return _page(replace(fresh, since=since, problems=problems), entered)


def _sent_form(draft: Draft | None) -> Form:
    """The form as it was sent."""
    typed = parking.typed()
    version = casework_views.who_asks().version if draft else 0
    parked = request.form.get("parked", "")
    return Form(typed, checked=True, parked=parked, draft=draft, version=version)


def _parked(form: Form) -> Form:
    """What was typed before the session ended, where the link leads back to it."""
    kept = views.parked()
    if not kept.parked:
        return form
    version = form.version if kept.version is None else kept.version
    return replace(form, typed=kept.typed, parked=kept.parked, checked=False, version=version)


def _page(form: Form, entered: Entered | None = None) -> str:
    today = services().clock.today()
    read = entered or entry_reading.read(form.typed, today)
    page = entry_page.build(form, read, today)
    shown = render_template("staff/entry.html", alike_mark=_mark(form), shown=SHOWN, **page)
    db.session.commit()  # what is not recorded is not shown
    return shown


def _record(draft: Draft) -> None:
    who, now = by_staff(current_user.id), services().clock.now()
    record(db.session, draft.conversation_id, case_page.VIEWED, at=now, actor=who)
    kinds = entry_page.hidden_kinds(draft)
    if kinds:
        record(db.session, draft.conversation_id, REVEALED, at=now, actor=who, kinds=kinds)


def _draft(key: str) -> Draft | None:
    """A draft that staff are taking down; None for one that is a case of its own by now."""
    draft = queries.find_draft(db.session, key) or abort(404)
    return draft if draft.submitted_at is None and entry_of(draft) else None


def _address(**more: Any) -> str:
    """The address of the form that was sent."""
    arguments = request.view_args or {}
    return url_for(f"{bp.name}.go_on" if arguments else f"{bp.name}.new", **arguments, **more)


def _words() -> list[str]:
    """What was typed in words, for somebody whose form cannot be taken."""
    return parking.written(*(each for group in entry_page.GROUPS.values() for each in group))


parking.install(bp, access.guard(bp.name), page=_address, words=_words)
