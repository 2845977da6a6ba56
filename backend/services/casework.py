"""What staff do with a case: each change raises its version; one on an old version is refused."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import case as case_when
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from backend.clock import LONDON
from backend.data.casework import CaseChange
from backend.data.models import Draft
from backend.services import casework_flow, casework_sources, casework_stops, stages
from backend.services.assess import assess
from backend.services.entered import received_on
from backend.services.events import by_staff, record
from intake import Result

ASSIGNED, MOVED, NOTED, OVERRIDDEN, EDITED = "assigned", "moved", "noted", "overridden", "edited"
RESULTS = tuple(result.value for result in Result if result is not Result.PASS)
SERVICE = "service"
Fields = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """Who asks for a change, on which version of the case, and from which form."""

    by: int | None
    version: int
    token: str | None
    now: datetime
    actor: str = ""  # where it is no member of staff: a case system

    @property
    def name(self) -> str:
        """How the record names who asks."""
        return self.actor or (by_staff(self.by) if self.by else SERVICE)


class Stale(Exception):
    """The case was changed since the version that the change was asked for."""

    def __init__(self, since: list[CaseChange]) -> None:
        super().__init__("stale")
        self.since = since


class Repeated(Exception):
    """The same form was saved already; there is nothing more to do."""


class NotAllowed(Exception):
    """The change cannot be made; `key` says why."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def assign(session: Session, case: str, asked: Asked, to: int | None) -> Draft:
    """Give a case to a member of staff, or to nobody."""
    draft = claim(session, case, asked)
    if draft.assigned_to == to:
        raise NotAllowed("same_person")
    fields = {"assigned_to": _change(draft.assigned_to, to)}
    draft.assigned_to = to
    keep(session, draft, asked, ASSIGNED, fields, to=to)
    return draft


def move(
    session: Session,
    case: str,
    asked: Asked,
    name: str,
    roles: Iterable[str],
    reason: str,
    *,
    tell: bool = True,
) -> Draft:
    """Move a case on, where the flow lets somebody with these roles; the person is told where they
    write to us, unless a letter tells them."""
    draft = claim(session, case, asked)
    allowed = {each.name: each for each in casework_flow.moves(draft.case_status, roles)}
    if name not in allowed:
        raise NotAllowed("move")
    before, draft.case_status = draft.case_status, allowed[name].to
    clock = casework_stops.follow(draft, before, asked.now.astimezone(LONDON).date())
    fields = {"case_status": _change(before, draft.case_status), **clock}
    if asked.name != SERVICE:
        draft.answered_at = None  # whoever moves it on has read what the person answered
    keep(session, draft, asked, MOVED, fields, reason, move=name, to=draft.case_status)
    if tell and asked.name != SERVICE:
        stages.tell(session, draft, asked.now)
    return draft


def note(session: Session, case: str, asked: Asked, words: str) -> Draft:
    """Keep a note of staff with a case."""
    draft = claim(session, case, asked)
    keep(session, draft, asked, NOTED, {}, words)
    return draft


def override(session: Session, case: str, asked: Asked, result: str, reason: str) -> Draft:
    """Say that the result is another than the engine's, or the engine's after all."""
    draft = claim(session, case, asked)
    before, after = draft.staff_result or draft.result, result
    if result not in RESULTS or before == after:
        raise NotAllowed("same_result")
    draft.staff_result = None if result == draft.result else result
    fields = {"staff_result": _change(before, after)}
    keep(session, draft, asked, OVERRIDDEN, fields, reason, before=before, after=after)
    return draft


def edit(
    session: Session, case: str, asked: Asked, question: str, value: Any, reason: str
) -> Draft:
    """Put another value for a fact, or none, beside the person's, and decide again on all."""
    draft = claim(session, case, asked)
    if draft.submitted_at is None:
        raise NotAllowed("not_sent")
    before = draft.facts.get(question)
    if before == value:
        raise NotAllowed("same_value")
    decided = decision_of(draft)
    facts = {name: each for name, each in draft.facts.items() if name != question}
    draft.facts = facts if value is None else {**facts, question: value}
    source = casework_sources.edited(
        draft.sources.get(question), before, by=asked.by or 0, at=asked.now, version=draft.version
    )
    draft.sources = {**draft.sources, question: source}
    assess(draft, day_sent(draft, asked.now))
    fields = {question: _change(before, value), **differences(decided, decision_of(draft))}
    results = {"before": decided["result"], "after": draft.result}
    keep(session, draft, asked, EDITED, fields, reason, question=question, **results)
    return draft


def claim(session: Session, case: str, asked: Asked) -> Draft:
    """The case with its version raised; of two that ask at once, the second waits, then is refused.

    Raises Repeated for a form that was saved already, Stale for a version that is not the last.
    """
    raised = session.execute(
        update(Draft)
        .where(Draft.conversation_id == case, Draft.version == asked.version)
        .values(version=asked.version + 1, updated_at=_moment(asked.now))
        .execution_options(synchronize_session=False)
    )
    if raised.rowcount == 0:  # type: ignore[attr-defined]
        _refuse(session, case, asked)
    return session.get_one(Draft, case, populate_existing=True)


def keep(
    session: Session, draft: Draft, asked: Asked, kind: str, fields: Fields, words: str = "",
    **detail: Any,
) -> None:  # fmt: skip
    """Write the change down: its words with the case, and that it happened in the history."""
    session.add(
        CaseChange(
            conversation_id=draft.conversation_id,
            version=draft.version,
            kind=kind,
            fields=fields,
            words=words,
            by=asked.by,
            token=asked.token,
            at=asked.now,
        )
    )
    record(
        session, draft.conversation_id, kind, at=asked.now, actor=asked.name,
        version=draft.version, **detail,
    )  # fmt: skip


def changes(session: Session, case: str, after: int = -1) -> list[CaseChange]:
    """The changes of a case since a version, oldest first."""
    query = select(CaseChange).where(CaseChange.conversation_id == case, CaseChange.version > after)
    return list(session.scalars(query.order_by(CaseChange.version)))


def decision_of(draft: Draft) -> dict[str, Any]:
    """What the engine made of a case, in codes."""
    return {
        "result": draft.result,
        "reasons": {each["rule_id"]: each["result"] for each in draft.reasons},
        "flags": list(draft.flags),
        "signposts": list(draft.signposts),
    }


def differences(before: dict[str, Any], after: dict[str, Any]) -> Fields:
    """What differs between two decisions."""
    return {
        name: _change(before[name], after[name]) for name in before if before[name] != after[name]
    }


def day_sent(draft: Draft, now: datetime) -> date:
    """The day that time limits are counted to: that of sending, however long staff take."""
    return received_on(draft) or now.astimezone(LONDON).date()


def _moment(now: datetime) -> Any:
    """When it changed last; of what is not sent yet, only the person's work counts."""
    return case_when((Draft.submitted_at.is_not(None), now), else_=Draft.updated_at)


def _refuse(session: Session, case: str, asked: Asked) -> None:
    since = changes(session, case, after=asked.version)
    if asked.token and any(each.token == asked.token for each in since):
        raise Repeated
    raise Stale(since)


def _change(before: Any, after: Any) -> dict[str, Any]:
    return {"before": before, "after": after}
