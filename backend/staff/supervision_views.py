"""The pages of supervision: figures with their pictures, and each table as a file."""

import io
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from backend.context import services
from backend.data.session import db
from backend.services import exports_writing, totals_count
from backend.services.exports_writing import Format
from backend.staff import (
    access,
    errors,
    figures,
    labels,
    supervision_asked,
    supervision_casework,
    supervision_talks,
    supervision_themes,
    supervision_volumes,
)
from backend.staff.figures import Published, Section
from backend.staff.supervision_asked import OTHER, Asked
from intake import themes

VOLUMES, THEMES = "volumes", "themes"
YEAR = "365"  # what the themes show at first: less tells little
AT_ONCE = 500
OF_THEMES = ("organisation", "theme")
Parts = Callable[[Session, Asked], list[Section]]

bp = Blueprint("staff_supervision", __name__, url_prefix="/staff/supervision")
bp.before_request(access.guard(bp.name))
errors.init_app(bp)


def _casework(session: Session, asked: Asked) -> list[Section]:
    clock = services().clock
    return supervision_casework.sections(session, asked.period, clock.today(), clock.now())


PARTS: Mapping[str, Parts] = {
    VOLUMES: lambda session, asked: supervision_volumes.sections(session, asked.period),
    "talks": lambda session, asked: supervision_talks.sections(session, asked.period),
    "casework": _casework,
    THEMES: lambda session, asked: supervision_themes.sections(session, asked)[0],
    "unclear": lambda session, asked: supervision_talks.not_understood(session, asked.period),
}


@bp.get("", defaults={"part": VOLUMES})
@bp.get("/<part>")
def page(part: str) -> ResponseReturnValue:
    """One part of the figures."""
    asked = _asked(part)
    bodies: dict[str, str] = {}
    if part == THEMES:
        found, bodies = supervision_themes.sections(db.session, asked)
    else:
        found = PARTS[part](db.session, asked)
    return render_template("staff/supervision.html", **_page(part, asked, found, bodies))


@bp.get("/<part>/<table>.<kind>")
def export(part: str, table: str, kind: str) -> ResponseReturnValue:
    """One table as a file, row by row."""
    asked = _asked(part)
    if kind not in set(Format) or asked.problems:
        abort(404)
    found = {each.table.code: each.table for each in PARTS[part](db.session, asked)}
    wanted = found.get(table)
    publish = request.args.get("publish") == "yes"
    if wanted is None or (publish and not wanted.publishable):
        abort(404)
    shown = figures.published(wanted) if publish else figures.plain(wanted)
    days = f"{asked.period.since}-to-{asked.period.until}"
    name = f"{table}-{days}{'-to-publish' if publish else ''}.{kind}"
    return Response(
        stream(Format(kind), shown),
        content_type=exports_writing.MEDIA[Format(kind)],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@bp.post("/count")
@access.only(access.IMPROVERS)
def count() -> ResponseReturnValue:
    """Have everything counted again; the worker does so within a minute."""
    totals_count.ask(db.session, services().clock.now())
    db.session.commit()
    flash("It is being counted. Open this page again in a minute.", "success")
    part = request.form.get("part", "")
    return redirect(url_for("staff_supervision.page", part=part if part in PARTS else VOLUMES))


def stream(kind: Format, table: Published) -> Iterator[bytes]:
    """A table as a file, in pieces; a workbook is put together at the end."""
    made = io.BytesIO()
    writer = exports_writing.writer(kind, made, table.head)
    for number, row in enumerate(table.rows, 1):
        writer.row(row)
        if kind is Format.CSV and number % AT_ONCE == 0:
            yield _taken(made, writer)
    writer.close()
    yield made.getvalue()


def _taken(made: io.BytesIO, writer: Any) -> bytes:
    """What is written so far, which is then let go."""
    writer.text.flush()
    piece = made.getvalue()
    made.seek(0)
    made.truncate()
    return piece


def _asked(part: str) -> Asked:
    if part not in PARTS:
        abort(404)
    first = YEAR if part == THEMES else supervision_asked.FIRST
    return supervision_asked.read(request.args, services().clock.today(), first)


def _page(
    part: str, asked: Asked, sections: list[Section], bodies: Mapping[str, str]
) -> dict[str, Any]:
    counted = totals_count.last(db.session)
    now = services().clock.now()
    return {
        "part": part,
        "words": figures.words("parts")[part],
        "parts": _parts(part, asked),
        "asked": asked,
        "periods": figures.words("periods"),
        "other": OTHER,
        "channels": [labels.label("channels", code) for code in labels.codes("channels")],
        "bodies": bodies,
        "themes": {code: themes.label(code) for code in themes.codes()} if bodies else {},
        "days": f"{labels.date_in_words(asked.period.since)} to "
        f"{labels.date_in_words(asked.period.until)}",
        "sections": sections,
        "shown": figures.shown,
        "letters": figures.letters,
        "counted_at": labels.when(counted.counted_at),
        "counting": _counting(counted, now),
        "may_count": access.has_any(access.IMPROVERS),
        "link": asked.link(),
        "formats": list(Format),
    }


def _counting(counted: Any, now: Any) -> bool:
    """True while it is being counted, or will be in a moment."""
    if counted.busy_until and counted.busy_until > now:
        return True
    return bool(
        counted.asked_at and (not counted.counted_at or counted.asked_at > counted.counted_at)
    )


def _parts(part: str, asked: Asked) -> list[dict[str, Any]]:
    """The links to the other parts, with the same days and way in."""
    # Days that nobody chose are left to each part: themes need longer ones.
    own = OF_THEMES if "days" in request.args else (*OF_THEMES, "days")
    kept = {name: value for name, value in asked.link().items() if name not in own}
    return [
        {
            "title": words["title"],
            "href": url_for("staff_supervision.page", part=code, **kept),
            "here": code == part,
        }
        for code, words in figures.words("parts").items()
    ]
