"""What a person sent: cleaned, measured, and its choices looked up among those we offered."""

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

import intake
from backend.data.models import Conversation, Draft, Message
from backend.problems import Problem
from intake import wording

LONGEST = 4000
# Line breaks and tabs stay; joiners stay, since scripts and emoji need them.
KEPT = {"\n", "\t", "\u200c", "\u200d"}
UNSEEN = {"Cc", "Cf", "Cs", "Co"}
RETRY = "service:retry"
CHANGE = "cmd:change:"
STEERS = ("service:bot", "service:call:")


@dataclass(frozen=True)
class Incoming:
    """One message as it came in: words, tokens of choices, or a question to be changed."""

    client_id: str
    text: str = ""
    tokens: tuple[str, ...] = ()
    many: bool = False
    change: str = ""


@dataclass(frozen=True)
class Said:
    """One message as it is kept: its words, and the choice behind them if there is one."""

    text: str
    chosen: dict[str, Any] | None = None

    @property
    def retry(self) -> bool:
        """True where the person asks us to try again."""
        return self.chosen is not None and self.chosen["value"] == RETRY

    @property
    def steers(self) -> str | None:
        """What a choice asks of the service itself, not of the bot."""
        value = self.chosen["value"] if self.chosen else None
        return value if isinstance(value, str) and value.startswith(STEERS) else None

    @property
    def change(self) -> str | None:
        """The question whose answer the person wants to change."""
        value = self.chosen["value"] if self.chosen else None
        if isinstance(value, str) and value.startswith(CHANGE):
            return value.removeprefix(CHANGE)
        return None


def clean(text: str) -> str:
    """The words without signs that nobody can see, and without space around them."""
    lines = re.sub(r"\r\n?", "\n", text)
    seen = (c for c in lines if c in KEPT or unicodedata.category(c) not in UNSEEN)
    return unicodedata.normalize("NFC", "".join(seen)).strip()


def check(incoming: Incoming) -> Incoming:
    """The message, cleaned. Raises Problem 422 where there is nothing in it or far too much."""
    text = clean(incoming.text)
    given = sum(map(bool, (text, incoming.tokens, incoming.change)))
    if given > 1:
        raise Problem(422, "both")
    if not given:
        raise Problem(422, "empty")
    if len(text) > LONGEST:
        raise Problem(422, "too_long", length=f"{len(text):,}", limit=f"{LONGEST:,}")
    return replace(incoming, text=text)


def look_up(session: Session, talk: Conversation, draft: Draft, incoming: Incoming) -> Said:
    """What the person said. Raises Problem 422 for a choice that was never offered."""
    if incoming.change:
        return _change(talk, draft, incoming.change)
    if not incoming.tokens:
        return Said(incoming.text)
    offered = [talk.offered.get(token) for token in incoming.tokens]
    if all(offered):
        found = [each for each in offered if each]
        values = [each["value"] for each in found]
        chosen = {
            "tokens": list(incoming.tokens),
            "value": values if incoming.many else values[0],
            "question": found[0].get("question"),
        }
        return Said(", ".join(each["label"] for each in found), chosen)
    return _stale(session, talk.id, incoming)


def _change(talk: Conversation, draft: Draft, question: str) -> Said:
    """The wish to change one answer, wherever in the conversation that answer stands."""
    lines = {line.question: line for line in intake.summary(draft.facts, talk.locale)}
    if question not in lines:
        raise Problem(422, "not_offered")
    words = wording.text("chat.choice.change", talk.locale, label=lines[question].label)
    return Said(words, {"tokens": [], "value": f"{CHANGE}{question}", "question": None})


def _stale(session: Session, conversation: str, incoming: Incoming) -> Said:
    query = select(Message.kind, Message.choices).where(
        Message.conversation_id == conversation, Message.author == "bot"
    )
    shown = {c["value"]: (kind, c["label"]) for kind, row in session.execute(query) for c in row}
    if any(token not in shown for token in incoming.tokens):
        raise Problem(422, "not_offered")
    labels = ", ".join(shown[token][1] for token in incoming.tokens)
    if all(shown[token][0] == "error" for token in incoming.tokens):
        return Said(labels, {"tokens": [], "value": RETRY, "question": None})
    return Said(labels, {"tokens": list(incoming.tokens), "value": None, "question": None})
