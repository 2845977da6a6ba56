"""What the bot and staff say, made for what a channel can show; one renderer for all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from backend.channels import segments
from backend.channels.base import Abilities, Button
from backend.channels.splitting import split
from backend.chat.incoming import CHANGE
from backend.chat.transcript import ASKING
from backend.data.models import Message
from intake.wording import text as words

RISK = "risk"
MANY = "choices"
# Sentences with a shorter form, for channels where each message is short and costs.
SHORT = {"chat.welcome": "channel.short.welcome", "chat.privacy": "channel.short.privacy"}
EMERGENCY = "999"
Offers = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Part:
    """One message of a channel; the last of several holds what is asked."""

    text: str
    buttons: tuple[Button, ...] = ()
    asks: dict[str, Any] | None = None
    template: str = ""  # an approved template, where plain words are not allowed now


@dataclass(frozen=True)
class Asked:
    """What is asked in a run of lines, with its choices in the order of their numbers."""

    question: str | None = None
    input: str | None = None
    choices: tuple[dict[str, Any], ...] = field(default=())


def render(
    lines: Sequence[Message], abilities: Abilities, offered: Offers, locale: str
) -> list[Part]:
    """The lines of one turn as few messages, the question and its choices last."""
    kept = without_old_questions(lines)
    asked = asked_in(kept, offered)
    risks = [line.text for line in kept if line.kind == RISK]
    said = [_words(line, abilities) for line in kept if line.kind != RISK]
    buttons = _buttons(asked, abilities)
    said += [] if buttons else _numbered(asked, locale)
    parts = [part for risk in risks for part in _help(risk, abilities)]
    parts += _fitted("\n\n".join(said), abilities) if said else []
    asks = _asks(asked, kept)
    last = Part(parts[-1], buttons, asks)
    return [*(Part(each) for each in parts[:-1]), last]


def sentence(text: str, abilities: Abilities) -> list[Part]:
    """A sentence of the service's own as few messages."""
    return [Part(each) for each in _fitted(text, abilities)]


def numbered(labels: Sequence[str]) -> str:
    """Choices as lines, each with its number."""
    return "\n".join(f"{number}. {label}" for number, label in enumerate(labels, start=1))


def without_old_questions(lines: Sequence[Message]) -> list[Message]:
    """Of several questions in one turn only the last is still to be answered."""
    asking = [line for line in lines if line.kind in ASKING]
    return [line for line in lines if line not in asking[:-1]]


def asked_in(lines: Sequence[Message], offered: Offers) -> Asked:
    """The question and every choice that still stands; the wish to change has a word of its own."""
    asking = next((line for line in reversed(lines) if line.kind in ASKING), None)
    first = [asking] if asking else []
    found: dict[str, dict[str, Any]] = {}
    for line in [*first, *(each for each in lines if each is not asking)]:
        for choice in line.choices:
            value = str(offered.get(choice["value"], {}).get("value", ""))
            if not value.startswith(CHANGE):
                found.setdefault(choice["label"].casefold(), choice)
    return Asked(
        asking.question if asking else None,
        asking.input if asking else None,
        tuple(found.values()),
    )


def _asks(asked: Asked, lines: Sequence[Message]) -> dict[str, Any] | None:
    if not asked.choices and asked.question is None:
        return None
    return {
        "question": asked.question,
        "input": asked.input,
        "tokens": [choice["value"] for choice in asked.choices],
        "lines": [line.id for line in lines],
    }


def _words(line: Message, abilities: Abilities) -> str:
    if abilities.segments:
        locale = line.lang or "en"
        for long, short in SHORT.items():
            if line.text == words(long, locale):
                return words(short, locale)
    return line.text


def _buttons(asked: Asked, abilities: Abilities) -> tuple[Button, ...]:
    """Native buttons where all choices fit on them; several answers at once need numbers."""
    most = max(abilities.buttons, abilities.rows)
    if asked.input == MANY or not 0 < len(asked.choices) <= most:
        return ()
    if any(len(choice["label"]) > abilities.label for choice in asked.choices):
        return ()
    return tuple(Button(choice["label"], choice["value"]) for choice in asked.choices)


def _numbered(asked: Asked, locale: str) -> list[str]:
    if not asked.choices:
        return []
    how = "channel.reply_numbers" if asked.input == MANY else "channel.reply_number"
    lines = numbered([choice["label"] for choice in asked.choices])
    return [f"{lines}\n{words(how, locale)}"]


def _help(text: str, abilities: Abilities) -> list[str]:
    """Help for somebody in danger: whole, and where it takes several messages, numbers first."""
    if len(_fitted(text, abilities)) == 1:
        return _fitted(text, abilities)
    lines = text.split("\n")
    rings = [line for line in lines if any(sign.isdigit() for sign in line)]
    rings.sort(key=lambda line: EMERGENCY not in line)
    rest = [line for line in lines if line not in rings]
    return [*_fitted("\n".join(rings), abilities), *_fitted("\n".join(rest), abilities)]


def _fitted(text: str, abilities: Abilities) -> list[str]:
    if abilities.segments:
        return split(segments.plain(text).strip(), segments.fits)
    return split(text.strip(), lambda part: len(part) <= abilities.longest)
