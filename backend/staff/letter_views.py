"""Letters to the person: choose a template, preview, edit, send; and the pack for an MP."""

from typing import Any

from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_security import current_user
from sqlalchemy.exc import IntegrityError

from backend import letter_jobs
from backend.context import services
from backend.data.letters import CaseLetter
from backend.data.session import db
from backend.letters import mp_pack, printed, templates
from backend.letters.pdf import Paper
from backend.services import casework, casework_parked, letters
from backend.services.casework import NotAllowed, Repeated, Stale
from backend.services.events import by_staff, record
from backend.services.letters import Changed, How, Typed
from backend.staff import (
    access,
    case_page,
    casework_page,
    errors,
    labels,
    letter_page,
    parking,
    queries,
    views,
)
from backend.staff.casework_page import Form
from backend.staff.casework_views import BIGGEST, Problems, reason_problems, who_asks, words_of
from intake import facts as reading

PRINTED, PACKED = "letter_printed", "mp_pack_made"
SEE_OTHER, CONFLICT = 303, 409
SAVE, SEND, REMOVE = "save", "send", "remove"
# The field that a refusal is about.
PLACES = {"letter_care": "read", "letter_way": "way", "letter_unfinished": "body"}

bp = Blueprint("staff_letters", __name__, url_prefix="/staff/cases/<key>")
errors.init_app(bp)


@bp.get("/letters/new")
def choose(key: str) -> ResponseReturnValue:
    """The kinds of letters."""
    found = _whole(key)
    return _shown(found, "staff/letter_choose.html", letter_page.choose(found))


@bp.get("/letters/new/<letter_kind>")
def new(key: str, letter_kind: str) -> ResponseReturnValue:
    """The form for a new letter: which words it is made from, and what is missing."""
    return _new_page(key, letter_kind, views.parked())


@bp.post("/letters/new/<letter_kind>")
def draft(key: str, letter_kind: str) -> ResponseReturnValue:
    """Write a new letter from its template and keep it as a draft."""
    found, form = _whole(key), Form("draft", parking.typed(), {})
    variant, missing = request.form.get("variant", ""), request.form.getlist("missing")
    known = {code for code, _ in letter_page.missing(found.draft)}
    problems: Problems = {}
    if variant not in templates.VARIANTS:
        problems["variant"] = casework_page.problem("choose_variant")
    if problems:
        return _new_page(key, letter_kind, Form("draft", form.typed, problems))
    try:
        letter = letters.draft_letter(
            db.session,
            found.draft,
            who_asks(),
            letter_kind,
            variant,
            [each for each in missing if each in known],
        )
        casework_parked.forget(db.session, current_user.id, request.form.get("parked", ""))
        db.session.commit()
    except NotAllowed:
        abort(404)
    except IntegrityError:  # pressed twice: the letter is there
        db.session.rollback()
        return redirect(url_for("staff.case", key=key, _anchor="letters"))
    return redirect(_at(key, letter))


@bp.get("/letters/<letter>")
def letter(key: str, letter: str) -> ResponseReturnValue:
    """One letter, as it goes out."""
    return _letter_page(key, letter, views.parked())


@bp.post("/letters/<letter>")
def change(key: str, letter: str) -> ResponseReturnValue:
    """Save a draft, send it, or take it away."""
    row, does, status = _letter(key, letter), request.form.get("do", SAVE), 200
    try:
        problems = DOES.get(does, _save)(row)
        if not problems:
            casework_parked.forget(db.session, current_user.id, request.form.get("parked", ""))
            db.session.commit()
    except (Repeated, IntegrityError):  # pressed twice: it is done already
        problems = {}
    except Changed:
        problems, status = {"meanwhile": casework_page.problem("letter_changed")}, CONFLICT
    except Stale:
        problems, status = {"meanwhile": casework_page.problem("stale")}, CONFLICT
    except NotAllowed as refused:
        problems = {PLACES.get(refused.key, "meanwhile"): casework_page.problem(refused.key)}
    db.session.rollback()
    if problems:
        return _letter_page(key, letter, _typed_form(problems)), status
    return _done(key, row, does)


def _done(key: str, row: CaseLetter, does: str) -> ResponseReturnValue:
    """Say what was done, and go on to the letter or back to the complaint."""
    flash(labels.label("done", f"letter_{does if does in DOES else SAVE}").label, "success")
    if does not in (SEND, REMOVE):
        return redirect(_at(key, row), SEE_OTHER)
    letter_jobs.hurry(_app())
    return redirect(url_for("staff.case", key=key, _anchor="letters"), SEE_OTHER)


@bp.post("/letters/<letter>/again")
def again(key: str, letter: str) -> ResponseReturnValue:
    """Try to send a letter that failed once more."""
    return _brought(key, letter, letters.try_again, "letter_again")


@bp.post("/letters/<letter>/posted")
def posted(key: str, letter: str) -> ResponseReturnValue:
    """Say that a printed letter is in the post."""
    return _brought(key, letter, letters.posted, "letter_posted")


@bp.get("/letters/<letter>/pdf")
def pdf(key: str, letter: str) -> ResponseReturnValue:
    """The letter to print."""
    found, row = _whole(key), _letter(key, letter)
    size = printed.size(row.variant, large=request.args.get("size") == "large")
    locale, now = templates.locale_of(row.variant), services().clock.now()
    paper = Paper(row.subject, locale, row.sent_at or now, size)
    facts, day = found.draft.facts, services().clock.today()
    made = printed.pdf(
        printed.Printed(
            row.variant,
            row.subject,
            row.body,
            reading.words(facts, "name"),
            row.address or reading.words(facts, "postal_address"),
            found.draft.reference or "",
            day,
        ),
        paper,
    )
    _record(found, PRINTED, letter=row.id, letter_kind=row.kind)
    db.session.commit()  # what is not recorded is not shown
    return _file(made, f"letter-{found.draft.reference}.pdf")


@bp.post("/mp-pack")
def pack(key: str) -> ResponseReturnValue:
    """The pack for an MP, of a complaint about the government."""
    found, clock = _whole(key), services().clock
    case = found.draft
    day = casework.day_sent(case, clock.now())
    if case.submitted_at is None or not mp_pack.is_for(case.facts, day):
        flash(casework_page.problem("no_mp"), "info")
        return redirect(url_for("staff.case", key=key))
    large = request.form.get("size") == "large"
    made = mp_pack.pdf(
        mp_pack.Pack(
            facts=case.facts,
            reference=case.reference or "",
            files=[each.name for each in found.files],
            decided_on=day,
            now=clock.now(),
            locale=found.conversation.locale,
            size=printed.size(templates.EN, large=large),
        )
    )
    _record(found, PACKED)
    db.session.commit()  # what is not recorded is not shown
    return _file(made, f"mp-pack-{case.reference}.pdf")


def _save(row: CaseLetter) -> Problems:
    typed = _typed_letter()
    problems = _text_problems(typed)
    if not problems:
        letters.save(db.session, row, typed, services().clock.now())
    return problems


def _send(row: CaseLetter) -> Problems:
    typed, reason = _typed_letter(), words_of("reason")
    problems = {**_text_problems(typed), **reason_problems(reason, "reason")}
    how = How(
        way=request.form.get("way", ""),
        in_chat=request.form.get("in_chat") == "yes",
        read=request.form.get("read") == "yes",
        move=request.form.get("move", ""),
        reason=reason,
        roles=views.viewer().roles,
    )
    if not problems:
        letters.send(db.session, services().settings, row, who_asks(), typed, how)
    return problems


def _remove(row: CaseLetter) -> Problems:
    letters.remove(db.session, row, who_asks())
    return {}


DOES = {SAVE: _save, SEND: _send, REMOVE: _remove}


def _brought(key: str, letter: str, bring: Any, done: str) -> ResponseReturnValue:
    row = _letter(key, letter)
    try:
        bring(db.session, row, who_asks())
        db.session.commit()
    except Changed:  # somebody else did it, or it went meanwhile: the page shows how it stands
        db.session.rollback()
    else:
        flash(labels.label("done", done).label, "success")
        letter_jobs.hurry(_app())
    return redirect(_at(key, row))


def _typed_letter() -> Typed:
    version = request.form.get("letter_version", "")
    known = version.isascii() and version.isdecimal() and int(version) < BIGGEST
    subject = " ".join(words_of("subject").split())
    return Typed(int(version) if known else -1, subject, words_of("body"))


def _text_problems(typed: Typed) -> Problems:
    problems: Problems = {}
    if not typed.subject or len(typed.subject) > letters.LONGEST_SUBJECT:
        problems["subject"] = casework_page.problem("letter_subject")
    if not typed.body or len(typed.body) > letters.LONGEST:
        problems["body"] = casework_page.problem("letter_body")
    return problems


def _typed_form(problems: Problems) -> Form:
    parked = request.form.get("parked", "")
    return Form("change", parking.typed(), problems, parked=parked)


def _new_page(key: str, kind: str, form: Form) -> str:
    found = _whole(key)
    if kind not in templates.KINDS or found.draft.submitted_at is None:
        abort(404)
    return _shown(found, "staff/letter_new.html", letter_page.new(found, kind, form))


def _letter_page(key: str, letter: str, form: Form) -> str:
    found, row = _whole(key), _letter(key, letter)
    page = letter_page.one(found, row, views.viewer(), form)
    return _shown(found, "staff/letter.html", page, letter=row.id)


def _shown(found: queries.Case, template: str, page: dict[str, Any], **detail: Any) -> str:
    _record(found, case_page.VIEWED, **detail)
    shown = render_template(template, **page)
    db.session.commit()  # what is not recorded is not shown
    return shown


def _record(found: queries.Case, what: str, **detail: Any) -> None:
    who, now = by_staff(current_user.id), services().clock.now()
    record(db.session, found.draft.conversation_id, what, at=now, actor=who, **detail)


def _whole(key: str) -> queries.Case:
    return queries.find_case(db.session, key) or abort(404)


def _letter(key: str, letter: str) -> CaseLetter:
    case = queries.find_draft(db.session, key) or abort(404)
    return letters.find(db.session, case.conversation_id, letter) or abort(404)


def _at(key: str, row: CaseLetter) -> str:
    return url_for("staff_letters.letter", key=key, letter=row.id)


def _file(data: bytes, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(data, content_type="application/pdf", headers=headers)


def _app() -> Flask:
    """The application itself: the job outlives this request."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    return app


def _page(**more: Any) -> str:
    """The address of the page that the form stands on."""
    endpoint = {"draft": "new", "change": "letter"}.get(parking.form_name(), "letter")
    if parking.form_name() == "pack":
        return url_for("staff.case", key=(request.view_args or {})["key"], **more)
    return url_for(f"{bp.name}.{endpoint}", **(request.view_args or {}), **more)


parking.install(
    bp,
    access.guard(bp.name),
    page=_page,
    words=lambda: parking.written("subject", "body", "reason"),
)
