"""Invented cases for the console's tests: whole ones, in the shape that the service keeps them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from backend.data.files import AttachedFile
from backend.data.models import Conversation, Draft, Message, UnclearMessage
from backend.data.session import db
from backend.files import store
from backend.services.events import record
from tests.backend import papers

PASSWORD = "correct horse battery"
EMAIL = "casey@example.org"
BEGAN = datetime(2026, 11, 20, 13, 5, tzinfo=UTC)

FACTS: dict[str, Any] = {
    "privacy_ack": "yes",
    "matter": "My mum waited nine hours in pain and nobody told us what was happening.",
    "acting_for": "self",
    "organisation": {
        "name": "Leeds Teaching Hospitals NHS Trust",
        "id": "RR8",
        "branch": "NHS",
        "match": "exact",
    },
    "complained_locally": "yes",
    "final_response": "yes",
    "aware_on": {"from": "2026-02-01", "to": "2026-02-28", "precision": "month"},
    "legal_action": "no",
    "should_have_happened": "Someone should have come within an hour.",
    "impact": ["distress", "physical_harm"],
    "outcomes": ["O_APOL", "O_SERV"],
    "adjustments": ["large_text"],
    "name": "Ada Example",
    "contact_method": "email",
    "email": "ada@example.org",
    "safe_contact": "Please do not phone in the evening.",
}
PASSED = {
    "rule_id": "E1_BODY",
    "answer": "organisation",
    "result": "PASS",
    "text": "It is one that we can look at.",
    "citation": "HSCA 1993 s.2",
}
REASON = {
    "rule_id": "E5_TIME",
    "answer": "aware_on",
    "result": "LIKELY_DISCRETION",
    "text": "It may be more than a year.",
    "citation": "HSCA 1993 s.9(4)",
}


def make_case(session: Session, name: str = "one", **given: Any) -> Draft:
    """Keep one case with its conversation; `given` replaces columns of its draft."""
    at = given.pop("at", BEGAN)
    lines = given.pop("lines", LINES)
    session.add(
        Conversation(id=f"conversation-{name}", created_at=at, last_active_at=at, offered={})
    )
    session.flush()
    messages = [_message(name, at, place, line) for place, line in enumerate(lines)]
    session.add_all(messages)
    session.flush()
    columns = {
        "facts": FACTS,
        "sources": _sources(messages),
        "result": "LOOKS_ELIGIBLE",
        "reasons": [REASON, PASSED],
        "next_steps": ["A person will read what you sent."],
        "signposts": [],
        "flags": [],
        "rules_version": "2026.11",
        "case_status": "submitted_by_person",
        "reference": f"OMB-{name.upper()}",
        "submitted_at": at + timedelta(minutes=12),
        "revision": 12,
        "created_at": at,
        "updated_at": at + timedelta(minutes=12),
        **given,
    }
    if columns.pop("risk_line", None):
        columns["risk_message_id"] = messages[-1].id
    draft = Draft(conversation_id=f"conversation-{name}", **columns)
    session.add(draft)
    record(session, draft.conversation_id, "opened", at=at, actor="person")
    session.commit()
    return draft


def make_unsent(session: Session, name: str = "unsent", **given: Any) -> Draft:
    """Keep a draft that the person has not sent."""
    unsent = {"case_status": "draft", "reference": None, "submitted_at": None}
    return make_case(session, name, **{**unsent, **given})


def make_unclear(session: Session, text: str = "well sort of", **given: Any) -> UnclearMessage:
    """Keep a message that was not understood."""
    columns = {
        "question": "complained_locally",
        "locale": "en",
        "collected_on": date(2026, 11, 20),
        **given,
    }
    row = UnclearMessage(text=text, **columns)
    session.add(row)
    session.commit()
    return row


def make_file(app: Flask, draft: Draft, key: str = "one", **given: Any) -> AttachedFile:
    """Keep a picture with a case, locked as the service keeps it."""
    settings, data = app.extensions["intake"].settings, given.pop("data", papers.picture())
    sealed = store.write(
        settings.files_folder, settings.files_keys, draft.conversation_id, f"kept-{key}", data
    )
    columns = {
        "name": "letter.jpg",
        "kind": "jpeg",
        "scan": "clean",
        "notes": ["picture_remade"],
        "place": 1,
        **given,
    }
    row = AttachedFile(
        id=f"file-{key}",
        conversation_id=draft.conversation_id,
        size=len(data),
        sha256=key,
        stored_as=f"kept-{key}",
        sealed_key=sealed,
        at=BEGAN,
        **columns,
    )
    with app.app_context():
        db.session.add(row)
        db.session.commit()
    return row


LINES = [
    ("bot", "Tell me in your own words what happened."),
    ("person", "My mum waited nine hours in pain at Leeds and nobody told us what was happening."),
    ("bot", "When did you first know that something had gone wrong?"),
    ("person", "it was february this year"),
]


def _message(name: str, at: datetime, place: int, line: Any) -> Message:
    author, text = line[:2]
    return Message(
        conversation_id=f"conversation-{name}",
        author=author,
        kind="info",
        text=text,
        choices=[],
        at=at + timedelta(minutes=place),
        risk=line[2] if len(line) > 2 else None,
    )


def _sources(messages: list[Message]) -> dict[str, Any]:
    if len(messages) < len(LINES):
        return {}
    story, dated = messages[1], messages[3]
    return {
        "matter": {"message": story.id, "quote": story.text, "confidence": 1.0, "how": "text"},
        "organisation": {"message": story.id, "quote": "Leeds", "confidence": 0.72, "how": "story"},
        "aware_on": {
            "message": dated.id,
            "quote": "february this year",
            "confidence": 0.55,
            "how": "text",
        },
    }
