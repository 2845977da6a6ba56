"""Search in the words of sent cases: kept up to date with every change, asked without faults."""

import re
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, TextClause, bindparam, event, false, inspect, select, text
from sqlalchemy.orm import Session, UOWTransaction
from sqlalchemy.sql.elements import ColumnElement

from backend.data.casework import CaseChange
from backend.data.models import Draft, Message
from backend.data.words import CaseWords
from intake import personal
from intake.facts import CHOICES, DATES, LISTS

STALE = "cases_to_index"
WORD = re.compile(r"[^\W_]+")
MOST_WORDS = 12
LONGEST = 200_000
SHORTEST_BEGINNING = 3
SEARCHED = ("facts", "reference", "submitted_at")
CODED = {*CHOICES, *LISTS, *DATES}  # answers that are nobody's words
# Around each word that was found; no text that is searched holds them.
BEGIN, END = "\ue000", "\ue001"
BARE = str.maketrans("", "", BEGIN + END + "\0")
HOLDS = {
    "sqlite": "case_entry.conversation_id IN (SELECT conversation_id FROM case_words WHERE id IN"
    " (SELECT rowid FROM case_words_index WHERE case_words_index MATCH :search))",
    "postgresql": "case_entry.conversation_id IN (SELECT conversation_id FROM case_words"
    " WHERE vector @@ to_tsquery('english', :search))",
}
MARKED = {
    "sqlite": "SELECT case_words.conversation_id,"
    " snippet(case_words_index, 0, :begin, :end, ' … ', 24)"
    " FROM case_words_index JOIN case_words ON case_words.id = case_words_index.rowid"
    " WHERE case_words_index MATCH :search AND case_words_index.rowid IN"
    " (SELECT id FROM case_words WHERE conversation_id IN :cases)",
    "postgresql": "SELECT conversation_id,"
    " ts_headline('english', words, to_tsquery('english', :search),"
    " 'StartSel=' || :begin || ', StopSel=' || :end || ', MaxWords=24, MinWords=12')"
    " FROM case_words WHERE conversation_id IN :cases",
}


def matching(session: Session, typed: str) -> TextClause | ColumnElement[bool]:
    """True for the entries of cases that hold all these words, the last one perhaps begun."""
    kind = session.get_bind().dialect.name
    if not (asked := _asked(kind, typed)):
        return false()
    # Its own name each time: several searches may stand in one query.
    return text(HOLDS[kind]).bindparams(bindparam("search", asked, unique=True))


def marked(session: Session, typed: str, cases: list[str]) -> dict[str, str]:
    """Of each case the words that were found, between marks, with those around them."""
    kind = session.get_bind().dialect.name
    asked = _asked(kind, typed)
    if not asked or not cases:
        return {}
    query = text(MARKED[kind]).bindparams(bindparam("cases", expanding=True))
    given = {"search": asked, "cases": cases, "begin": BEGIN, "end": END}
    return {case: found for case, found in session.execute(query, given)}


def keep(session: Session, draft: Draft) -> None:
    """Write anew what can be searched of a sent case."""
    case = draft.conversation_id
    parts = [str(draft.reference), *_told(draft.facts)]
    parts += session.scalars(_said(Message.text, Message, case).where(Message.author == "person"))
    parts += session.scalars(_said(CaseChange.words, CaseChange, case))
    masked = (personal.mask(part.translate(BARE)) for part in dict.fromkeys(parts) if part)
    words = "\n".join(masked)[:LONGEST]
    row = session.scalar(select(CaseWords).where(CaseWords.conversation_id == case))
    if row is None:
        session.add(CaseWords(conversation_id=case, words=words))
    else:
        row.words = words


def _said(column: Any, table: Any, case: str) -> Select[Any]:
    return select(column).where(table.conversation_id == case).order_by(table.id)


def _told(facts: dict[str, Any]) -> Iterator[str]:
    for question, value in facts.items():
        if question not in CODED:
            yield from _strings(value)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _strings(value.get("name") or value.get("text"))
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)


def _asked(kind: str, typed: str) -> str:
    """What was typed as the database asks it; nothing of it is an order to the database."""
    words = WORD.findall(typed)[:MOST_WORDS]
    if not words:
        return ""
    begun = len(words[-1]) >= SHORTEST_BEGINNING
    if kind == "sqlite":
        return " ".join(f'"{word}"' for word in words) + "*" * begun
    return " & ".join(f"'{word}'" for word in words) + ":*" * begun


@event.listens_for(Session, "after_flush")
def _notice(session: Session, _context: UOWTransaction) -> None:
    for row in (*session.new, *session.dirty):
        if _tells(row):
            session.info.setdefault(STALE, set()).add(row.conversation_id)


def _tells(row: Any) -> bool:
    """True for what may hold other words than before: who has a case, say, is none of them."""
    if isinstance(row, Draft):
        return any(inspect(row).attrs[name].history.has_changes() for name in SEARCHED)
    if isinstance(row, CaseChange):
        return bool(row.words)
    return isinstance(row, Message) and row.author == "person"


@event.listens_for(Session, "before_commit")
def _keep_stale(session: Session) -> None:
    """With the change itself, so that the index never says other than the case."""
    if session.in_nested_transaction():
        return
    session.flush()
    for case in sorted(session.info.pop(STALE, ())):
        draft = session.get(Draft, case)
        if draft is not None and draft.submitted_at is not None:
            keep(session, draft)
    session.flush()
    session.info.pop(STALE, None)
