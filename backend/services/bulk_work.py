"""Doing what was asked for many cases: one after another, each guarded by its version."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from backend.clock import LONDON
from backend.data.casework import CaseChange
from backend.data.lists import BulkCase, BulkRun
from backend.data.models import Draft, User
from backend.services import bulk, casework, casework_stops, stages
from backend.services.casework import Asked, NotAllowed, Repeated, Stale

TOGETHER = 10  # cases in one transaction
PUT_BACK = "put_back"
MANAGER = "manager"
WORKERS = frozenset({"caseworker", MANAGER})


@dataclass(frozen=True)
class Task:
    """A run as it is worked on, by somebody with the roles that they have now."""

    id: str
    kind: str
    user: int
    given: dict[str, Any]
    words: str
    roles: frozenset[str]


def work(session: Session, identity: str, clock: Callable[[], datetime]) -> bool:
    """Do what a run has left to do; False where somebody does it already.

    A few cases share a transaction, and what became of each is kept in it: a worker that stops in
    the middle loses nothing and repeats nothing.
    """
    if not _take(session, identity, clock()):
        return False
    task = _task(session, identity)
    left = _left(session, identity)
    for start in range(0, len(left), TOGETHER):
        _few(session, task, left[start : start + TOGETHER], clock())
        _sign(session, identity, beat_at=clock())
        session.expunge_all()
    _sign(session, identity, state=bulk.DONE, ended_at=clock(), words="")
    return True


def _take(session: Session, identity: str, now: datetime) -> bool:
    """Take a run up, unless somebody works on it."""
    free = or_(BulkRun.state == bulk.WAITING, BulkRun.beat_at < now - bulk.QUIET)
    taken = session.execute(
        update(BulkRun)
        .where(BulkRun.id == identity, BulkRun.state != bulk.DONE, free)
        .values(state=bulk.RUNNING, beat_at=now)
    )
    session.commit()
    return bool(taken.rowcount)  # type: ignore[attr-defined]


def _task(session: Session, identity: str) -> Task:
    run = session.get_one(BulkRun, identity)
    user = session.get_one(User, run.user_id)
    roles = frozenset(role.name for role in user.roles) if user.active else frozenset[str]()
    return Task(run.id, run.kind, run.user_id, run.given, run.words, roles)


def _left(session: Session, identity: str) -> Sequence[tuple[str, int]]:
    query = (
        select(BulkCase.conversation_id, BulkCase.version)
        .where(BulkCase.run_id == identity, BulkCase.outcome == "")
        .order_by(BulkCase.place)
    )
    rows = [(case, version) for case, version in session.execute(query)]
    session.commit()
    return rows


def _few(session: Session, task: Task, cases: Sequence[tuple[str, int]], now: datetime) -> None:
    """Do a few at once; where one of them cannot be done, each by itself."""
    try:
        for case, version in cases:
            _one(session, task, case, version, now)
        return session.commit()
    except (NotAllowed, IntegrityError, OperationalError):
        session.rollback()
    for case, version in cases:
        try:
            _one(session, task, case, version, now)
            session.commit()
        except IntegrityError:
            session.rollback()
            _note(session, task, case, bulk.CHANGED, version)
        except NotAllowed as refused:
            session.rollback()
            _note(session, task, case, refused.key, version)
        session.commit()


def _one(session: Session, task: Task, case: str, version: int, now: datetime) -> None:
    """Do it for one case, and keep what became of it. Raises NotAllowed where it cannot be done."""
    asked = Asked(task.user, version, task.id, now)
    try:
        _note(session, task, case, bulk.DONE, DO[task.kind](session, case, asked, task).version)
    except Repeated:  # the worker before was stopped after it had done this one
        _note(session, task, case, bulk.DONE, _done_as(session, case, task))
    except Stale:
        _note(session, task, case, bulk.CHANGED, version)


def _note(session: Session, task: Task, case: str, outcome: str, version: int) -> None:
    session.execute(
        update(BulkCase)
        .where(BulkCase.run_id == task.id, BulkCase.conversation_id == case)
        .values(outcome=outcome, version=version)
    )


def _done_as(session: Session, case: str, task: Task) -> int:
    """The version that a case had after this run changed it."""
    changes = select(CaseChange.version).where(CaseChange.conversation_id == case)
    return session.scalar(changes.where(CaseChange.token == task.id)) or 0


def _sign(session: Session, identity: str, **values: Any) -> None:
    session.execute(update(BulkRun).where(BulkRun.id == identity).values(**values))
    session.commit()


def _assign(session: Session, case: str, asked: Asked, task: Task) -> Draft:
    if not task.roles & WORKERS:
        raise NotAllowed("role")
    to = task.given["to"]
    if to is None and MANAGER not in task.roles:
        held = session.scalar(select(Draft.assigned_to).where(Draft.conversation_id == case))
        if held != task.user:
            raise NotAllowed("not_yours")
    return casework.assign(session, case, asked, to)


def _move(session: Session, case: str, asked: Asked, task: Task) -> Draft:
    return casework.move(session, case, asked, task.given["move"], task.roles, task.words)


def _put_back(session: Session, case: str, asked: Asked, task: Task) -> Draft:
    """Give a case what it had before, on the version that the run left it with; its clock follows,
    and a person who was told that it moved on is told where it is now."""
    draft = casework.claim(session, case, asked)
    moved_to = draft.case_status
    query = select(CaseChange.fields).where(
        CaseChange.conversation_id == case, CaseChange.version == asked.version
    )
    fields: dict[str, Any] = session.scalars(query).one()
    back: dict[str, Any] = {}
    for name in ("assigned_to", "case_status"):
        if name in fields:
            back[name] = {"before": getattr(draft, name), "after": fields[name]["before"]}
            setattr(draft, name, fields[name]["before"])
    if draft.case_status != moved_to:
        back |= casework_stops.follow(draft, moved_to, asked.now.astimezone(LONDON).date())
    casework.keep(session, draft, asked, PUT_BACK, back, run=task.given["undoes"])
    if draft.case_status != moved_to:
        stages.tell(session, draft, asked.now)
    return draft


DO: dict[str, Callable[[Session, str, Asked, Task], Draft]] = {
    bulk.ASSIGN: _assign,
    bulk.MOVE: _move,
    bulk.UNDO: _put_back,
}
