"""What an export of cases holds: columns in the console's words, read on and on from the last."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.clock import LONDON
from backend.data.entries import NEVER, CaseEntry
from backend.data.lists import CaseExport, ChosenCase
from backend.data.models import CaseTheme, Draft, User
from backend.services.exports import Source
from backend.services.exports_writing import Value
from backend.staff import labels, list_order, lists, people, queue_page
from backend.staff.list_order import Cursor
from backend.staff.lists import Filters, Reader
from backend.staff.sight import Sight
from intake import themes

HANDFUL = 500
CONTACT = "contact"
CHOSEN = "chosen"  # instead of filters: the cases were chosen one by one
# The facts that tell how to reach somebody, in the order of their columns.
CONTACTS = ("name", "contact_method", "email", "phone", "postal_address", "safe_contact")
HIDDEN = Sight()
OTHER = "other"  # the code for help that was asked for in words


@dataclass(frozen=True)
class Line:
    """One case as an export sees it, with what was looked up for its handful."""

    entry: CaseEntry
    reference: str | None
    facts: dict[str, Any]
    themes: Sequence[str]
    emails: dict[int, str]


@lru_cache(maxsize=512)
def words(group: str, code: str) -> str:
    """A code in the console's words."""
    return labels.label(group, code or None).label


@lru_cache(maxsize=2048)
def _several(group: str, kept: str) -> str:
    """Codes kept as JSON lists, one after another, in words; what was typed instead is left out."""
    codes: dict[str, None] = {}
    while kept.startswith("["):
        found, end = json.JSONDecoder().raw_decode(kept)
        codes |= dict.fromkeys(each if isinstance(each, str) else OTHER for each in found)
        kept = kept[end:]
    return "; ".join(words(group, code) for code in codes if code in labels.codes(group))


COLUMNS: dict[str, Callable[[Line], Value]] = {
    "reference": lambda line: line.reference or "Not sent yet",
    "received": lambda line: line.entry.moment.astimezone(LONDON).date().isoformat(),
    "result": lambda line: words("results", line.entry.result or ""),
    "state": lambda line: words("statuses", line.entry.state),
    "organisation": lambda line: line.entry.organisation,
    "branch": lambda line: words("branches", line.entry.branch) if line.entry.branch else "",
    "flags": lambda line: _several("flags", line.entry.flags),
    "themes": lambda line: "; ".join(themes.label(code) for code in line.themes),
    "channel": lambda line: words("channels", line.entry.channel),
    "adjustments": lambda line: _several("adjustments", line.entry.adjustments),
    "due": lambda line: "" if line.entry.due_on == NEVER else line.entry.due_on.isoformat(),
    "assigned": lambda line: line.emails.get(line.entry.assigned_to or 0, ""),
}


def source(session: Session, export: CaseExport, reader: Reader) -> Source:
    """The headings and the rows of an export."""
    columns = [name for name in export.columns if name in COLUMNS]
    contacts = CONTACT in export.columns
    head = [labels.label("columns", name).label for name in columns]
    if contacts:
        head += [labels.label("contacts", name).label for name in CONTACTS]
    return Source(head, _rows(session, export, reader, columns, contacts))


def _rows(
    session: Session, export: CaseExport, reader: Reader, columns: list[str], contacts: bool
) -> Iterator[list[list[Value]]]:
    emails = {key: email for key, email in session.execute(select(User.id, User.email))}
    query: Any = select(CaseEntry, Draft.reference, *([Draft.facts] if contacts else []))
    query = query.join(Draft, Draft.conversation_id == CaseEntry.conversation_id)
    if export.asked.get(CHOSEN):
        handfuls = _chosen(session, query, export)
    else:
        handfuls = _listed(session, query, export, reader)
    for found in handfuls:
        known = _themes(session, found) if "themes" in columns else {}
        session.commit()  # nothing is held open while the file is written
        lines = (
            Line(
                entry=row[0],
                reference=row[1],
                facts=HIDDEN.all(row[2]) if contacts else {},
                themes=known.get(row[0].conversation_id, ()),
                emails=emails,
            )
            for row in found
        )
        yield [_values(line, columns, contacts) for line in lines]
        session.expunge_all()


def _listed(
    session: Session, query: Any, export: CaseExport, reader: Reader
) -> Iterator[Sequence[Any]]:
    """A list as it is filtered, in its order."""
    filters: Filters = queue_page.read_filters(export.asked)
    query = query.where(*lists.conditions(session, filters, reader))
    at: Cursor | None = None
    while found := list_order.read(session, query, filters.order, at, HANDFUL):
        at = Cursor.of(found[-1][0], filters.order)
        yield found


def _chosen(session: Session, query: Any, export: CaseExport) -> Iterator[Sequence[Any]]:
    """Cases that were chosen, in the order that they were chosen in."""
    query = query.join(ChosenCase, ChosenCase.conversation_id == CaseEntry.conversation_id)
    query = query.where(ChosenCase.choice_id == export.choice_id).order_by(ChosenCase.place)
    query, last = query.add_columns(ChosenCase.place).limit(HANDFUL), -1
    while found := session.execute(query.where(ChosenCase.place > last)).all():
        last = found[-1].place
        yield found


def _themes(session: Session, found: Sequence[Any]) -> dict[str, list[str]]:
    ids = [row[0].conversation_id for row in found]
    kept = select(CaseTheme.conversation_id, CaseTheme.code)
    kept = kept.where(CaseTheme.conversation_id.in_(ids)).order_by(CaseTheme.code)
    known: dict[str, list[str]] = {}
    for case, code in session.execute(kept):
        known.setdefault(case, []).append(code)
    return known


def _values(line: Line, columns: list[str], contacts: bool) -> list[Value]:
    values = [COLUMNS[name](line) for name in columns]
    if contacts:
        values += [people.as_text(line.facts.get(name)) for name in CONTACTS]
    return values
