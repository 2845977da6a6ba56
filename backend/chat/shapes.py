"""Messages and states as the public API shows them."""

import json
from typing import Any

from backend.data.models import Conversation, Draft, Message

ACK = "privacy_ack"


def message(row: Message) -> dict[str, Any]:
    """A line of the transcript."""
    return {
        "id": row.id,
        "from": row.author,
        "kind": row.kind,
        "text": row.text,
        "question": row.question,
        "input": row.input,
        "choices": row.choices,
        "at": row.at.isoformat(timespec="seconds"),
    }


def state(talk: Conversation, draft: Draft) -> dict[str, Any]:
    """Where the conversation stands; the result only once eligibility is settled."""
    return {
        "question": draft.question,
        "result": draft.result if draft.settled else None,
        "flags": draft.flags,
        "reference": draft.reference,
        "owner": talk.owner,
        "status": talk.status,
        "answered": sum(1 for name in draft.facts if name != ACK),
    }


def understood(draft: Draft) -> dict[str, Any]:
    """The answers and what the rules make of them so far; themes are for staff alone."""
    names = ("facts", "result", "reasons", "flags", "signposts", "next_steps", "settled")
    shown = {name: getattr(draft, name) for name in names}
    return {**shown, "facts": {k: v for k, v in draft.facts.items() if k != "themes"}}


def dumps(body: dict[str, Any]) -> bytes:
    """The body as JSON."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
