"""What goes into the index: each name of the data files, what it means, when it may be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any

from intake.organisations import files, nhs_names, register
from intake.organisations.text import words

NAMED, KIND, PLACE = "named", "kind", "place"
# When a run of words may be read as a name: anywhere; only when nothing else is said; only in
# capitals; only beside a word of its trade; after "at" or "the"; after "the"; for want of better.
ANYWHERE, ALONE, CAPITALS, NEAR = "anywhere", "alone", "capitals", "near"
AT_PLACE, AFTER_THE, HINT = "at place", "after the", "hint"
AFTER_NAME = "after a name"  # only as the end of a name: Mill Lane Surgery
Entry = tuple[str, "Sense"]


@dataclass(frozen=True)
class Sense:
    """One thing that a run of words may mean, and when it may be read so."""

    id: str
    name: str
    sort: str
    use: str = ANYWHERE
    near: frozenset[str] = frozenset()
    official: bool = False


def all_entries() -> Iterator[Entry]:
    """Every name of the register, the most exact sources first."""
    return chain(_nhs(), _more_nhs(), _bodies(), _kinds(), _providers(), _outside(), _places())


@cache
def place_words() -> dict[tuple[str, ...], str]:
    """Each known place with its part of the UK."""
    found: dict[tuple[str, ...], str] = {}
    for country, names in files.load("places.yml")["places"].items():
        for name in names:
            found.setdefault(words(name), country)
    hospitals = {words(name) for row in files.nhs_rows() for name in nhs_names.nicknames(row)}
    for row in files.nhs_rows():
        for town in map(words, nhs_names.towns(row)):
            if town not in hospitals:
                found.setdefault(town, "england")
    return found


@cache
def place_parts() -> frozenset[str]:
    """The places of one word, and the points of the compass."""
    single = {run[0] for run in place_words() if len(run) == 1}
    return frozenset(single | files.reading_words("directions"))


@cache
def _everyday() -> frozenset[str]:
    listed = {w for typed in files.word_list("common_words.txt") for w in words(typed)}
    return frozenset(listed | files.reading_words("generic"))


def _nhs() -> Iterator[Entry]:
    for row in files.nhs_rows():
        for later in register.current(row["id"]):
            for alias, sort in nhs_names.aliases(row):
                official = sort == nhs_names.OFFICIAL
                use = _nhs_use(words(alias), alias, sort)
                yield alias, Sense(later.id, later.name, NAMED, use, official=official)


def _more_nhs() -> Iterator[Entry]:
    for organisation_id, names in files.load("nhs_more_names.yml")["names"].items():
        name = register.all_organisations()[organisation_id].name
        for alias in names:
            use = _nhs_use(words(alias), alias, nhs_names.NICKNAME)
            yield alias, Sense(organisation_id, name, NAMED, use)


def _nhs_use(run: tuple[str, ...], typed: str, sort: str) -> str:
    if typed in files.reading_words("medical") or _lonely(run, sort):
        return ALONE
    if len(run) > 1:
        return ANYWHERE
    if sort == nhs_names.SHORTENED:
        return ALONE
    return AFTER_THE if run[0] in files.reading_words("people") else AT_PLACE


def _lonely(run: tuple[str, ...], sort: str) -> bool:
    """An everyday word or a place, and so a name only when nothing else is said."""
    if run in place_words() or all(word in place_parts() for word in run):
        return True
    everyday = all(word in _everyday() or word.isdigit() for word in run)
    if len(run) == 1:
        return everyday
    short = sort in (nhs_names.NICKNAME, nhs_names.SHORTENED)
    return short and everyday and run[-1] in files.reading_words("buildings")


def _bodies() -> Iterator[Entry]:
    for row in files.rows("bodies.yml", "bodies"):
        plain = row["name"].partition(" (")[0]
        yield from _listed(row, NAMED, [row["name"], plain, *row["aliases"], *row["old_names"]])


def _kinds() -> Iterator[Entry]:
    for row in files.rows("kinds.yml", "kinds"):
        yield from _listed(row, KIND, row["phrases"])


def _providers() -> Iterator[Entry]:
    for row in files.rows("providers.yml", "providers"):
        yield from _listed(row, NAMED, [row["name"], *row["aliases"]])


def _listed(row: dict[str, Any], sort: str, names: Iterable[object]) -> Iterator[Entry]:
    """The names of one row, and those that it allows only in some cases."""
    cases = [(ALONE, row["alone"]), (CAPITALS, row["capitals"]), (HINT, row["hints"])]
    cases.append((AFTER_NAME, row.get("after_name", [])))
    lonely = {words(str(name)) for name in row["alone"]}
    for name in map(str, names):
        if words(name) in lonely:
            if name.startswith("the "):
                yield name, Sense(row["id"], row["name"], sort, AFTER_THE)
        else:
            official = sort == NAMED and row["name"].startswith(name)
            yield name, Sense(row["id"], row["name"], sort, official=official)
    for use, typed in cases:
        yield from ((str(name), Sense(row["id"], row["name"], sort, use)) for name in typed)


def _outside() -> Iterator[Entry]:
    content = files.load("outside.yml")
    for post, bodies in content["outside"].items():
        for name, typed in bodies.items():
            heading = name.split()[-1].lower() in files.reading_words("headings")
            for alias in map(str, typed if heading else [name, *typed]):
                use = ALONE if _lonely(words(alias), NAMED) else ANYWHERE
                yield alias, Sense(post, _shown(alias) if heading else name, NAMED, use)
    for post, bodies in content["alone"].items():
        near = frozenset(w for typed in content["near"].get(post, []) for w in words(typed))
        for name, typed in bodies.items():
            yield from ((alias, Sense(post, name, NAMED, NEAR, near)) for alias in typed)


def _shown(alias: str) -> str:
    """A name kept in small letters, as it is shown."""
    return alias if alias != alias.lower() or len(alias) <= 4 else alias.title()


def _places() -> Iterator[Entry]:
    for run, country in place_words().items():
        yield " ".join(run), Sense(country, " ".join(run), PLACE)
