"""What people say instead of an answer: questions back, wishes, chat."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.reading.patterns import any_of
from bot.reading.plain import Segment, load, segments

_PUNCTUATION = re.compile(r"[^\w\s/'£?+@.-]|[.?!-]+(?=\s|$)")
_TRAILING = re.compile(r"\s+")
STRONG = ("person", "stop", "start_again", "abuse")


@dataclass(frozen=True)
class Control:
    """An intent, and the plain words that showed it."""

    intent: str
    words: str


@dataclass(frozen=True)
class _Intent:
    name: str
    inside: re.Pattern[str] | None
    whole: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    needs_question: bool

    def said(self, segment: Segment, words: str, core: str, longest: int) -> bool:
        if self.needs_question and not segment.asks:
            return False
        if self.whole and any(self.whole.fullmatch(said) for said in (core, words, _begun(words))):
            return True
        if self.inside is None or segment.words > longest or not self.inside.search(words):
            return False
        return not (self.unless and self.unless.search(words))


@lru_cache(maxsize=1)
def _intents() -> tuple[_Intent, ...]:
    made = []
    for name, entry in load("controls")["intents"].items():
        inside, whole, unless = (
            any_of(entry[key]) if key in entry else None for key in ("inside", "whole", "unless")
        )
        made.append(_Intent(name, inside, whole, unless, "needs_question" in entry))
    return tuple(made)


@lru_cache(maxsize=1)
def _filler() -> re.Pattern[str]:
    return any_of([load("controls")["filler"]])


def bare(text: str) -> str:
    """Plain text without punctuation at the ends of words."""
    return _TRAILING.sub(" ", _PUNCTUATION.sub(" ", text)).strip()


def _begun(left: str) -> str:
    """Bare text without polite or empty words at its start."""
    while True:
        found = _filler().match(left)
        if not found or found.end() == len(left):
            return left
        left = left[found.end() :].strip()


def stripped(text: str) -> str:
    """Bare text without polite or empty words at its ends; all of it when nothing else is there."""
    left = _begun(bare(text))
    while left:
        shorter = next(
            (
                left[: found.start()].strip()
                for found in _filler().finditer(left)
                if found.end() == len(left) and found.start() > 0
            ),
            None,
        )
        if not shorter:
            break
        left = shorter
    return left


@lru_cache(maxsize=1024)
def of_segment(segment: Segment) -> str | None:
    """The intent of one sentence, if it asks or wants something and tells nothing."""
    return _intent_of(segment) or _intent_of_parts(segment)


def _intent_of(segment: Segment) -> str | None:
    words, core = bare(segment.text), stripped(segment.text)
    longest = int(load("controls")["longest"])
    return next(
        (intent.name for intent in _intents() if intent.said(segment, words, core, longest)), None
    )


def _intent_of_parts(segment: Segment) -> str | None:
    """The intent of `I've had enough, stop`: every part between commas is one, or empty words."""
    pieces = (piece.strip() for piece in segment.text.split(","))
    parts = [Segment(piece, segment.asks) for piece in pieces if piece]
    if len(parts) < 2:
        return None
    intents = [_intent_of(part) for part in parts if not is_filler(part)]
    return intents[0] if intents and all(intents) else None


def is_filler(segment: Segment) -> bool:
    """True where a sentence has only polite or empty words."""
    return not _filler().sub("", bare(segment.text)).strip()


@lru_cache(maxsize=1024)
def split(text: str) -> tuple[tuple[Control, ...], tuple[Segment, ...]]:
    """Plain text parted into what it asks or wants, and the rest."""
    controls, rest = [], []
    for segment in segments(text):
        intent = of_segment(segment)
        if intent:
            controls.append(Control(intent, segment.text))
        else:
            rest.append(segment)
    return tuple(controls), tuple(rest)


def strongest(controls: tuple[Control, ...]) -> Control | None:
    """The control that matters most: wanting a person or to stop before any question."""
    weak = ("greet", "thanks", "chitchat", "not_sure", "declined")
    for wanted in STRONG:
        for control in controls:
            if control.intent == wanted:
                return control
    firm = [control for control in controls if control.intent not in weak]
    return firm[0] if firm else (controls[0] if controls else None)
