"""Many cases at once: which were chosen, what is to be done with them, and what became of each."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, insert, literal, select
from sqlalchemy.orm import Session

from backend.data.lists import BulkCase, BulkRun, CaseChoice, ChosenCase
from backend.data.models import Draft
from backend.services.casework import NotAllowed
from backend.services.events import NO_CASE, by_staff, record

ASSIGN, MOVE, UNDO = "assign", "move", "undo"
WAITING, RUNNING, DONE = "waiting", "running", "done"
CHANGED = "changed"  # somebody changed the case since it was chosen
MOST = 2000  # as many as can be chosen at once
AT_ONCE = 100  # more than this are done in the background
UNDO_WITHIN = timedelta(minutes=15)
QUIET = timedelta(minutes=3)  # so long without a sign, and another worker takes it up
CHOICES_KEPT = timedelta(days=1)
RUNS_KEPT = timedelta(days=30)
Chosen = Sequence[tuple[str, int]]


def choose(session: Session, user: int, cases: Chosen, now: datetime) -> CaseChoice:
    """Keep which cases were chosen, with the version that each was seen in."""
    known = dict(cases[:MOST])
    there = select(Draft.conversation_id).where(Draft.conversation_id.in_(known))
    kept = frozenset(session.scalars(there))
    chosen = [(case, version) for case, version in known.items() if case in kept]
    choice = CaseChoice(id=str(uuid.uuid4()), user_id=user, total=len(chosen), at=now)
    session.add(choice)
    session.flush()
    rows = [
        {"choice_id": choice.id, "place": place, "conversation_id": case, "version": version}
        for place, (case, version) in enumerate(chosen)
    ]
    if rows:
        session.execute(insert(ChosenCase), rows)
    return choice


def find_choice(session: Session, user: int, identity: str, now: datetime) -> CaseChoice | None:
    """A choice of this member of staff; None for anybody else's, and after a day."""
    found = session.get(CaseChoice, identity.replace("\0", ""))
    mine = found is not None and found.user_id == user and found.at > now - CHOICES_KEPT
    return found if mine else None


def find_run(session: Session, user: int, identity: str) -> BulkRun | None:
    """A run of this member of staff; None for anybody else's."""
    found = session.get(BulkRun, identity.replace("\0", ""))
    return found if found is not None and found.user_id == user else None


def begin(
    session: Session, choice: CaseChoice, kind: str, given: dict[str, Any], words: str,
    token: str, now: datetime,
) -> BulkRun:  # fmt: skip
    """Say what is to be done with the cases of a choice. The same token again is refused by the
    database."""
    run = _run(choice.user_id, kind, token, now, given=given, words=words)
    session.add(run)
    session.flush()
    chosen = select(
        literal(run.id),
        ChosenCase.place,
        ChosenCase.conversation_id,
        ChosenCase.version,
        literal(""),
    ).where(ChosenCase.choice_id == choice.id)
    return _filled(session, run, chosen, now, **given)


def undo(session: Session, run: BulkRun, token: str, now: datetime) -> BulkRun:
    """Begin to put back what a run did. Undoing the same again is refused by the database."""
    if not may_undo(run, now):
        raise NotAllowed("too_late_to_undo")
    undoing = _run(run.user_id, UNDO, token, now, undoes=run.id, given={"undoes": run.id})
    session.add(undoing)
    session.flush()
    done = select(
        literal(undoing.id),
        BulkCase.place,
        BulkCase.conversation_id,
        BulkCase.version,
        literal(""),
    ).where(BulkCase.run_id == run.id, BulkCase.outcome == DONE)
    return _filled(session, undoing, done, now, undoes=run.id)


def may_undo(run: BulkRun, now: datetime) -> bool:
    """True for the first minutes after something was done that can be put back."""
    recent = run.ended_at is not None and now - run.ended_at < UNDO_WITHIN
    return run.kind in (ASSIGN, MOVE) and recent


def undone_by(session: Session, run: BulkRun) -> BulkRun | None:
    """The run that puts this one back, where there is one."""
    return session.scalars(select(BulkRun).where(BulkRun.undoes == run.id)).first()


def outcomes(session: Session, run: BulkRun) -> dict[str, int]:
    """How many cases came to which end; those without a name still wait."""
    numbers = select(BulkCase.outcome, func.count()).group_by(BulkCase.outcome)
    found = session.execute(numbers.where(BulkCase.run_id == run.id))
    return {outcome: number for outcome, number in found}


def left_alone(session: Session, run: BulkRun, most: int) -> list[tuple[str, str, str]]:
    """The cases that were left as they were: the reference, the id, and why."""
    query = (
        select(Draft.reference, BulkCase.conversation_id, BulkCase.outcome)
        .join(Draft, Draft.conversation_id == BulkCase.conversation_id)
        .where(BulkCase.run_id == run.id, BulkCase.outcome.not_in(("", DONE)))
        .order_by(BulkCase.place)
        .limit(most)
    )
    return [(reference or case, case, why) for reference, case, why in session.execute(query)]


def unfinished(session: Session, now: datetime) -> list[str]:
    """The runs that nobody works on, though they are not done."""
    query = select(BulkRun.id).where(BulkRun.state != DONE, BulkRun.beat_at < now - QUIET)
    return list(session.scalars(query))


def erase_old(session: Session, now: datetime) -> None:
    """Erase choices after a day, and which cases a run was about after a month."""
    session.execute(delete(CaseChoice).where(CaseChoice.at < now - CHOICES_KEPT))
    session.execute(delete(BulkRun).where(BulkRun.at < now - RUNS_KEPT))
    session.commit()


def _run(user: int, kind: str, token: str, now: datetime, **more: Any) -> BulkRun:
    times = {"at": now, "beat_at": now}
    return BulkRun(id=token, user_id=user, kind=kind, state=WAITING, total=0, **times, **more)


def _filled(session: Session, run: BulkRun, cases: Any, now: datetime, **detail: Any) -> BulkRun:
    columns = ["run_id", "place", "conversation_id", "version", "outcome"]
    session.execute(insert(BulkCase).from_select(columns, cases))
    query = select(func.count()).select_from(BulkCase).where(BulkCase.run_id == run.id)
    run.total = session.scalar(query) or 0
    about = {"run": run.id, "action": run.kind, "cases": run.total, **detail}
    record(session, NO_CASE, "bulk_begun", at=now, actor=by_staff(run.user_id), **about)
    return run
