"""Messages and states as the public API shows them."""

import json
from typing import Any

import intake
from backend.chat import rows
from backend.data.models import Conversation, Draft, Message
from backend.services import casework_sources
from intake.left import questions_left

ACK = "privacy_ack"
NOT_CHANGED = (ACK, "themes", "confirm")


def message(row: Message) -> dict[str, Any]:
    """A line of the transcript."""
    spoken = {"lang": row.lang} if row.lang else {}
    return {
        "id": row.id,
        "from": row.author,
        "kind": row.kind,
        "text": row.text,
        "question": row.question,
        "input": row.input,
        **rows.parted(row.text, row.choices, row.lang or "en"),
        **spoken,
        "at": row.at.isoformat(timespec="seconds"),
    }


def state(talk: Conversation, draft: Draft) -> dict[str, Any]:
    """Where the conversation stands; the result only once eligibility is settled."""
    draft = casework_sources.sent(draft)
    return {
        "question": draft.question,
        "result": draft.result if draft.settled else None,
        "flags": draft.flags,
        "reference": draft.reference,
        "owner": talk.owner,
        "status": talk.status,
        "locale": talk.locale,
        "answered": sum(1 for name in draft.facts if name != ACK),
        "left": left(talk, draft),
        "told": told(talk, draft),
    }


def told(talk: Conversation, draft: Draft) -> dict[str, int]:
    """Which message each answer came from, while it can still be changed."""
    if talk.status != "open" or talk.owner != "bot":
        return {}
    known = ((name, draft.sources.get(name, {}).get("message")) for name in draft.facts)
    return {name: at for name, at in known if at is not None and name not in NOT_CHANGED}


def left(talk: Conversation, draft: Draft) -> int | None:
    """About how many questions come before the result or, after it, before the summary."""
    if talk.status != "open" or draft.question is None:
        return None
    return questions_left(draft.facts, draft.updated_at.date())


def understood(talk: Conversation, draft: Draft) -> dict[str, Any]:
    """The answers and what the rules make of them so far; themes are for staff alone."""
    draft = casework_sources.sent(draft)
    names = ("facts", "result", "reasons", "flags", "signposts", "next_steps", "settled")
    shown = {name: getattr(draft, name) for name in names}
    facts = {k: v for k, v in draft.facts.items() if k != "themes"}
    lines = [vars(line) for line in intake.summary(draft.facts, talk.locale)]
    return {**shown, "facts": facts, "answers": lines}


def dumps(body: dict[str, Any]) -> bytes:
    """The body as JSON."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
