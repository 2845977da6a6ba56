"""How conversations went, read from what is kept of them: codes, days and numbers, no words."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from rapidfuzz.distance import Levenshtein
from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session

from backend.chat.transcript import ASKING, START
from backend.clock import LONDON
from backend.data.casework import CaseChange
from backend.data.models import CaseTheme, Conversation, Draft, Message
from backend.data.supervision import CaseCourse
from backend.services.assess import WANTS_PERSON
from backend.services.casework import EDITED
from backend.services.casework_sources import as_sent
from intake import Result
from intake.facts import QUESTION_IDS, TEXTS

# Somebody who has said nothing for so long has stopped, until they say something again.
QUIET = timedelta(hours=1)
UNSAID = frozenset({"themes", "other_organisations"})  # never asked, and no answers
ASKED, TAKEN, NEEDS_STAFF = "asked", "taken", "needs_staff"
IN_REGISTER = ("exact", "fuzzy", "chosen")
LONGEST_NAME = 200


@dataclass
class Kept:
    """What is kept of one conversation beside its draft."""

    asked: set[str] = field(default_factory=set)
    said: int = 0
    themes: list[str] = field(default_factory=list)
    edits: dict[str, list[Any]] = field(default_factory=dict)


def refresh(session: Session, conversations: Sequence[str], now: datetime) -> set[date]:
    """Read again how these conversations went; returns the days whose totals may differ now."""
    kept = _kept(session, conversations)
    query = (
        select(CaseCourse, Conversation, Draft)
        .join(Conversation, Conversation.id == CaseCourse.conversation_id)
        .join(Draft, Draft.conversation_id == Conversation.id)
        .where(CaseCourse.conversation_id.in_(conversations))
    )
    days: set[date] = set()
    for course, talk, draft in session.execute(query):
        _read(course, talk, draft, kept[talk.id], now)
        days |= {day for day in (course.began_on, course.sent_on) if day}
    session.flush()
    return days


def note_unclear(session: Session, conversation: str, question: str) -> None:
    """Count a message that was not understood; under the lock of its draft."""
    course = session.scalars(
        select(CaseCourse).where(CaseCourse.conversation_id == conversation)
    ).one_or_none()
    if course is not None and question in QUESTION_IDS:
        course.unclear = {**course.unclear, question: int(course.unclear.get(question, 0)) + 1}


def let_go(session: Session) -> dict[int, date]:
    """The courses whose conversation was erased since, brought to their end, with their days."""
    query = select(CaseCourse).where(
        CaseCourse.conversation_id.is_(None), CaseCourse.began_at.is_not(None)
    )
    ended: dict[int, date] = {}
    for course in session.scalars(query):
        if course.began_at is not None:
            ended[course.id] = course.began_on = _day(course.began_at)
        course.stopped = course.sent_on is None
    session.flush()
    return ended


def distance(before: Any, after: Any) -> int | None:
    """By how many percent a text was changed; None for what is no text on both sides."""
    if not (isinstance(before, str) and isinstance(after, str)):
        return None
    return round(100 * Levenshtein.normalized_distance(before, after))


def _kept(session: Session, conversations: Sequence[str]) -> defaultdict[str, Kept]:
    kept: defaultdict[str, Kept] = defaultdict(Kept)
    for talk, author, question, count in session.execute(_lines(conversations)):
        if question is not None:
            kept[talk].asked.add(question)
        if author == "person":
            kept[talk].said += count
    themes = select(CaseTheme.conversation_id, CaseTheme.code).order_by(CaseTheme.code)
    for talk, code in session.execute(themes.where(CaseTheme.conversation_id.in_(conversations))):
        kept[talk].themes.append(code)
    changes = (
        select(CaseChange.conversation_id, CaseChange.fields)
        .where(CaseChange.conversation_id.in_(conversations), CaseChange.kind == EDITED)
        .order_by(CaseChange.version)
    )
    for talk, fields in session.execute(changes):
        for question in QUESTION_IDS & fields.keys():
            first = kept[talk].edits.setdefault(question, [fields[question]["before"], None])
            first[1] = fields[question]["after"]
    return kept


def _lines(conversations: Sequence[str]) -> Any:
    asking = case((and_(Message.author == "bot", Message.kind.in_(ASKING)), Message.question))
    return (
        select(Message.conversation_id, Message.author, asking, func.count())
        .where(Message.conversation_id.in_(conversations), Message.kind != START)
        .group_by(Message.conversation_id, Message.author, asking)
    )


def _read(course: CaseCourse, talk: Conversation, draft: Draft, kept: Kept, now: datetime) -> None:
    told = {name for name, value in as_sent(draft).items() if value not in (None, "", [])}
    asked = kept.asked & QUESTION_IDS
    sent = draft.submitted_at is not None
    course.channel = talk.channel
    course.began_on = _day(talk.created_at)
    course.question = None if sent else draft.question
    course.stopped = not sent and talk.last_active_at < now - QUIET
    course.asked = sorted(asked)
    course.answered = sorted(asked & told)
    # Where nothing was asked, staff took it down: nobody told it to the assistant.
    course.volunteered = sorted(told - asked - UNSAID) if asked else []
    course.said = kept.said
    course.person = _person(course.person, talk, draft)
    course.result = draft.result if sent or draft.settled else None
    if draft.submitted_at is not None:
        _read_sent(course, draft, kept)
        course.sent_on = _day(draft.submitted_at)
        course.minutes = max(0, int((draft.submitted_at - talk.created_at).total_seconds() // 60))
    course.counted_at = now


def _read_sent(course: CaseCourse, draft: Draft, kept: Kept) -> None:
    course.staff_result = draft.staff_result
    course.state = draft.case_status
    given = draft.facts.get("organisation")
    named: dict[str, Any] = given if isinstance(given, dict) else {}
    known = named.get("match", IN_REGISTER[0]) in IN_REGISTER
    course.branch = str(named.get("branch") or "")[:24]
    course.organisation = str(named.get("name") or "")[:LONGEST_NAME] if known else ""
    course.themes = kept.themes
    course.edited = {
        question: _changed(question, *values)
        for question, values in sorted(kept.edits.items())
        if values[0] != values[1]
    }


def _changed(question: str, before: Any, after: Any) -> int | None:
    return distance(before or "", after or "") if question in TEXTS else None


def _person(before: Iterable[str], talk: Conversation, draft: Draft) -> list[str]:
    """Why staff had to speak or to look; that they once spoke stays true."""
    reasons = {
        ASKED: WANTS_PERSON in draft.flags,
        TAKEN: talk.owner == "staff" or TAKEN in before,
        NEEDS_STAFF: draft.result == Result.NEEDS_STAFF.value
        and (draft.settled or draft.reference),
    }
    return [reason for reason, holds in reasons.items() if holds]


def _day(moment: datetime) -> date:
    return moment.astimezone(LONDON).date()
