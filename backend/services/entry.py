"""Complaints that staff enter for somebody who rang or wrote: the draft, checks and sending of all.

Nothing here decides: the same engine does, on facts that are read as the chat's are.
"""

import uuid
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from backend.chat import risk
from backend.data.models import Conversation, Draft
from backend.services import casework_sources, drafts
from backend.services.assess import assess
from backend.services.casework import Asked, NotAllowed, Repeated, claim, keep
from backend.services.drafts import Sent
from backend.services.entered import ENTRY, entry_of
from backend.services.entry_reading import Entered
from intake import safety
from intake.safety import Screening

ENTERED = "entered"
# Answers in the person's own words, in which a danger may be told of.
SPOKEN = (
    "matter",
    "should_have_happened",
    "cannot_complain_reason",
    "late_reason",
    "relationship",
    "safe_contact",
)
FORMS = uuid.UUID("5f0e6f0c-6f5f-4d5c-9a40-1d3b3f0d6c11")


def begin(session: Session, entered: Entered, asked: Asked) -> str:
    """Make an empty draft, once for each form. Raises Repeated for the same form again."""
    case = case_of(asked)
    if session.get(Draft, case) is not None:
        raise Repeated
    talk = Conversation(
        id=case, channel=entered.channel, owner="none", status="open", offered={},
        created_at=asked.now, last_active_at=asked.now,
    )  # fmt: skip
    session.add(talk)
    session.flush()
    session.add(Draft(conversation_id=case, created_at=asked.now, updated_at=asked.now))
    session.flush()
    return case


def case_of(asked: Asked) -> str:
    """The id of the complaint that a form makes: the same form makes the same one."""
    return str(uuid.uuid5(FORMS, f"{asked.by} {asked.token}"))


def save(session: Session, case: str, entered: Entered, asked: Asked) -> Draft:
    """Keep what was taken down so far. Raises Stale, Repeated, or NotAllowed once it is sent."""
    draft = claim(session, case, asked)
    if draft.submitted_at is not None or entered.received_on is None:
        raise NotAllowed("entry_sent")
    first, before = draft.version == 1, dict(draft.facts)
    talk = session.get_one(Conversation, case)
    talk.channel, talk.last_active_at = entered.channel, asked.now
    draft.sources = _sources(draft, entered.facts, asked)
    draft.facts = entered.facts
    draft.dialogue = {ENTRY: _entry(draft, entered, asked)}
    draft.updated_at = asked.now
    draft.revision += 1
    assess(draft, entered.received_on)
    _screen(session, draft, asked.now)
    fields = {} if first else _changed(before, entered.facts)
    keep(session, draft, asked, ENTERED, fields, channel=entered.channel)
    return draft


def send(session: Session, case: str, entered: Entered, asked: Asked) -> Sent:
    """Keep it and put it into the queue, as the person's own sending does."""
    save(session, case, entered, asked)
    received = entered.received_on or asked.now.date()
    return drafts.submit(
        session, case, f"entry-{case}", today=received, now=asked.now, actor=asked.name
    )


def danger(facts: dict[str, Any]) -> tuple[str, Screening]:
    """The highest risk that the person's words tell of, all its flags, and which answer told it."""
    found = [(question, safety.screen(said, question)) for question, said in _spoken(facts)]
    if not found:
        return "", Screening()
    question, worst = max(found, key=lambda each: each[1].rank)
    flags = tuple(dict.fromkeys(flag for _, each in found for flag in each.flags))
    return question, replace(worst, flags=flags)


def _spoken(facts: dict[str, Any]) -> list[tuple[str, str]]:
    return [(name, facts[name]) for name in SPOKEN if isinstance(facts.get(name), str)]


def _sources(draft: Draft, facts: dict[str, Any], asked: Asked) -> dict[str, Any]:
    """Each answer comes from staff, who took it down when it last changed; from no message."""
    mine = {
        "how": casework_sources.STAFF,
        "by": asked.by,
        "at": asked.now.isoformat(timespec="seconds"),
    }
    return {
        question: draft.sources[question]
        if draft.facts.get(question) == value and question in draft.sources
        else mine
        for question, value in facts.items()
    }


def _entry(draft: Draft, entered: Entered, asked: Asked) -> dict[str, Any]:
    known = entry_of(draft) or {"by": asked.by}
    day = entered.received_on.isoformat() if entered.received_on else None
    return {**known, "received_on": day, "channel": entered.channel, "words": entered.words}


def _screen(session: Session, draft: Draft, now: datetime) -> None:
    """Note the risk with the draft, and once in the record for the same words."""
    question, found = danger(draft.facts)
    entry = draft.dialogue[ENTRY]
    told = {"question": question, "level": found.level, "words": found.words}
    if found.level == "R0" or entry.get("risk") == told:
        return
    seen = {"level": found.level, "flags": list(found.flags), "words": found.words}
    risk.keep(session, draft, seen, None, now)
    draft.dialogue = {ENTRY: {**entry, "risk": told}}


def _changed(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    return {
        name: {"before": before.get(name), "after": after.get(name)}
        for name in sorted({*before, *after})
        if before.get(name) != after.get(name)
    }
