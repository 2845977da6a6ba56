"""Puts the phrases found and the opinions of the models together into what a message tells of.

Phrases, linear models and the encoder each give a figure, and their sum decides: none of them is
right alone. Only what a phrase is sure of stands by itself. The shares (safety_weighing.yml) were
found on messages that none of the models had learned from (docs/decisions/0009).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from intake import languages
from intake.facts import CHOICES
from intake.safety import encoded, learned
from intake.safety.data import load
from intake.safety.learned import FLAG_HEADS, LEVEL_HEADS, Opinion, Row
from intake.safety.model import LEVELS, Found
from intake.safety.normalise import Segment

R1, R2, R3, R4 = range(len(LEVEL_HEADS))
# Below these figures of the linear models, and without a phrase, the encoder changes nothing.
QUIET: Row = (0.0, -1.0, -1.5, math.inf)
# Answers that are names, figures and dates, in which a single word says little.
PLAIN_ANSWERS = frozenset({"name", "email", "phone", "postal_address", "happened_on"})
FEW, LOUDEST = 3, 4
# A story has many sentences, and the loudest of many is louder than the loudest of two.
MANY, ANSWER = 40, 15
TRAITS = ("bereaved", "plain", "short", "long", "closed", "foreign")
# A kind of danger is named a little before it is sure: staff look, and a missing one is worse.
FLAG_ENOUGH = -1.0
# A phrase in so few words is not doubted: the models know words from longer messages.
TOO_FEW_TO_DOUBT = 6
# Nor in so many: the models are asked for some stretches of a very long message alone.
TOO_MANY_TO_DOUBT = 400
# "I want to end it" said to "Shall I send it?" is about the complaint.
EXCUSED = 4.0


@dataclass(frozen=True)
class Evidence:
    """What each reader makes of a whole message."""

    worst: str
    """The highest level that phrases gave."""
    sure: bool
    excused: bool
    bereaved: bool
    plain: bool
    short: bool
    long: bool
    closed: bool
    """Whether it answers a question with a few words of its own to choose from."""
    foreign: bool
    """Whether it is in another language: the models know little but English."""
    linear: Row
    """The highest figure of the linear models for each level."""
    encoder: Row
    """The figures of the encoder for each level and flag."""

    def doubted(self, head: int) -> bool:
        """Whether a phrase that spoke of a level is doubted, however long the message is."""
        share = weighing()[LEVEL_HEADS[head]]
        return replace(self, long=False).strength(head) < share["doubted"]

    def strength(self, head: int) -> float:
        """How strongly everything together speaks for a level; above 0 is yes."""
        share = weighing()[LEVEL_HEADS[head]]
        figure = share["base"] + share.get(self.worst, 0.0)
        figure += share["encoder"] * self.encoder[head] + share["linear"] * self.linear[head]
        for name in TRAITS:
            figure += share[name] if getattr(self, name) else 0.0
        return figure - (EXCUSED if self.excused and self.worst < "R3" else 0.0)


class Heard(NamedTuple):
    """A message's sentences, the phrases found, and what the linear models say of them."""

    parts: Sequence[Segment]
    found: Sequence[Found]
    opinions: Sequence[Opinion]
    excused: bool
    """Whether a phrase was left out because of what was asked."""


@lru_cache(maxsize=1)
def weighing() -> dict[str, dict[str, float]]:
    """For each level the share of each reader."""
    found: dict[str, dict[str, float]] = load("safety_weighing")
    return found


def judged(text: str, heard: Heard, asked: str | None) -> list[Found]:
    """What is found by phrases, borne out, doubted or added to by the models."""
    parts, found, opinions, excused = heard
    if not opinions:
        return list(found)
    evidence = gathered(text, heard, asked)
    danger = max(opinions, key=lambda one: one.levels[R3])
    if evidence.worst >= "R3":
        words = sum(len(part.words) for part in parts)
        if not evidence.sure and words < TOO_MANY_TO_DOUBT and evidence.doubted(R3):
            level = "R2" if evidence.strength(R2) > 0 else "R1"
            return [_at_most(one, level) for one in found]
        now = evidence.strength(R4) > 0
        return [_timed(one, now) for one in found] + _flagged(evidence, opinions, parts)
    # One word alone, such as "myself", tells of danger only where a phrase says so.
    alone = evidence.worst == "R0" and sum(len(part.words) for part in parts) < 2
    if evidence.strength(R3) > 0 and not alone:
        level = "R4" if evidence.strength(R4) > 0 else "R3"
        told = _of(danger, level, parts)
        return [*found, told, *_flagged(evidence, opinions, parts)]
    return list(found) if excused or evidence.short else _lower(found, evidence, opinions, parts)


def gathered(text: str, heard: Heard, asked: str | None) -> Evidence:
    """What phrases, linear models and the encoder make of a message."""
    parts, found, opinions, excused = heard
    levels = zip(*(one.levels for one in opinions), strict=True)
    linear = tuple(max(figures) for figures in levels)
    quiet = not found and all(figure < low for figure, low in zip(linear, QUIET, strict=True))
    words = sum(len(part.words) for part in parts)
    encoder = None if quiet else encoded.opinion(text, parts, opinions)
    return Evidence(
        worst=max((one.level for one in found), default="R0"),
        sure=any(one.sure and one.level >= "R3" for one in found),
        excused=excused,
        bereaved=any("BEREAVED" in one.flags for one in found),
        plain=asked in PLAIN_ANSWERS,
        short=words < FEW,
        long=words > MANY,
        closed=asked in CHOICES and words <= ANSWER,
        foreign=languages.detect(text) is not None,
        linear=linear,
        encoder=encoder or (*linear, *[0.0] * len(FLAG_HEADS)),
    )


def _at_most(one: Found, level: str) -> Found:
    return replace(one, level=level, flags=()) if one.level > level else one


def _timed(one: Found, now: bool) -> Found:
    """Whether it is happening now, where the models are asked."""
    if one.sure or one.level < "R3":
        return one
    return replace(one, level="R4" if now else "R3")


def _lower(
    found: Sequence[Found],
    evidence: Evidence,
    opinions: Sequence[Opinion],
    parts: Sequence[Segment],
) -> list[Found]:
    """Despair and distress: added where there is enough for them, taken down where there is not."""
    level = "R2" if evidence.strength(R2) > 0 else "R1" if evidence.strength(R1) > 0 else "R0"
    if level > evidence.worst:
        loudest = max(opinions, key=lambda one: one.levels[LEVELS.index(level) - 1])
        return [*found, _of(loudest, level, parts)]
    words = sum(len(part.words) for part in parts)
    doubted = evidence.doubted(R2) and words >= TOO_FEW_TO_DOUBT
    if evidence.worst == "R2" and doubted:
        return [replace(one, level="R1") if one.level == "R2" else one for one in found]
    return list(found)


def _flagged(
    evidence: Evidence, opinions: Sequence[Opinion], parts: Sequence[Segment]
) -> list[Found]:
    """What kind of danger it is, from the stretches that speak of danger most."""
    loudest = sorted(opinions, key=lambda one: -one.levels[R3])[:LOUDEST]
    figures = [learned.flags([part.words for part in parts], one) for one in loudest]
    encoder = dict(zip(FLAG_HEADS, evidence.encoder[len(LEVEL_HEADS) :], strict=True))
    flags = tuple(
        flag
        for flag in FLAG_HEADS
        if max(one.get(flag, 0.0) for one in figures) + encoder[flag] > FLAG_ENOUGH
    )
    return [Found("opinion_of_kind", "R0", flags, 0, 0)] if flags else []


def _of(opinion: Opinion, level: str, parts: Sequence[Segment]) -> Found:
    start = parts[opinion.first].spans[0][0]
    end = parts[opinion.last].spans[-1][1]
    return Found("second_opinion", level, (), start, end)
