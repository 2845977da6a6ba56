"""Which NHS trusts a place name points to, and which places have another ombudsman."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from intake.organisations import entries, files, nhs_names, register
from intake.organisations.text import words

Run = tuple[str, ...]


@cache
def trusts_by_place() -> dict[Run, list[str]]:
    """The active trusts with a hospital in a place, or with the place in their name."""
    found: dict[Run, list[str]] = defaultdict(list)
    known = entries.place_words()
    longest = max(len(run) for run in known)
    for row in files.nhs_rows():
        if row["status"] != "active":
            continue
        said = {words(town) for town in nhs_names.towns(row)}
        for name in [row["name"], *row["everyday_names"].split("|"), *row["sites"].split("|")]:
            run = words(name)
            for start in range(len(run)):
                said.update(run[start : start + n] for n in range(1, longest + 1))
        for place in sorted(said & known.keys()):
            found[place].append(row["id"])
    return found


def trusts(places: list[Run], kind: str) -> list[str]:
    """The trusts of one kind in these places; specialist trusts come after the general ones."""
    ids = list(dict.fromkeys(i for place in places for i in trusts_by_place().get(place, ())))
    wanted = _KINDS.get(kind, (kind,))
    known = register.all_organisations()
    ids = [i for i in ids if known[i].kind in wanted]
    return sorted(ids, key=lambda i: wanted.index(known[i].kind))


_KINDS = {"acute": ("acute", "specialist"), "community": ("community", "acute")}
