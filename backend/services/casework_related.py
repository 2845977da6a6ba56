"""Other complaints that may be the same one, or the same person's; staff say what they are."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat
from sqlalchemy import and_, case, delete, func, or_, select
from sqlalchemy.orm import Session, aliased

from backend.config import Settings
from backend.data.casework import CaseLink, CaseTrace
from backend.data.models import Draft
from backend.services.casework import Asked, NotAllowed, claim, keep
from backend.services.events import record
from backend.services.sealing import hashed
from intake import facts as reading

LINKED = "linked"
DUPLICATE, RELATED, REFUSED = KINDS = ("duplicate", "related", "refused")
SHARED = EMAIL, PHONE, HOME, BODY = ("email", "phone", "home", "body")
MOST = 10
POSTCODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?) ?(\d[A-Z]{2})\b", re.IGNORECASE)
# What a change of these makes out of date.
TRACED = frozenset(
    {"name", "email", "phone", "postal_address", "organisation", "happened_on", "aware_on"}
)


@dataclass(frozen=True)
class Alike:
    """Another case, what it shares with this one, and what staff said of the two."""

    draft: Draft
    shares: tuple[str, ...]
    kind: str | None


def leave_traces(session: Session, settings: Settings, draft: Draft) -> None:
    """Keep what a case may share with others, in hashes that only this service can make."""
    case_id = draft.conversation_id
    session.execute(delete(CaseTrace).where(CaseTrace.conversation_id == case_id))
    for kind, told in _told(draft.facts).items():
        trace = CaseTrace(
            conversation_id=case_id, kind=kind, hash=hashed(settings, "trace", kind, told)
        )
        if kind == BODY:
            period = _period(draft.facts)
            if period is None:
                continue
            trace.from_on, trace.to_on = period.first, period.last
        session.add(trace)


def alike(session: Session, case_id: str) -> list[Alike]:
    """Cases that staff linked to this one, and those that may be alike, the likeliest first."""
    mine, theirs = aliased(CaseTrace), aliased(CaseTrace)
    same_time = and_(theirs.from_on <= mine.to_on, theirs.to_on >= mine.from_on)
    found = (
        select(theirs.conversation_id.label("other"), theirs.kind.label("shared"))
        .join(mine, and_(mine.hash == theirs.hash, mine.kind == theirs.kind))
        .where(
            mine.conversation_id == case_id,
            theirs.conversation_id != case_id,
            or_(mine.kind != BODY, same_time),
        )
    )
    linked = select(
        case((CaseLink.first_id == case_id, CaseLink.second_id), else_=CaseLink.first_id),
        CaseLink.kind,
    ).where(or_(CaseLink.first_id == case_id, CaseLink.second_id == case_id))
    rows = found.union_all(linked).cte("alike")
    likeliest = func.sum(case((rows.c.shared == BODY, 1), else_=10)).label("likeliest")
    best = (
        select(rows.c.other, likeliest)
        .group_by(rows.c.other)
        .order_by(likeliest.desc(), rows.c.other)
        .limit(MOST)
        .subquery()
    )
    query = (
        select(Draft, rows.c.shared)
        .join(best, best.c.other == Draft.conversation_id)
        .join(rows, rows.c.other == best.c.other)
        .order_by(best.c.likeliest.desc(), Draft.conversation_id)
    )
    return _gathered(session.execute(query).all())


def like(session: Session, settings: Settings, facts: dict[str, Any]) -> list[Alike]:
    """Cases that share something with what is only being taken down, the likeliest first."""
    period = _period(facts)
    shared = []
    for kind, told in _told(facts).items():
        same = and_(CaseTrace.kind == kind, CaseTrace.hash == hashed(settings, "trace", kind, told))
        if kind == BODY and period is None:
            continue
        if kind == BODY and period is not None:
            at_the_time = and_(CaseTrace.from_on <= period.last, CaseTrace.to_on >= period.first)
            same = and_(same, at_the_time)
        shared.append(same)
    if not shared:
        return []
    query = (
        select(Draft, CaseTrace.kind)
        .join(CaseTrace, CaseTrace.conversation_id == Draft.conversation_id)
        .where(or_(*shared))
        .order_by(case((CaseTrace.kind == BODY, 1), else_=0), Draft.submitted_at.desc())
    )
    return _gathered(session.execute(query.limit(MOST * len(SHARED))).all())[:MOST]


def say(session: Session, case_id: str, asked: Asked, other: str, kind: str) -> Draft:
    """Keep what staff say of this case and another one that may be alike."""
    draft = claim(session, case_id, asked)
    known = next((each for each in alike(session, case_id) if _is(each.draft, other)), None)
    if known is None or kind not in KINDS:
        raise NotAllowed("link")
    if known.kind == kind:
        raise NotAllowed("same_link")
    first, second = sorted((case_id, known.draft.conversation_id))
    session.merge(CaseLink(first_id=first, second_id=second, kind=kind, by=asked.by, at=asked.now))
    name = known.draft.reference or known.draft.conversation_id
    keep(
        session, draft, asked, LINKED, {f"link:{name}": {"before": known.kind, "after": kind}},
        other=known.draft.conversation_id, link=kind,
    )  # fmt: skip
    record(
        session, known.draft.conversation_id, LINKED, at=asked.now, actor=asked.name,
        other=case_id, link=kind,
    )  # fmt: skip
    return draft


def _is(draft: Draft, key: str) -> bool:
    return key in (draft.reference, draft.conversation_id)


def _gathered(rows: Iterable[Any]) -> list[Alike]:
    shared: dict[str, tuple[Draft, list[str]]] = {}
    for draft, what in rows:
        shared.setdefault(draft.conversation_id, (draft, []))[1].append(what)
    return [
        Alike(
            draft,
            tuple(each for each in SHARED if each in what),
            next((each for each in what if each in KINDS), None),
        )
        for draft, what in shared.values()
    ]


def _told(facts: dict[str, Any]) -> dict[str, str]:
    """What a case tells of the person and the organisation, each written in one way."""
    told = {
        EMAIL: reading.words(facts, "email").lower(),
        PHONE: _phone(reading.words(facts, "phone")),
        HOME: _home(facts),
        BODY: _body(facts),
    }
    return {kind: value for kind, value in told.items() if value}


def _phone(typed: str) -> str:
    try:
        number = phonenumbers.parse(typed, "GB")
    except NumberParseException:
        return ""
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def _home(facts: dict[str, Any]) -> str:
    name = " ".join(reading.words(facts, "name").lower().split())
    found = POSTCODE.search(reading.words(facts, "postal_address"))
    return f"{name} {found[1]}{found[2]}".upper() if name and found else ""


def _body(facts: dict[str, Any]) -> str:
    named = reading.organisation(facts.get("organisation"))
    return (named["id"] or named["name"].casefold()) if named else ""


def _period(facts: dict[str, Any]) -> reading.Span | None:
    """When it happened, or else when the person first knew."""
    spans = (reading.span(facts.get(question)) for question in ("happened_on", "aware_on"))
    return next((span for span in spans if span is not None and span.known), None)
