"""Messages that were not understood: kept by consent, redacted, labelled by staff, then erased."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, and_, delete, func, or_, select
from sqlalchemy.orm import Session

from backend.data.models import Conversation, Draft, Message, UnclearMessage
from intake.asks import CONTACT_QUESTIONS
from intake.facts import CHOICES, DATES, LISTS, QUESTION_IDS
from intake.redaction import redact

PAGE = 25
MOST = 12  # of one conversation
# A longer text is a story rather than an answer, and harder to take names out of.
LONGEST = 500
LONGEST_READING = 200
# What was said in danger or distress is for staff who help, and never an example.
CALM = ("R0", "R1")
NEVER_KEPT = frozenset(ask.question for ask in CONTACT_QUESTIONS) | {"matter"}
YES = "yes"


@dataclass(frozen=True)
class Wanted:
    """Which messages a page of the queue shows."""

    labelled: bool = False
    question: str = ""
    before: int | None = None


def collect(
    session: Session, talk: Conversation, draft: Draft, before: dict[str, Any], *, today: date
) -> None:
    """Once the person said yes, copy the messages that were unclear, without a word on who said
    them. The draft then forgets which they were; `before` is its dialogue before this turn."""
    answer = draft.dialogue.get("unclear_consent")
    if answer is None:
        return
    if answer == YES and before.get("unclear_consent") is None:
        _copy(session, talk, draft, draft.dialogue.get("unclear"), today)
    draft.dialogue = {name: each for name, each in draft.dialogue.items() if name != "unclear"}


def _copy(session: Session, talk: Conversation, draft: Draft, noted: Any, today: date) -> None:
    notes = {
        note["message"]: note
        for note in (noted if isinstance(noted, list) else [])[:MOST]
        if isinstance(note, dict) and isinstance(note.get("message"), int)
    }
    said = session.scalars(
        select(Message).where(
            Message.conversation_id == talk.id,
            Message.author == "person",
            Message.id.in_(notes),
        )
    )
    # Whoever writes as ada.example@... may sign with either word.
    names = [draft.facts.get("name"), str(draft.facts.get("email") or "").partition("@")[0]]
    for message in said:
        row = _redacted(message, notes[message.id], names)
        if row is not None:
            row.locale, row.collected_on = talk.locale, today
            session.add(row)


def _redacted(message: Message, note: dict[str, Any], names: list[object]) -> UnclearMessage | None:
    question, level = str(note.get("question")), (message.risk or {}).get("level", "R0")
    if question not in QUESTION_IDS - NEVER_KEPT or level not in CALM:
        return None
    if message.chosen or not 0 < len(message.text) <= LONGEST:
        return None
    sure = note.get("confidence")
    return UnclearMessage(
        question=question,
        text=redact(message.text, names),
        read=_reading(question, note.get("read"), names),
        confidence=float(sure) if isinstance(sure, int | float) else None,
    )


def _reading(question: str, value: Any, names: list[object]) -> str | None:
    """What the message was taken for: codes, days or an organisation, never other words."""
    if question in CHOICES:
        return value if value in CHOICES[question] else None
    if question in LISTS:
        codes = [code for code in value if code in LISTS[question]] if value else []
        return ", ".join(codes)[:LONGEST_READING] or None
    if not isinstance(value, dict):
        return None
    if question in DATES:
        return f"{value.get('from')} to {value.get('to')}"[:LONGEST_READING]
    return redact(str(value.get("name") or ""), names)[:LONGEST_READING]


def page(session: Session, wanted: Wanted) -> tuple[Sequence[UnclearMessage], int | None]:
    """One page of the queue, newest first, and where the next one begins."""
    query = select(UnclearMessage).where(_labelled(wanted.labelled))
    if wanted.question:
        query = query.where(UnclearMessage.question == wanted.question)
    if wanted.before is not None:
        query = query.where(UnclearMessage.id < wanted.before)
    rows = session.scalars(query.order_by(UnclearMessage.id.desc()).limit(PAGE + 1)).all()
    return rows[:PAGE], rows[PAGE - 1].id if len(rows) > PAGE else None


def counts(session: Session, *, labelled: bool) -> dict[str, int]:
    """How many there are for each question, the most first."""
    number = func.count()
    query = select(UnclearMessage.question, number).where(_labelled(labelled))
    grouped = query.group_by(UnclearMessage.question).order_by(number.desc())
    return {question: count for question, count in session.execute(grouped)}


def _labelled(yes: bool) -> Any:
    return UnclearMessage.label.is_not(None) if yes else UnclearMessage.label.is_(None)


def find(session: Session, number: int) -> UnclearMessage | None:
    """One message of the queue."""
    return session.get(UnclearMessage, number)


def label(row: UnclearMessage, name: str, *, by: int, today: date) -> None:
    """Say what a message means; the last word counts."""
    row.label, row.labelled_by, row.labelled_on = name, by, today


def labelled(session: Session) -> Sequence[UnclearMessage]:
    """All that staff have labelled, in the order of their labels."""
    query = select(UnclearMessage).where(_labelled(True))
    return session.scalars(query.order_by(UnclearMessage.label, UnclearMessage.id)).all()


def erase_old(session: Session, today: date, *, days: int, labelled_days: int) -> int:
    """Erase what waited too long for a label, and labelled ones after their own time."""
    old = UnclearMessage.collected_on < today - timedelta(days=days)
    done = UnclearMessage.labelled_on < today - timedelta(days=labelled_days)
    due = or_(and_(_labelled(False), old), and_(_labelled(True), done))
    gone = session.execute(delete(UnclearMessage).where(due))
    return max(cast("CursorResult[Any]", gone).rowcount, 0)
