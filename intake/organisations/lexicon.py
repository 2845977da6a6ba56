"""The index: every name that people may type, as runs of words, with what each may mean."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from intake.organisations import files, nhs_names, register
from intake.organisations.text import words

NAMED, KIND, PLACE = "named", "kind", "place"
ANYWHERE, ALONE, CAPITALS, NEAR, CUED, AFTER_THE = (
    "anywhere", "alone", "capitals", "near", "cued", "after the",
)  # fmt: skip
DEVOLVED = {"wales": "S35", "scotland": "S36", "northern_ireland": "S37"}


@dataclass(frozen=True)
class Sense:
    """One thing that a run of words may mean, and when it may be read so."""

    id: str
    name: str
    sort: str
    use: str = ANYWHERE
    near: frozenset[str] = frozenset()
    official: bool = False


@dataclass
class Lexicon:
    """Runs of words with their senses, and the words that occur in them."""

    senses: dict[tuple[str, ...], list[Sense]] = field(default_factory=lambda: defaultdict(list))
    starts: set[tuple[str, ...]] = field(default_factory=set)
    vocabulary: set[str] = field(default_factory=set)
    by_length: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, name: str, sense: Sense) -> None:
        """Enter one name, unless the same sense already stands there."""
        run = words(name)
        if not run or any(s.id == sense.id and s.use == ANYWHERE for s in self.senses.get(run, ())):
            return
        self.senses[run].append(sense)
        self.starts.update(run[:n] for n in range(1, len(run) + 1))
        self.vocabulary.update(run)

    def close(self) -> None:
        """Group the words by length, for the search after misspellings."""
        for word in self.vocabulary:
            self.by_length[len(word)].append(word)


@cache
def lexicon() -> Lexicon:
    """The whole index, built once."""
    built = Lexicon()
    for entries in (_nhs(), _bodies(), _kinds(), _providers(), _outside(), _places()):
        for name, sense in entries:
            built.add(name, sense)
    built.close()
    return built


@cache
def common_words() -> frozenset[str]:
    """Everyday words, brought to one form, that are never a misspelt name nor a name on their own."""
    return frozenset(w for typed in files.word_list("common_words.txt") for w in words(typed))


@cache
def place_words() -> dict[tuple[str, ...], str]:
    """Each known place with its part of the UK."""
    found: dict[tuple[str, ...], str] = {}
    for country, names in files.load("places.yml").items():
        for name in names:
            found.setdefault(words(name), country)
    for row in files.nhs_rows():
        for town in nhs_names.towns(row):
            found.setdefault(words(town), "england")
    return found


def _lonely(run: tuple[str, ...], sort: str) -> bool:
    """A name that is an everyday word or a place, and so only a name when nothing else is said."""
    if run in place_words():
        return True
    if len(run) == 1:
        return run[0] in common_words() or run[0] in _GENERIC or run[0].isdigit()
    if sort == nhs_names.NICKNAME and run[-1] in _BUILDINGS:
        return all(word in common_words() or word in _GENERIC for word in run)
    return False


def _nhs_use(run: tuple[str, ...], typed: str, sort: str) -> str:
    if _lonely(run, sort):
        return ALONE
    if len(run) > 1 or sort != nhs_names.NICKNAME or typed.isupper():
        return ANYWHERE
    return AFTER_THE if run[0] in _FORENAMES else CUED


_FORENAMES = frozenset(
    ["alex", "christie", "spencer", "jessie", "norton", "lister", "horton", "churchill", "kingston", "haven", "manor"]
)
_BUILDINGS = frozenset(["house", "lodge", "court", "ward", "park", "road", "view", "crest", "haven", "hill", "green", "way"])
_GENERIC = frozenset(
    ["hospital", "general", "royal", "city", "county", "community", "university", "trust", "nhs", "health", "care", "service", "unit", "centre", "clinic", "house", "lodge", "ward", "court", "park", "st", "queen", "king", "prince", "princess", "new", "old", "north", "south", "east", "west", "victoria"]
)


def _nhs() -> Iterator[tuple[str, Sense]]:
    for row in files.nhs_rows():
        for later in register.current(row["id"]):
            for alias, sort in nhs_names.aliases(row):
                official = sort == nhs_names.OFFICIAL
                use = _nhs_use(words(alias), alias, sort)
                yield alias, Sense(later.id, later.name, NAMED, use, official=official)


def _bodies() -> Iterator[tuple[str, Sense]]:
    for row in files.rows("bodies.yml", "bodies"):
        names = [row["name"], *row.get("aliases", []), *row.get("old_names", [])]
        yield from _uses(row, names)


def _providers() -> Iterator[tuple[str, Sense]]:
    for row in files.rows("providers.yml", "providers"):
        yield from _uses(row, [row["name"], *row["aliases"]])


def _uses(row: dict[str, Any], names: Iterable[str]) -> Iterator[tuple[str, Sense]]:
    lonely = {words(str(name)) for name in row.get("alone", [])}
    for name in names:
        if words(str(name)) not in lonely:
            yield str(name), Sense(row["id"], row["name"], NAMED, official=name == row["name"])
    for name in row.get("capitals", []):
        yield str(name), Sense(row["id"], row["name"], NAMED, CAPITALS)
    for name in row.get("alone", []):
        yield str(name), Sense(row["id"], row["name"], NAMED, ALONE)


def _kinds() -> Iterator[tuple[str, Sense]]:
    for row in files.rows("kinds.yml", "kinds"):
        for name in row["phrases"]:
            yield str(name), Sense(row["id"], row["name"], KIND)
        for name in row.get("alone", []):
            yield str(name), Sense(row["id"], row["name"], KIND, ALONE)


def _outside() -> Iterator[tuple[str, Sense]]:
    content = files.load("outside.yml")
    for post, bodies in content["outside"].items():
        for name, typed in bodies.items():
            for alias in {name, *map(str, typed)} if not _is_type(name) else map(str, typed):
                use = ALONE if _lonely(words(alias), NAMED) else ANYWHERE
                yield alias, Sense(post, name, NAMED, use)
    for post, bodies in content["alone"].items():
        near = frozenset(w for typed in content["near"].get(post, []) for w in words(typed))
        for name, typed in bodies.items():
            for alias in typed:
                yield alias, Sense(post, name, NAMED, NEAR, near)


def _is_type(name: str) -> bool:
    """True for "Energy supplier" and the like: a heading over several names, not a name."""
    return name.split()[-1].lower() in _TYPES


_TYPES = frozenset(
    ["company", "supplier", "society", "insurer", "lender", "collector", "agency", "provider", "airline", "airport", "firm", "shop", "supermarket", "dealer", "vet", "gym", "charity", "newspaper", "channel", "university", "employer", "hospital", "body", "department", "tram"]
)


def _places() -> Iterator[tuple[str, Sense]]:
    for run, country in place_words().items():
        yield " ".join(run), Sense(country, " ".join(run), PLACE)
