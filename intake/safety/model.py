"""What the risk screen finds: a level, flags for staff, and the person's own words."""

from __future__ import annotations

from dataclasses import dataclass

LEVELS = ("R0", "R1", "R2", "R3", "R4")
FLAGS = (
    "BEREAVED",
    "UNDER_18",
    "CHILD_AT_RISK",
    "ADULT_AT_RISK",
    "DOMESTIC_ABUSE",
    "HARM_TO_OTHERS",
    "ONGOING_CARE_RISK",
    "STAFF_THREAT",
    "OTHER_IN_DANGER",
)


@dataclass(frozen=True)
class Screening:
    """How much danger a message tells of, and the words that say so."""

    level: str = "R0"
    flags: tuple[str, ...] = ()
    words: str | None = None

    @property
    def rank(self) -> int:
        """The level as a number, 0 to 4."""
        return LEVELS.index(self.level) if self.level in LEVELS else 0

    def at_least(self, level: str) -> bool:
        """True where this level is the given one or above."""
        return self.rank >= LEVELS.index(level)


@dataclass(frozen=True)
class Found:
    """One phrase found, read in its context."""

    group: str
    level: str
    flags: tuple[str, ...]
    start: int
    end: int
    other: bool = False
    # said so plainly, or in another language, that the models are not asked
    sure: bool = False
