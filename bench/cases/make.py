"""Invented cases with transcripts, always the same for the same seed."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from backend.data import chain
from backend.data.casework import CaseChange
from backend.data.models import CaseEvent, CaseTheme, Conversation, Draft, Message
from backend.services import search
from intake import themes
from intake.asks import CONTACT_QUESTIONS, DRAFT_QUESTIONS, ELIGIBILITY_IDS

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
AT_ONCE = 1000
LINES = 24
TOWNS = ("Ashford", "Bramley", "Carrow", "Denby", "Elmet", "Fenwick", "Garth", "Holme")
KINDS = ("Teaching Hospitals NHS Trust", "Medical Centre", "Dental Practice", "Community Trust")
BODIES = [("NHS", f"{town}{end} {kind}") for town in TOWNS for end in ("", " North", " South")
          for kind in KINDS]  # fmt: skip
BODIES += [("GOV", name) for name in ("Department of Pensions", "Passport Service", "Tax Office")]
CHANNELS, CHANNEL_SHARE = ("web", "sms", "whatsapp", "phone"), (80, 8, 8, 4)
QUESTIONS = [*ELIGIBILITY_IDS, *(ask.question for ask in (*DRAFT_QUESTIONS, *CONTACT_QUESTIONS))]
STATES = ("submitted_by_person", "staff_triage", "more_info", "not_yet_advice", "closed")
SHARE = (10, 8, 5, 17, 60)
RESULTS = ("LOOKS_ELIGIBLE", "LIKELY_DISCRETION", "NOT_YET", "NOT_FOR_US", "NEEDS_STAFF")
RISKS, RISK_SHARE = ("R0", "R1", "R2", "R3", "R4"), (900, 60, 30, 7, 3)
FLAGS = ("URGENT_LIMIT", "LEGAL", "WANTS_PERSON", "UNDER_18", "DATES_DISAGREE")
WORDS = [
    "ward",
    "nurse",
    "letter",
    "phone",
    "waiting",
    "hours",
    "pain",
    "delay",
    "operation",
    "record",
    "lost",
    "apology",
    "manager",
    "answer",
    "month",
    "office",
    "payment",
    "benefit",
    "claim",
    "mistake",
    "told",
    "nobody",
    "explained",
    "worried",
    "daughter",
    "husband",
    "appointment",
    "cancelled",
    "medicine",
    "wrong",
    "notes",
    "staff",
    "rude",
    "discharge",
    "home",
    "refused",
]


def make(session: Session, count: int, seed: int = 7) -> None:
    """Keep so many cases, each with its transcript, its events in the chain and its index."""
    chosen = random.Random(seed)
    for start in range(0, count, AT_ONCE):
        rows = [_case(number, chosen) for number in range(start, min(start + AT_ONCE, count))]
        for table in (Conversation, Message, Draft, CaseTheme, CaseChange, CaseEvent):
            if found := [each for row in rows for each in row[table]]:
                session.execute(insert(table), found)
        for row in rows:
            search.keep(session, session.get_one(Draft, row[Draft][0]["conversation_id"]))
        session.flush()
        chain.seal(session.connection())
        session.commit()
        session.expunge_all()


def _case(number: int, chosen: random.Random) -> dict[type[Any], list[dict[str, Any]]]:
    case = f"{seeded(chosen):08x}-{number:08d}"
    sent = NOW - timedelta(minutes=chosen.randrange(400 * 24 * 60))
    branch, body = chosen.choice(BODIES)
    state = chosen.choices(STATES, SHARE)[0]
    story = said(chosen, 60)
    reference = f"OMB-{number:08d}"
    draft = {
        "conversation_id": case,
        "facts": {
            "matter": story,
            "organisation": {"name": body, "id": None, "branch": branch, "match": "exact"},
            "name": f"{said(chosen, 1)} {said(chosen, 1)}".title(),
            "adjustments": chosen.sample(["large_text", "bsl", "phone"], chosen.randrange(2)),
            "email": f"person{number}@example.org",
            "should_have_happened": said(chosen, 20),
        },
        "result": chosen.choice(RESULTS),
        "flags": chosen.sample(FLAGS, chosen.choice((0, 0, 0, 1, 2))),
        "risk_level": chosen.choices(RISKS, RISK_SHARE)[0],
        "case_status": state,
        "reference": reference,
        "submitted_at": sent,
        "due_on": (sent + timedelta(days=28)).date(),
        "created_at": sent,
        "updated_at": sent,
    }
    began = sent - timedelta(minutes=int(chosen.lognormvariate(3, 1)))
    draft["staff_result"] = chosen.choice(RESULTS) if chosen.random() < 0.08 else None
    talk = {
        "id": case,
        "channel": chosen.choices(CHANNELS, CHANNEL_SHARE)[0],
        "created_at": began,
        "last_active_at": sent,
        "status": "submitted",
    }
    return {
        Conversation: [talk],
        Draft: [draft],
        Message: list(_transcript(case, sent, story, chosen)),
        CaseTheme: [
            {"conversation_id": case, "code": code, "words": []}
            for code in chosen.sample(themes.codes(), chosen.choice((1, 2)))
        ],
        CaseChange: list(_changes(case, sent, story, chosen)),
        CaseEvent: [
            {"conversation_id": case, "kind": kind, "at": sent, "actor": "person", "detail": {}}
            for kind in ("opened", "submitted")
        ],
    }


def _transcript(
    case: str, sent: datetime, story: str, chosen: random.Random
) -> Iterator[dict[str, Any]]:
    for place in range(LINES):
        person = place % 2 == 1
        yield {
            "conversation_id": case,
            "author": "person" if person else "bot",
            "kind": "info" if person else "question",
            "question": None if person else QUESTIONS[place // 2],
            "text": story if place == 1 else said(chosen, 8),
            "at": sent - timedelta(minutes=LINES - place),
        }


def _changes(
    case: str, sent: datetime, story: str, chosen: random.Random
) -> Iterator[dict[str, Any]]:
    """Staff put the story right in one case of ten."""
    if chosen.random() < 0.1:
        change = {"before": story, "after": f"{story} {said(chosen, 5)}"}
        yield {
            "conversation_id": case, "version": 1, "kind": "edited", "at": sent,
            "fields": {"matter": change}, "words": "",
        }  # fmt: skip


def said(chosen: random.Random, words: int) -> str:
    """So many invented words."""
    return " ".join(chosen.choices(WORDS, k=words))


def seeded(chosen: random.Random) -> int:
    """A number that only the seed decides."""
    return chosen.getrandbits(32)
