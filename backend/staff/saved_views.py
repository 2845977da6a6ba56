"""Saved searches: kept under a name, opened, shared, told of once a day, shown first."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user

from backend.context import services
from backend.data.session import db
from backend.services import saved_searches
from backend.services.saved_searches import Full, Kept
from backend.staff import access, casework_page, errors, labels, queue_page, saved_alerts
from backend.staff.access import RoleName
from backend.staff.lists import Reader

BIGGEST = 2**31 - 1
MANAGERS = frozenset({RoleName.MANAGER})

bp = Blueprint("staff_saved", __name__, url_prefix="/staff/searches")
bp.before_request(access.guard(bp.name))
errors.init_app(bp)


@bp.get("")
def listed() -> ResponseReturnValue:
    """One's own saved searches and those that are shared, with what is new in each."""
    kept = saved_searches.of(db.session, current_user.id)
    clock = services().clock
    reader = Reader(current_user.id, clock.today(), clock.now())
    new = saved_alerts.new(db.session, reader, kept)
    rows = [
        {
            "kept": each,
            "badge": saved_alerts.badge(new[each.id]),
            "narrowed": queue_page.chosen(queue_page.read_filters(each.asked)),
            "list": labels.label("lists", queue_page.read_filters(each.asked).tab).label,
            "mine": each.owner == current_user.id,
        }
        for each in kept
    ]
    return render_template("staff/searches.html", rows=rows)


@bp.get("/first")
def first() -> ResponseReturnValue:
    """Where somebody begins after signing in: the search that they chose, or the new complaints."""
    number = saved_searches.first(db.session, current_user.id)
    if number is not None and saved_searches.find(db.session, current_user.id, number):
        return redirect(url_for("staff_saved.search", search=number))
    return redirect(url_for("staff.queue"))


@bp.post("")
def save() -> ResponseReturnValue:
    """Keep the list as it is narrowed now."""
    filters, name = queue_page.read_filters(request.form), _name()
    if not name:
        flash(casework_page.problem("enter_name"), "search_name")
        return redirect(queue_page.link(filters))
    team, now = _shared(), services().clock.now()
    try:
        asked = queue_page.asked(filters)
        kept = saved_searches.save(db.session, current_user.id, name, asked, team=team, now=now)
    except Full:
        flash(casework_page.problem("searches_full"), "search_name")
        return redirect(queue_page.link(filters))
    db.session.commit()
    flash(labels.label("done", "search_saved").label, "success")
    return redirect(url_for("staff_saved.settings", search=kept.id))


@bp.get("/<int:search>")
def search(search: int) -> ResponseReturnValue:
    """The list as it was saved; what is in it counts as seen from now on."""
    kept = _kept(search)
    saved_searches.look(db.session, current_user.id, kept.id, services().clock.now())
    db.session.commit()
    return redirect(queue_page.link(queue_page.read_filters(kept.asked), saved=kept.id))


@bp.get("/<int:search>/settings")
def settings(search: int) -> ResponseReturnValue:
    """Its name, whether one is told of it, whether it is shown first, and the way to delete it."""
    return _settings_page(_kept(search), {})


@bp.post("/<int:search>/settings")
def settle(search: int) -> ResponseReturnValue:
    """Keep these."""
    kept, given = _kept(search), request.form
    if may_change(kept):
        if not _name():
            return _settings_page(kept, {"name": casework_page.problem("enter_name")})
        mine = kept.owner == current_user.id
        team = _shared() if access.has_any(MANAGERS) else kept.team and mine
        saved_searches.rename(db.session, kept.id, _name(), team=team)
    by_mail, first = bool(given.get("by_mail")), bool(given.get("first"))
    now = services().clock.now()
    saved_searches.settle(
        db.session, current_user.id, kept.id, by_mail=by_mail, first=first, now=now
    )
    db.session.commit()
    flash(labels.label("done", "search_settled").label, "success")
    return redirect(url_for("staff_saved.listed"))


@bp.post("/<int:search>/deletion")
def remove(search: int) -> ResponseReturnValue:
    """Delete it; the complaints in it stay as they are."""
    kept = _kept(search)
    if not may_change(kept):
        abort(403)
    saved_searches.remove(db.session, kept.id)
    db.session.commit()
    flash(labels.label("done", "search_removed").label, "success")
    return redirect(url_for("staff_saved.listed"))


def may_change(kept: Kept) -> bool:
    """True for one's own, and for what is shared where one is a manager."""
    return kept.owner == current_user.id or (kept.team and access.has_any(MANAGERS))


def _settings_page(kept: Kept, problems: dict[str, str]) -> str:
    filters = queue_page.read_filters(kept.asked)
    return render_template(
        "staff/search_settings.html",
        kept=kept,
        name=request.form.get("name", kept.name),
        may_change=may_change(kept),
        may_share=access.has_any(MANAGERS),
        narrowed=queue_page.chosen(filters),
        list=labels.label("lists", filters.tab).label,
        longest=saved_searches.LONGEST,
        problems=problems,
    )


def _kept(number: int) -> Kept:
    known = number <= BIGGEST
    found = saved_searches.find(db.session, current_user.id, number) if known else None
    return found or abort(404)


def _name() -> str:
    typed = " ".join(request.form.get("name", "").replace("\0", "").split())
    return typed[: saved_searches.LONGEST]


def _shared() -> bool:
    return bool(request.form.get("team")) and access.has_any(MANAGERS)
