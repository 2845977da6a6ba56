"""The pages of work on many cases: the choice, what became of it, and the cases on paper."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from backend.data.casework import CaseChange
from backend.data.files import AttachedFile
from backend.data.lists import BulkRun, CaseChoice, ChosenCase
from backend.data.models import CaseTheme, Conversation, Draft, Message, User
from backend.services import bulk, casework, casework_flow
from backend.staff import case_page, labels, people
from backend.staff.access import RoleName
from backend.staff.casework_page import WORKERS, Viewer
from backend.staff.queries import Case
from backend.staff.sight import Sight

MOST_PRINTED = 100
MOST_NAMED = 25
MOST_REPORTED = 500
HIDDEN = Sight()


def choice(
    session: Session, choice: CaseChoice, who: Viewer, problems: Mapping[str, str],
    typed: Mapping[str, str],
) -> dict[str, Any]:  # fmt: skip
    """All that the page of a choice needs."""
    states = _states(session, choice)
    return {
        "choice": choice,
        "some": many(choice.total, "complaint"),
        "named": _named(session, choice),
        "more": max(0, choice.total - MOST_NAMED),
        "works": who.works,
        "people": assignable(session, who),
        "moves": _moves(states, who) if who.works else [],
        "states": [(labels.label("statuses", state), number) for state, number in states.items()],
        "printable": choice.total <= MOST_PRINTED,
        "most_printed": MOST_PRINTED,
        "undo_minutes": int(bulk.UNDO_WITHIN.total_seconds() // 60),
        "problems": problems,
        "typed": typed,
        "token": str(uuid.uuid4()),
    }


def assignable(session: Session, who: Viewer) -> list[tuple[str, str, int | None]]:
    """Whom cases may be given to: the value in the form, the words, and the account."""
    if not who.works:
        return []
    listed: list[tuple[str, str, int | None]] = [("me", "Me", who.id), ("nobody", "Nobody", None)]
    if RoleName.MANAGER.value not in who.roles:
        return listed
    query = select(User).where(User.active.is_(True)).options(selectinload(User.roles))
    for user in session.scalars(query.order_by(User.email)):
        if any(role.name in WORKERS for role in user.roles) and user.id != who.id:
            listed.append((str(user.id), user.email, user.id))
    return listed


def run(session: Session, run: BulkRun, now: datetime) -> dict[str, Any]:
    """All that the page of a run needs."""
    numbers = bulk.outcomes(session, run)
    undone = bulk.undone_by(session, run)
    undoes = bulk.find_run(session, run.user_id, run.undoes) if run.undoes else None
    until = run.ended_at + bulk.UNDO_WITHIN if run.ended_at else None
    done = numbers.get(bulk.DONE, 0)
    alone = run.total - done - numbers.get("", 0)
    return {
        "run": run,
        "over": run.state == bulk.DONE,
        "title": _title(session, undoes or run, back=undoes is not None),
        "progress": _progress(run, numbers),
        "done": many(done, "complaint"),
        "alone": many(alone, "complaint") if alone else "",
        "left_alone": [
            (reference, key, labels.label("outcomes", why).label)
            for reference, key, why in bulk.left_alone(session, run, MOST_REPORTED)
        ],
        "unnamed": max(0, alone - MOST_REPORTED),
        "undone": undone,
        "undo_until": labels.clock_time(until)
        if until and done and undone is None and bulk.may_undo(run, now)
        else "",
        "token": str(uuid.uuid4()),
    }


def progress(session: Session, run: BulkRun) -> dict[str, Any]:
    """How far a run is, for a script."""
    return {
        "text": _progress(run, bulk.outcomes(session, run)),
        "over": run.state == bulk.DONE,
    }


def cases(session: Session, choice: CaseChoice) -> list[Case]:
    """The cases of a choice with what is printed of them, asked for together."""
    query = (
        select(Draft, Conversation)
        .join(Conversation, Conversation.id == Draft.conversation_id)
        .join(ChosenCase, ChosenCase.conversation_id == Draft.conversation_id)
        .where(ChosenCase.choice_id == choice.id)
        .order_by(ChosenCase.place)
    )
    found = [(draft, talk) for draft, talk in session.execute(query.limit(MOST_PRINTED))]
    ids = [draft.conversation_id for draft, _ in found]
    risks = [draft.risk_message_id for draft, _ in found if draft.risk_message_id is not None]
    messages = _by_case(session, select(Message).where(Message.id.in_(risks)))
    files = _by_case(session, select(AttachedFile).where(AttachedFile.conversation_id.in_(ids)))
    notes = select(CaseChange).where(
        CaseChange.conversation_id.in_(ids), CaseChange.kind == casework.NOTED
    )
    noted = _by_case(session, notes.order_by(CaseChange.version))
    themed = _by_case(session, select(CaseTheme).where(CaseTheme.conversation_id.in_(ids)))
    return [
        Case(
            draft=draft,
            conversation=talk,
            messages=messages.get(draft.conversation_id, []),
            events=(),
            staff={},
            themes={t.code: t.words for t in themed.get(draft.conversation_id, [])},
            files=files.get(draft.conversation_id, []),
            changes=noted.get(draft.conversation_id, []),
        )
        for draft, talk in found
    ]


def paper(choice: CaseChoice, cases: Sequence[Case], today: date) -> dict[str, Any]:
    """All that the printed page needs."""
    return {"choice": choice, "pages": [_sheet(case, today) for case in cases]}


def many(number: int, word: str) -> str:
    """A number with its word: 1 complaint, 1,200 complaints."""
    return f"1 {word}" if number == 1 else f"{number:,} {word}s"


def _sheet(case: Case, today: date) -> dict[str, Any]:
    notes = [HIDDEN.text(change.words) for change in case.changes]
    return {**case_page.build(case, today, HIDDEN), "notes": notes}


def _by_case(session: Session, query: Any) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in session.scalars(query):
        found.setdefault(row.conversation_id, []).append(row)
    return found


def _states(session: Session, choice: CaseChoice) -> dict[str, int]:
    query = (
        select(Draft.case_status, func.count())
        .join(ChosenCase, ChosenCase.conversation_id == Draft.conversation_id)
        .where(ChosenCase.choice_id == choice.id)
        .group_by(Draft.case_status)
    )
    found = {state: number for state, number in session.execute(query)}
    return {state: found[state] for state in casework_flow.states() if state in found}


def _moves(states: Mapping[str, int], who: Viewer) -> list[dict[str, Any]]:
    """The moves that some of the cases may make, each with how many."""
    listed = []
    for move in casework_flow.every_move().values():
        number = sum(states.get(state, 0) for state in move.starts)
        if number and move.by & who.roles:
            label = labels.label("moves", move.name)
            listed.append(
                {"code": label.code, "label": label.label, "text": label.text, "number": number}
            )
    return listed


def _named(session: Session, choice: CaseChoice) -> list[dict[str, str]]:
    query = (
        select(Draft)
        .join(ChosenCase, ChosenCase.conversation_id == Draft.conversation_id)
        .where(ChosenCase.choice_id == choice.id)
        .order_by(ChosenCase.place)
    )
    return [
        {
            "key": draft.reference or draft.conversation_id,
            "who": people.who(HIDDEN.all(draft.facts)),
        }
        for draft in session.scalars(query.limit(MOST_NAMED))
    ]


def _title(session: Session, run: BulkRun, *, back: bool) -> str:
    """What a run does, in a few words."""
    some = many(run.total, "complaint")
    if run.kind == bulk.MOVE:
        said = f"{labels.label('moves', run.given['move']).label}: {some}"
    else:
        user = session.get(User, run.given["to"]) if run.given["to"] is not None else None
        said = f"Assign {some} to {user.email if user else 'nobody'}"
    return f"Undo: {said}" if back else said


def _progress(run: BulkRun, numbers: Mapping[str, int]) -> str:
    if run.state == bulk.WAITING:
        return f"Waiting to start. {many(run.total, 'complaint')} to do."
    return f"{run.total - numbers.get('', 0):,} of {many(run.total, 'complaint')} done."
