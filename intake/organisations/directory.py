"""The index of the organisations that an operator has loaded, beside the built-in register.

It is built as a whole and then put in place of the one before, so that a search that is under way
is never disturbed: `extend` may be called in any thread, as often as there is a newer list.
"""

from __future__ import annotations

import threading
from array import array
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from sys import intern

from rapidfuzz import process
from rapidfuzz.distance import OSA

from intake.organisations import listed, register
from intake.organisations.entries import NAMED
from intake.organisations.lexicon import is_common, lexicon
from intake.organisations.listed import Row
from intake.organisations.models import Organisation
from intake.organisations.text import words

Run = tuple[str, ...]
SHORTEST_GUESSED = 5
MOST_GUESSES = 3
# A name of so many telling words may have one of them left out.
MANY = 4
_REMEMBERED = 20_000


@dataclass(slots=True)
class Name:
    """A name of one kind, with all the organisations that bear it."""

    kind: str
    run: Run
    telling: Run
    # Whether it may be the whole of an answer without its trade: "Densham", but not "Park".
    stands_alone: bool
    rows: list[Row] = field(default_factory=list)


class Directory:
    """Names by their words. Nothing in it changes once it is in use, but what it remembers."""

    def __init__(self, rows: Iterable[Row] = ()) -> None:
        """Reads the rows; those that the register has already, or nobody could name, are left."""
        self.names: list[Name] = []
        # How many of its telling words each name needs, by its number.
        self.needed = array("B")
        self.by_code: dict[str, Row] = {}
        self.towns: dict[Run, set[str]] = {}
        self._numbers: dict[tuple[str, Run], int] = {}
        self._holding: dict[str, array[int]] = defaultdict(lambda: array("I"))
        self._by_shape: dict[tuple[int, str], list[str]] = defaultdict(list)
        self._guessed: dict[str, tuple[tuple[str, float], ...]] = {}
        self._trusts: dict[str, str] = {}
        for row in rows:
            self._add(row)
        self.town_starts = frozenset(run[0] for run in self.towns if run)
        for word in sorted(self._holding):
            self._by_shape[len(word), word[0]].append(word)

    def _add(self, row: Row) -> None:
        run = tuple(intern(word) for word in words(row.name))
        if row.kind == "trust":
            self._trusts[row.code] = row.name
        if row.code in self.by_code or known_already(row, run):
            return
        self.by_code[row.code] = row
        number = self._numbers.setdefault((row.kind, run), len(self.names))
        if number == len(self.names):
            self.names.append(self._name(row.kind, run, number))
        self.names[number].rows.append(row)
        if row.town:
            self.towns.setdefault(words(row.town), set()).add(row.town)

    def _name(self, kind: str, run: Run, number: int) -> Name:
        telling = tuple(dict.fromkeys(word for word in run if tells(word)))
        for word in telling:
            self._holding[word].append(number)
        self.needed.append(min(255, len(telling) - (len(telling) >= MANY)))
        return Name(kind, run, telling, len(telling) > 1 or not is_common(telling[0]))

    def __len__(self) -> int:
        """How many organisations it holds."""
        return len(self.by_code)

    def holding(self, word: str) -> array[int] | tuple[()]:
        """The numbers of the names in which a telling word stands."""
        return self._holding.get(word, ())

    def knows(self, word: str) -> bool:
        """Whether any name holds this word as one that tells it from others."""
        return word in self._holding

    def near(self, word: str) -> tuple[tuple[str, float], ...]:
        """The words that this one may be a slip for, with how near they are."""
        found = self._guessed.get(word)
        if found is None:
            if len(self._guessed) >= _REMEMBERED:
                self._guessed = {}
            found = self._guessed[word] = self._guess(word)
        return found

    def _guess(self, word: str) -> tuple[tuple[str, float], ...]:
        if len(word) < SHORTEST_GUESSED:
            return ()
        slips = 1 if len(word) <= 7 else 2
        lengths = range(len(word) - slips, len(word) + slips + 1)
        alike = [known for n in lengths for known in self._by_shape.get((n, word[0]), ())]
        near = process.extract(
            word, alike, scorer=OSA.distance, score_cutoff=slips, limit=MOST_GUESSES
        )
        return tuple((known, 1 - slip / (len(word) + 1)) for known, slip, _ in near if slip)

    def owner(self, row: Row) -> list[Organisation]:
        """The trust that a site belongs to, or those that took over from it."""
        code = row.parent or ""
        if code in register.all_organisations():
            return register.current(code)
        found = listed.organisation(listed.identity("trust", code), self._trusts.get(code, ""))
        return [found] if found and code in self._trusts else []

    def find(self, organisation_id: str) -> Organisation | None:
        """What an id from the official files stands for, listed here or not."""
        row = self.by_code.get(organisation_id.rpartition(":")[2])
        if row is None or listed.identity(row.kind, row.code) != organisation_id:
            return listed.organisation(organisation_id)
        return listed.organisation(organisation_id, shown(row))


@lru_cache(maxsize=50_000)
def tells(word: str) -> bool:
    """Whether a word tells one name from another: "surgery" and initials do not."""
    return len(word) > 1 and not word.isdigit() and word not in listed.words("shared")


def known_already(row: Row, run: Run) -> bool:
    """Whether the built-in register has it, or its name could be anything's."""
    if not any(tells(word) for word in run) or row.code in register.all_organisations():
        return True
    senses = lexicon().senses.get(run, ())
    if listed.kinds()[row.kind].of_parent:
        known = any(sense.sort == NAMED for sense in senses)
        return known or any(word in listed.words("no_site") for word in run)
    return any(sense.official for sense in senses)


def shown(row: Row) -> str:
    """A name with its town, as a person tells it from others."""
    name = row.name
    if row.town and row.town.lower() not in name.lower():
        name = f"{name}, {row.town}"
    return f"{name} (closed)" if row.closed else name


_lock = threading.Lock()
_current = Directory()
_version = 0


def extend(rows: Iterable[Row]) -> int:
    """Puts these organisations beside the built-in ones, in place of those put there before."""
    global _current, _version
    built = Directory(rows)
    with _lock:
        _current = built
        _version += 1
    return len(built)


def current() -> Directory:
    """The index as it is now."""
    return _current


def version() -> int:
    """Changes with each extension."""
    return _version


def find(organisation_id: str | None) -> Organisation | None:
    """The organisation with this id, built in or listed; None where there is none."""
    if organisation_id and organisation_id.startswith(listed.PREFIX):
        return current().find(organisation_id)
    return register.find(organisation_id)
