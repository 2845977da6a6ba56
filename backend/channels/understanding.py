"""What a reply means: the number, word or label of a choice that we showed, or just words."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.channels.rendering import MANY
from backend.data.channels import ChannelOut
from backend.data.models import Message
from intake import wording

CLOSED = ("choice", MANY)
LOOKED_AT = 5  # the newest questions that a late answer may belong to
SLACK = timedelta(seconds=2)  # providers tell the time in whole seconds
SHORTEST_PREFIX = 2
LETTERS = ("y", "n")
NUMBER = re.compile(r"\d{1,2}")


@dataclass(frozen=True)
class Shown:
    """A question as it was shown: what stands behind each number."""

    question: str | None
    input: str | None
    tokens: tuple[str, ...]
    labels: tuple[str, ...]

    @property
    def many(self) -> bool:
        """True where several answers may be given."""
        return self.input == MANY

    def like(self, other: "Shown") -> bool:
        """True where the same numbers stand for the same answers to the same question."""
        return (self.question, self.labels) == (other.question, other.labels)


@dataclass(frozen=True)
class Meant:
    """What a reply comes to."""

    tokens: tuple[str, ...] = ()
    many: bool = False
    beyond: int = 0  # a number that is no answer, where there are so many


def meant(
    session: Session, identity: int, conversation: str, text: str, at: datetime, *, told: bool
) -> Meant:
    """The choice that a reply names. A number counts for the question that was there to be read
    when it was written; `told`: the provider says when, in whole seconds."""
    shown = _shown(session, identity, conversation)
    if not shown:
        return Meant()
    seen = at + SLACK if told else at
    now = shown[0][1]
    then = next((each for sent, each in shown if sent is not None and sent <= seen), None)
    numbers = numbers_in(text)
    if numbers:
        return _by_number(numbers, now if then and then.like(now) else then)
    return _by_label(text, now)


def _by_number(numbers: list[int], shown: Shown | None) -> Meant:
    if shown is None or not shown.tokens:
        return Meant()
    if max(numbers) > len(shown.tokens) or min(numbers) < 1:
        return Meant(beyond=len(shown.tokens)) if shown.input in CLOSED else Meant()
    if len(numbers) > 1 and not shown.many:
        return Meant(beyond=len(shown.tokens)) if shown.input in CLOSED else Meant()
    tokens = tuple(dict.fromkeys(shown.tokens[number - 1] for number in numbers))
    return Meant(tokens, shown.many and not any(map(_steers, tokens)))


def _by_label(text: str, shown: Shown) -> Meant:
    said = bare(text)
    labels = [bare(label) for label in shown.labels]
    found = [token for token, label in zip(shown.tokens, labels, strict=True) if label == said]
    if not found and (len(said) >= SHORTEST_PREFIX or said in LETTERS):
        found = [
            token
            for token, label in zip(shown.tokens, labels, strict=True)
            if label.startswith(said)
        ]
    if len(found) != 1:
        return Meant()
    return Meant(tuple(found), shown.many and not _steers(found[0]))


def _steers(token: str) -> bool:
    """Whether a token stands for a command, and not for an answer."""
    return token.startswith("do.")


def _shown(
    session: Session, identity: int, conversation: str
) -> list[tuple[datetime | None, Shown]]:
    """The newest questions with when they went out, newest first."""
    rows = session.execute(
        select(ChannelOut.sent_at, ChannelOut.asks)
        .where(ChannelOut.identity_id == identity, ChannelOut.conversation_id == conversation)
        .where(ChannelOut.asks.is_not(None))
        .order_by(ChannelOut.id.desc())
        .limit(LOOKED_AT)
    ).all()
    return [(sent, _of(session, asks)) for sent, asks in rows if asks]


def _of(session: Session, asks: dict[str, Any]) -> Shown:
    lines = session.scalars(select(Message.choices).where(Message.id.in_(asks["lines"])))
    labels = {choice["value"]: choice["label"] for line in lines for choice in line}
    tokens = tuple(token for token in asks["tokens"] if token in labels)
    return Shown(asks["question"], asks["input"], tokens, tuple(labels[token] for token in tokens))


def bare(text: str) -> str:
    """Words as they are compared: no capitals, no signs around them, one space between."""
    same = text.replace("’", "'").casefold()
    return " ".join(re.sub(r"[^\w' ]", " ", same).split())


def numbers_in(text: str) -> list[int]:
    """The numbers where a message is nothing else: "1", "2.", "one", "1, 3 and 4"; else none."""
    named, joining = _number_words()
    parts = re.split(r"[\s,;&+/.)(]+", text.casefold().strip())
    found = []
    for part in filter(None, parts):
        if part in joining:
            continue
        if NUMBER.fullmatch(part):
            found.append(int(part))
        elif part in named:
            found.append(named[part])
        else:
            return []
    return found


@lru_cache(maxsize=1)
def _number_words() -> tuple[dict[str, int], frozenset[str]]:
    named: dict[str, int] = {}
    joining: set[str] = set()
    for locale in wording.locales():
        for number, word in enumerate(words_of("numbers", locale), start=1):
            named.setdefault(word, number)
        joining |= {*words_of("and", locale), *words_of("option", locale)}
    return named, frozenset(joining)


def words_of(key: str, locale: str) -> list[str]:
    """A list of words from the wording."""
    return [word.strip() for word in wording.text(f"channel.{key}", locale).casefold().split(",")]
