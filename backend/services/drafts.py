"""Draft cases: saved after every answer by the bot, sent once by the person."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from backend.context import services
from backend.data.models import Conversation, Draft
from backend.problems import Problem
from backend.services import casework_days, casework_related, courses, themes, unclear
from backend.services.assess import WANTS_PERSON, assess
from backend.services.casework_sources import as_sent
from backend.services.events import record
from backend.services.references import new_reference
from intake.config import load as load_config

# Built once: this runs in every turn.
_load = (
    select(Conversation, Draft)
    .join(Draft, Draft.conversation_id == Conversation.id)
    .where(Conversation.id == bindparam("talk"))
    .with_for_update(of=Draft)
    .execution_options(populate_existing=True)
)


@dataclass(frozen=True)
class Saving:
    """What the bot saves at the end of a turn."""

    turn: int
    facts: dict[str, Any]
    sources: dict[str, Any] = field(default_factory=dict)
    dialogue: dict[str, Any] = field(default_factory=dict)
    question: str | None = None
    status: str = "open"


@dataclass(frozen=True)
class Saved:
    """A draft after it was saved, and whether this turn understood less than the one before."""

    draft: Draft
    fell_back: bool = False


@dataclass(frozen=True)
class Sent:
    """A sent complaint; `new` where this call sent it."""

    reference: str
    result: str
    new: bool


def load(session: Session, conversation: str) -> tuple[Conversation, Draft]:
    """A conversation and its draft, fresh and locked for change. Raises Problem 404."""
    found = session.execute(_load, {"talk": conversation}).one_or_none()
    if found is None:
        raise Problem(404, "no_draft")
    return found[0], found[1]


def save(
    session: Session, conversation: str, saving: Saving, *, today: date, now: datetime
) -> Saved:
    """Keep what a turn brought. One older than the last one kept came too late, and is refused."""
    talk, draft = load(session, conversation)
    if saving.turn < draft.turn:
        raise Problem(409, "old_turn")
    if draft.reference and saving.facts != as_sent(draft):
        raise Problem(409, "draft_frozen")
    failed = _failed(saving.dialogue, draft.dialogue)
    for question in failed:
        courses.note_unclear(session, conversation, question)
    asked_before = WANTS_PERSON in draft.flags
    before = draft.dialogue
    draft.turn, draft.question, draft.dialogue = saving.turn, saving.question, saving.dialogue
    draft.updated_at = now
    if not draft.reference:
        talk.status = saving.status
        draft.facts, draft.sources = saving.facts, saving.sources
        draft.revision += 1
        assess(draft, today)
    elif saving.dialogue.get("wants_person"):
        draft.flags = sorted({*draft.flags, WANTS_PERSON})
    unclear.collect(session, talk, draft, before, today=today)
    if WANTS_PERSON in draft.flags and not asked_before:
        record(session, conversation, "handover_asked", at=now, turn=saving.turn)
    return Saved(draft, fell_back=bool(failed))


def submit(
    session: Session, conversation: str, key: str, *, today: date, now: datetime,
    actor: str = "person",
) -> Sent:  # fmt: skip
    """Turn the draft into a sent case and freeze it; asked again, give the same reference."""
    talk, draft = load(session, conversation)
    if draft.reference:
        return Sent(draft.reference, str(draft.result), new=False)
    assess(draft, today)
    draft.reference, draft.submission_key, draft.submitted_at = new_reference(), key, now
    draft.case_status = "submitted_by_person"
    draft.due_on = casework_days.after(today, load_config().case_days)
    themes.keep(session, draft, today)
    casework_related.leave_traces(session, services().settings, draft)
    draft.revision += 1
    draft.updated_at = now
    talk.status = "submitted"
    record(
        session, conversation, "submitted", at=now, actor=actor,
        result=draft.result, rules=draft.rules_version, revision=draft.revision,
    )  # fmt: skip
    return Sent(draft.reference, str(draft.result), new=True)


def _failed(dialogue: dict[str, Any], before: dict[str, Any]) -> list[str]:
    """The questions that this turn failed to understand an answer to."""
    counts, known = _failures(dialogue), _failures(before)
    return [question for question, count in counts.items() if count > known.get(question, 0)]


def _failures(dialogue: dict[str, Any]) -> dict[str, int]:
    counts = dialogue.get("failures")
    if not isinstance(counts, dict):
        return {}
    return {str(question): count for question, count in counts.items() if isinstance(count, int)}
