"""Tables of numbers: their words, shares, middles, and what of them may be published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from markupsafe import Markup

FILE = Path(__file__).with_name("texts") / "supervision.en.yml"
# Numbers of people under this could tell who they are.
FEW = 5
FEWER = f"fewer than {FEW}"
COUNT, SHARE, NAME = "count", "share", "name"
Cell = str | int | float | None
NO_PICTURE = Markup()


@dataclass(frozen=True)
class Table:
    """A table: what each column holds, and its rows. `matrix` where names stand along the top."""

    code: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    top: Sequence[str] = ()
    publishable: bool = False

    @property
    def title(self) -> str:
        """What it is called."""
        return str(words("tables")[self.code]["title"])

    @property
    def about(self) -> str:
        """What is counted."""
        return str(words("tables")[self.code]["about"])

    @property
    def head(self) -> list[str]:
        """Its headings."""
        return [*words("tables")[self.code]["head"], *self.top]

    @property
    def matrix(self) -> bool:
        """True where names stand along the top as well: it is then too wide for a phone."""
        return bool(self.top)


@dataclass(frozen=True)
class Section:
    """A table with its picture, and what stands out."""

    table: Table
    picture: Markup = NO_PICTURE
    facts: Sequence[tuple[str, str]] = ()
    # What the light and the dark of the picture are.
    key: tuple[str, ...] = ()
    # The names over the columns of the picture, where it has letters instead.
    across: Sequence[str] = ()


@dataclass(frozen=True)
class Published:
    """A table as it may leave the office."""

    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]


@lru_cache
def _texts() -> dict[str, dict[str, Any]]:
    read: dict[str, dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return read


def words(group: str) -> dict[str, Any]:
    """The words of a group, by code."""
    return _texts()[group]


def share(part: float, whole: float) -> float | None:
    """A part in percent; None of nothing."""
    return round(100 * part / whole, 1) if whole else None


def percent(value: float | None) -> str:
    """A share as people read it."""
    return "–" if value is None else f"{value:g} %"


def in_words(taken: int | None) -> str:
    """Minutes as people say them."""
    if taken is None:
        return "–"
    if taken < 120:
        return f"{taken} {'minute' if taken == 1 else 'minutes'}"
    return f"{taken // 60} hours" if taken < 48 * 60 else f"{taken // (24 * 60)} days"


def at_least(counts: Mapping[int, int], part: float) -> int | None:
    """The value that so great a part of all do not exceed: 0.5 gives the middle one."""
    wanted = part * sum(counts.values())
    reached = 0
    for value, count in sorted(counts.items()):
        reached += count
        if reached >= wanted and count:
            return value
    return None


def kappa(pairs: Mapping[tuple[str, str], int]) -> float | None:
    """Cohen's kappa: how far two agree beyond chance; None where that cannot be said."""
    total = sum(pairs.values())
    names = {name for pair in pairs for name in pair}
    if not total:
        return None
    seen = sum(pairs.get((name, name), 0) for name in names) / total
    chance = sum(
        sum(number for (a, _), number in pairs.items() if a == name)
        * sum(number for (_, b), number in pairs.items() if b == name)
        for name in names
    ) / (total * total)
    return None if chance >= 1 else round((seen - chance) / (1 - chance), 2)


def matrix(
    code: str, names: Mapping[str, str], top: Mapping[str, str],
    numbers: Mapping[tuple[str, str], int], *, publishable: bool = False,
) -> Table:  # fmt: skip
    """A table with the one kind of name down the side and the other along the top."""
    rows: list[list[Cell]] = [
        [label, *(numbers.get((row, column), 0) for column in top)] for row, label in names.items()
    ]
    columns = [NAME, *(COUNT for _ in top)]
    return Table(code, columns, rows, tuple(top.values()), publishable)


def published(table: Table) -> Published:
    """The table without what could tell who somebody is: no small numbers, and no shares that
    they could be worked out from. None at all is not told apart from a few."""
    kept = [place for place, kind in enumerate(table.columns) if kind != SHARE]
    rows = [[_published(table.columns[place], row[place]) for place in kept] for row in table.rows]
    return Published([table.head[place] for place in kept], rows)


def plain(table: Table) -> Published:
    """The whole table with exact numbers, for staff."""
    return Published(table.head, table.rows)


def letters(names: Sequence[str]) -> list[str]:
    """A letter for each column of a picture that has no room for names."""
    return list("ABCDEFGHIJKLMNOPQRSTUVWXYZ"[: len(names)])


def shown(value: Cell) -> str:
    """A cell as people read it."""
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:,.1f}"
    return f"{value:,}" if isinstance(value, int) else value


def _published(kind: str, value: Cell) -> Cell:
    few = kind == COUNT and isinstance(value, int) and value < FEW
    return FEWER if few else value
