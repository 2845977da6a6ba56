"""What a chat page shows: what is new, the form for the question, and the rest folded away."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from backend.data.models import Conversation, Draft, Message


@dataclass(frozen=True)
class Page:
    """One page of the conversation."""

    earlier: list[Message]
    latest: list[Message]
    form: Message | None
    reference: str | None
    last_id: int
    changes: list[dict[str, Any]]
    error: str | None = None
    typed: str = ""
    picked: frozenset[str] = frozenset()
    message_id: str = field(default_factory=lambda: str(uuid.uuid4()))

    @property
    def many(self) -> bool:
        """True where several answers may be chosen."""
        return self.form is not None and self.form.input == "choices"

    @property
    def choices(self) -> list[dict[str, Any]]:
        """The answers on offer."""
        return self.form.choices if self.form is not None else []


def page(talk: Conversation, draft: Draft, rows: Sequence[Message], **more: Any) -> Page:
    """The page for a conversation as it is now."""
    spoken = [i for i, row in enumerate(rows) if row.author == "person"]
    start = spoken[-1] if spoken else 0
    latest = list(rows[start:])
    return Page(
        earlier=list(rows[:start]),
        latest=latest,
        form=_form(talk, draft, rows),
        reference=draft.reference,
        last_id=rows[-1].id if rows else 0,
        changes=[c for r in latest if r.kind == "summary" and stands(talk, r) for c in r.choices],
        **more,
    )


def _form(talk: Conversation, draft: Draft, rows: Sequence[Message]) -> Message | None:
    """The line that the form answers: the last that asks what we are on, or whose choices stand."""
    since = 0
    for row in reversed(rows):
        since += row.author == "person"
        if row.author != "bot" or row.kind == "summary":
            continue
        if row.kind == "question" and row.question == draft.question:
            return row
        again = row.kind == "error" and not since
        if row.choices and (again or stands(talk, row)):
            return row
    return None


def stands(talk: Conversation, row: Message) -> bool:
    """True where the choices of a line are those offered now."""
    return all(choice["value"] in talk.offered for choice in row.choices)
