"""Puts the phrases found and the opinion of the models together into what a message tells of.

Phrases decide what they are sure of. The models lift what no phrase was found for, the more
readily the more the phrases suspect, and may doubt a phrase that nothing else bears out. The
figures were found on invented messages, with a miss of danger weighed as heavily as a false alarm.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from intake.safety import learned
from intake.safety.learned import LEVEL_HEADS, Opinion
from intake.safety.model import LEVELS, Found
from intake.safety.normalise import Segment

R1, R2, R3, R4 = range(len(LEVEL_HEADS))
# What the models must say before they alone speak of danger, by the level that phrases gave.
NEEDED = {"R0": 0.7, "R1": 1.2, "R2": 0.45}
# Answers that are names, figures and dates, in which a single word says little.
PLAIN_ANSWERS = frozenset({"name", "email", "phone", "postal_address", "happened_on"})
MORE_FOR_PLAIN, MORE_FOR_EXCUSED, MORE_FOR_BEREAVED = 0.75, 4.0, 0.5
# A word or two say little: the models know them only from longer messages.
FEW, MORE_FOR_SHORT = 3, 1.0
# Below this nothing bears out a phrase that spoke of danger.
DOUBTED = {"R3": -2.5, "R4": -3.0}
AT_ONCE, NOT_AT_ONCE = 0.5, -1.0
LOW, NO_LOW, UPSET = {"R0": 2.0, "R1": 1.5}, -2.0, 2.0
FLAG_SURE, LOUDEST = 0.0, 4


def judged(
    found: Sequence[Found],
    opinions: Sequence[Opinion],
    parts: Sequence[Segment],
    asked: str | None,
    excused: bool,
) -> list[Found]:
    """What is found by phrases, borne out, doubted or added to by the models."""
    if not opinions:
        return list(found)
    worst = max((one.level for one in found), default="R0")
    danger = max(opinions, key=_danger)
    strength = danger.levels[R3]
    if worst >= "R3":
        if strength < DOUBTED[worst]:
            return [_doubted(one, danger) for one in found]
        return [_timed(one, opinions) for one in found] + _flagged(opinions, parts)
    needed = NEEDED[worst]
    needed += MORE_FOR_PLAIN if asked in PLAIN_ANSWERS else 0.0
    short = sum(len(part.words) for part in parts) < FEW
    needed += MORE_FOR_SHORT if short else 0.0
    needed += MORE_FOR_EXCUSED if excused else 0.0
    needed += MORE_FOR_BEREAVED if any("BEREAVED" in one.flags for one in found) else 0.0
    if strength >= needed:
        level = "R4" if danger.levels[R4] >= AT_ONCE else "R3"
        return [*found, _of(danger, level, parts), *_flagged(opinions, parts)]
    return list(found) if excused or short else _lower(found, worst, opinions, parts)


def _danger(opinion: Opinion) -> float:
    return opinion.levels[R3]


def _doubted(one: Found, opinion: Opinion) -> Found:
    if one.level < "R3" or one.sure:
        return one
    return replace(one, level="R2" if opinion.levels[R2] > 0 else "R1", flags=())


def _timed(one: Found, opinions: Sequence[Opinion]) -> Found:
    """Whether it is happening now, where the models are sure that it is or is not."""
    now = max(opinion.levels[R4] for opinion in opinions)
    if one.sure:
        return one
    if one.level == "R3" and now >= AT_ONCE:
        return replace(one, level="R4")
    if one.level == "R4" and now < NOT_AT_ONCE:
        return replace(one, level="R3")
    return one


def _lower(
    found: Sequence[Found], worst: str, opinions: Sequence[Opinion], parts: Sequence[Segment]
) -> list[Found]:
    """Despair and distress: added where the models are sure, taken down where they see none."""
    low = max(opinions, key=lambda one: one.levels[R2])
    upset = max(opinions, key=lambda one: one.levels[R1])
    if worst in LOW and low.levels[R2] >= LOW[worst]:
        return [*found, _of(low, "R2", parts)]
    if worst == "R2" and low.levels[R2] < NO_LOW:
        return [replace(one, level="R1") if one.level == "R2" else one for one in found]
    if worst == "R0" and upset.levels[R1] >= UPSET:
        return [*found, _of(upset, "R1", parts)]
    return list(found)


def _flagged(opinions: Sequence[Opinion], parts: Sequence[Segment]) -> list[Found]:
    """What kind of danger it is, from the stretches that speak of danger most."""
    loudest = sorted((one for one in opinions if one.levels[R3] > 0), key=_danger, reverse=True)
    kinds = [flags_of(one, parts) for one in loudest[:LOUDEST]]
    return [Found("opinion_of_kind", "R0", flags, 0, 0) for flags in kinds if flags]


def flags_of(opinion: Opinion, parts: Sequence[Segment]) -> tuple[str, ...]:
    """The flags that the models are sure of."""
    said = learned.flags([part.words for part in parts], opinion)
    return tuple(flag for flag, strength in said.items() if strength >= FLAG_SURE)


def _of(opinion: Opinion, level: str, parts: Sequence[Segment]) -> Found:
    start = parts[opinion.first].spans[0][0]
    end = parts[opinion.last].spans[-1][1]
    flags = flags_of(opinion, parts) if level in LEVELS[3:] else ()
    return Found("second_opinion", level, flags, start, end)
