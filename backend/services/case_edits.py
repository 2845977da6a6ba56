"""What a case system asks of a case, checked as what staff type is, then done as theirs is."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.config import Settings
from backend.data.models import Draft, Role, User
from backend.problems import Problem
from backend.services import case_values, casework, casework_reading, casework_related
from backend.services.casework import Asked, NotAllowed

WORKERS = ("caseworker", "manager")


def edit(
    session: Session, settings: Settings, case: str, asked: Asked, question: str, given: Any,
    reason: str,
) -> Draft:  # fmt: skip
    """Put another value for a fact, or none, and decide again on all."""
    if question not in casework_reading.EDITED:
        raise Problem(404, "no_fact")
    draft = session.get_one(Draft, case)
    value = None if given is None else _value(question, given, draft, asked)
    changed = casework.edit(session, case, asked, question, value, reason)
    if question in casework_related.TRACED:
        casework_related.leave_traces(session, settings, changed)
    return changed


def assign(session: Session, case: str, asked: Asked, to: int | None) -> Draft:
    """Give a case to somebody who works on complaints, or to nobody."""
    works = select(User.id).join(User.roles).where(Role.name.in_(WORKERS), User.active)
    if to is not None and session.scalars(works.where(User.id == to)).first() is None:
        raise NotAllowed("person")
    return casework.assign(session, case, asked, to)


def _value(question: str, given: Any, draft: Draft, asked: Asked) -> Any:
    """What is to be kept: read as typed words, or in the shape in which a case shows it."""
    day = casework.day_sent(draft, asked.now)
    if isinstance(given, str):
        read = casework_reading.read(question, [given], day)
        value = None if read.problem else read.value
    else:
        value = case_values.canonical(question, given, day)
    if value is None:
        raise Problem(422, "invalid", more={"errors": [{"field": "value"}]})
    return value
