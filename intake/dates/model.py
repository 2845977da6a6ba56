"""What is read out of words about a date: an interval that is never narrower than what was said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

PRECISIONS = ("day", "month", "season", "year", "approx", "unknown")
PROBLEMS = ("future", "impossible", "unclear")


@dataclass(frozen=True)
class DateReading:
    """A date as an interval, both ends included, how exact it is, and what is wrong with it.

    `from` is a word of the language: write `reading.from_`, or `getattr(reading, "from")`.
    """

    from_: date | None
    to: date | None
    precision: str
    problem: str | None = None
    words: str = ""

    def as_dict(self) -> dict[str, str | None]:
        """The value kept as a fact."""
        return {
            "from": self.from_.isoformat() if self.from_ else None,
            "to": self.to.isoformat() if self.to else None,
            "precision": self.precision,
        }


# The name of the field in the answers, which the class body cannot hold.
setattr(DateReading, "from", property(lambda reading: reading.from_))


@dataclass(frozen=True)
class DateMention:
    """A date told of in a longer text: where, and what it is the date of if that is said.

    `setting` marks a date of what led to it, such as an admission, and not of what went wrong.
    """

    reading: DateReading
    start: int
    end: int
    words: str
    role: str | None = None
    setting: bool = False


class NoDate(ValueError):
    """Raised by a form of words whose figures are no date after all."""


@dataclass(frozen=True)
class Span:
    """An interval under construction.

    `missing_year` marks a year that was not said, `core` the day that a wider feast is about, `ago`
    a length of time counted back from today, `day_only` a day whose month was not said. `relative`
    reads it from another date that was told ("two days later"), and `anchor` names which one;
    `make` finds a feast that moves in another year; `weekday_only` marks a weekday with no date.
    """

    start: date
    end: date
    precision: str
    missing_year: bool = False
    problem: str | None = None
    core: date | None = None
    ago: bool = False
    day_only: int | None = None
    relative: Callable[[Span], Span | None] | None = None
    anchor: str | None = None
    make: Callable[[int], Span] | None = None
    weekday_only: bool = False

    @property
    def days(self) -> int:
        """How many days it covers."""
        return (self.end - self.start).days + 1


def impossible(today: date) -> Span:
    """A date that no calendar has."""
    return Span(today, today, "unknown", problem="impossible")
