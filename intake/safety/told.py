"""The invented messages that the second opinion learns from, written out from their templates."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

from intake.safety.data import load

FILES = (
    "safety_told_self",
    "safety_told_others",
    "safety_told_low",
    "safety_told_calm",
    "safety_told_more",
    "safety_told_plain",
)
# Messages as they stand, by the lowest and the highest level that is right.
BY_BAND = (
    "safety_training",
    "safety_voices_danger",
    "safety_voices_calm",
    "safety_voices_mixed",
    "safety_voices_plain",
    "safety_voices_contrast",
    "safety_voices_own",
    "safety_voices_others",
    "safety_voices_middle",
    "safety_voices_answers",
)
NO_KIND = "none"
# A template is written out this often; one with many choices more often than one with few.
LEAST, MOST = 1, 5
_SLOT = re.compile(r"\{([^{}]*)\}")
_LIST = re.compile(r"<(\w+)>")


@dataclass(frozen=True)
class Told:
    """One message, its level and the flags that staff should see."""

    text: str
    lowest: str
    highest: str
    # None where nobody has said which flags are right
    flags: tuple[str, ...] | None = None
    # False where the flags do not say whether the danger is somebody else's
    whose: bool = True


def messages(seed: int = 7) -> list[Told]:
    """Every message to learn from, the same at each call."""
    dice = random.Random(seed)
    written = [one for file in FILES for one in _from_templates(file, dice)]
    return list(dict.fromkeys([*written, *_as_they_stand()]))


def _as_they_stand() -> Iterator[Told]:
    for file in BY_BAND:
        for name, texts in load(file).items():
            band, *kinds = name.split()
            lowest, highest = band.split("-")
            known = tuple(kind for kind in kinds if kind != NO_KIND)
            flags = known if kinds or highest < "R2" else None
            for text in texts:
                yield Told(text, lowest, highest, flags, whose=not kinds)


def _from_templates(file: str, dice: random.Random) -> Iterator[Told]:
    for name, block in load(file)["told"].items():
        level, *flags = name.split()
        for line in filter(str.strip, block.splitlines()):
            for text in written_out(line.strip(), dice):
                yield Told(text, level, level, tuple(flags))


def written_out(template: str, dice: random.Random) -> list[str]:
    """Some of the messages that a template stands for."""
    choices = template.count("|") + 4 * template.count("<")
    wanted = max(LEAST, min(MOST, 1 + choices // 2))
    return list(dict.fromkeys(_one(template, dice) for _ in range(wanted)))


def _one(template: str, dice: random.Random) -> str:
    lists = load("safety_told_lists")["lists"]
    text = _LIST.sub(lambda found: dice.choice(lists[found.group(1)].split("|")), template)
    while _SLOT.search(text):
        text = _SLOT.sub(lambda found: dice.choice(found.group(1).split("|")), text)
    return " ".join(text.split()).replace(" .", ".").replace(" ,", ",")
