"""What the pages of live chats show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session

import intake
from backend.channels import marking
from backend.config import Settings
from backend.data.models import Conversation, Draft, Message
from backend.data.taking_over import TakeOver
from backend.services import taking_over
from backend.services.call_backs import stretch
from backend.services.sealing import unseal
from backend.staff import case_page, labels, people
from backend.staff.labels import Label
from backend.staff.lists import CONCERN
from backend.staff.sight import Sight

# Read before anybody writes or rings.
FIRST = ("safe_contact", "adjustments")
ASKED = {
    "person": "They asked for a person",
    "risk": "Danger was noticed",
    "staff": "Staff took it",
}
MINUTE = 60


@dataclass(frozen=True)
class Waiting:
    """One chat that waits for a person or is with one."""

    key: str
    who: str
    channel: str
    why: str
    since: str
    taken: bool
    risk: Label | None


@dataclass(frozen=True)
class Call:
    """One call to make."""

    number: int
    key: str
    who: str
    when: str
    phone: str
    first: list[tuple[str, str]]


Rows = Sequence[tuple[TakeOver, Conversation, Draft]]


def overview(chats: Rows, calls: Rows, settings: Settings, now: datetime) -> dict[str, Any]:
    """Chats with the longest wait first, danger before all, and calls by their time."""
    return {
        "waiting": [_waiting(*row, now) for row in chats],
        "calls": [_call(*row, settings) for row in calls],
        "on": settings.live.on,
        "open": taking_over.is_open(now),
    }


def talk(
    talk: Conversation,
    draft: Draft,
    row: TakeOver | None,
    said: Sequence[Message],
    user: int,
    became: Mapping[int, str],
) -> dict[str, Any]:
    """One chat with what has to be known before anybody writes."""
    return {
        "key": talk.id,
        "case_key": draft.reference or talk.id,
        "who": people.who(draft.facts),
        "channel": labels.label("channels", talk.channel).label,
        "risk": _risk(draft),
        "first": first(draft),
        "lines": lines(said, became),
        "last": said[-1].id if said else 0,
        "mine": row is not None and row.taken_by == user,
        "others": row is not None and row.taken_by not in (None, user),
        "owner": talk.owner,
        "token": str(uuid4()),
    }


def lines(said: Sequence[Message], became: Mapping[int, str]) -> list[case_page.Said]:
    """Lines as staff read them, with what became of each on its way."""
    return [replace(case_page.said(line, Sight()), became=became.get(line.id, "")) for line in said]


def became(session: Session, talk: Conversation) -> dict[int, str]:
    """What became of what went out by a channel, in words, by the line's id."""
    found = marking.became(session, talk.id)
    return {line: labels.label("became", status).label for line, status in found.items()}


def first(draft: Draft) -> list[tuple[str, str]]:
    """What is not safe and what the person needs, in the words of the summary."""
    lines = intake.summary({name: draft.facts[name] for name in FIRST if name in draft.facts})
    return [(line.label, line.answer) for line in lines]


def _waiting(row: TakeOver, talk: Conversation, draft: Draft, now: datetime) -> Waiting:
    minutes = int((now - row.asked_at).total_seconds()) // MINUTE
    return Waiting(
        key=talk.id,
        who=people.who(draft.facts),
        channel=labels.label("channels", talk.channel).label,
        why=ASKED.get(row.asked_by, row.asked_by),
        since="just now" if minutes < 1 else f"{minutes} min",
        taken=row.taken_by is not None,
        risk=_risk(draft),
    )


def _risk(draft: Draft) -> Label | None:
    level = draft.risk_level
    return labels.label("risks", level) if level in CONCERN else None


def _call(row: TakeOver, talk: Conversation, draft: Draft, settings: Settings) -> Call:
    when = stretch(row)
    return Call(
        number=row.id,
        key=talk.id,
        who=people.who(draft.facts),
        when=f"{labels.when(when.start)} to {labels.clock_time(when.end)}",
        phone=unseal(settings, row.call_number or "") or "",
        first=first(draft),
    )
