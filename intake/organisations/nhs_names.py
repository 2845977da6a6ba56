"""The names under which people know each NHS organisation in England, hospitals included."""

from __future__ import annotations

import re
from collections.abc import Iterator

OFFICIAL, SITE, NICKNAME, SHORTENED = "official", "site", "nickname", "shortened"
_TAILS = (
    " NHS Foundation Trust", " NHS Trust", " Foundation Trust", " Integrated Care Board", " NHS",
    " University Hospitals", " University Hospital", " Teaching Hospitals", " Teaching Hospital",
    " Hospitals University", " Hospitals", " Hospital", " University", " Special Health Authority",
)  # fmt: skip
_SITE_TAILS = (
    " Hospital", " Community Hospital", " General Hospital", " District Hospital",
    " District General Hospital", " Memorial Hospital", " Infirmary",
)  # fmt: skip
_NUMBERED_WARD = re.compile(r"^Ward \d+\b")
_NOT_A_NAME = frozenset(
    [
        "university",
        "university",
        "hospitals",
        "hospital",
        "general",
        "nhs",
        "city",
        "county",
        "community",
        "royal",
        "the",
        "st",
        "care",
        "health",
    ]
)
_BUILDING = re.compile(
    r"\b(Hospital|Infirmary|Royal|Centre|Road|Lane|Street|Square|Campus|Hall|Cross)\b"
)
_SITE = re.compile(r"^(?P<core>[^(]*?)\s*(?:\((?P<nicknames>[^)]*)\))?$")


def aliases(row: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Each name of one organisation, with its sort (official, site or nickname)."""
    for name in [row["name"], *_listed(row["former_names"])]:
        yield from ((alias, OFFICIAL) for alias in _official(name))
    for name in _listed(row["everyday_names"]):
        yield name, NICKNAME
    for site in _listed(row["sites"]):
        yield from _site(site)


def towns(row: dict[str, str]) -> Iterator[str]:
    """The towns in which an organisation has a hospital, as the register writes them."""
    for site in _listed(row["sites"]):
        core = _split(site)[0]
        town = core.rsplit(", ", 1)[-1]
        if ", " in core and not _BUILDING.search(town):
            yield town


def nicknames(row: dict[str, str]) -> Iterator[str]:
    """What people call an organisation or one of its hospitals, in so many words."""
    yield from _listed(row["everyday_names"])
    for site in _listed(row["sites"]):
        yield from _split(site)[1]


def _listed(cell: str) -> list[str]:
    return [part.strip() for part in cell.split("|") if part.strip()]


def _official(name: str) -> Iterator[str]:
    yield name
    short = name
    for tail in _TAILS:
        if short.endswith(tail):
            short = short[: -len(tail)]
            if short.lower() not in _NOT_A_NAME and len(short) > 3:
                yield from _without_university(short)
    if name.endswith("Integrated Care Board"):
        area = name[: -len(" Integrated Care Board")]
        yield from _commissioner(area, "ICB", "integrated care board")
    if name.endswith(" CCG"):
        yield from _commissioner(name[: -len(" CCG")], "CCG", "clinical commissioning group")


def _without_university(short: str) -> Iterator[str]:
    """ "Manchester University" alone is the university, not the trust."""
    if short.endswith(" University"):
        yield f"{short} Hospital"
    else:
        yield short


def _commissioner(area: str, short: str, long: str) -> Iterator[str]:
    area = area.removeprefix("NHS ")
    yield from (f"{area} {short}", f"{area} {long}", f"NHS {area} {short}")


def _split(site: str) -> tuple[str, list[str]]:
    m = _SITE.match(site)
    if m is None:
        return site, []
    nicknames = (n.strip() for n in (m["nicknames"] or "").split(","))
    return m["core"].strip(), [n for n in nicknames if n and not _NUMBERED_WARD.match(n)]


def _site(site: str) -> Iterator[tuple[str, str]]:
    core, nicknames = _split(site)
    name, _, town = core.rpartition(", ") if ", " in core else (core, "", "")
    if _BUILDING.search(town):
        yield f"{name} {town}", SITE
        town = ""
    for known in dict.fromkeys([name, name.replace(" University Hospital", " Hospital")]):
        yield from _building(known, town)
    for nickname in nicknames:
        yield nickname, NICKNAME
        yield from _turned_round(nickname.removesuffix(" Hospital"), nickname)


def _building(name: str, town: str) -> Iterator[tuple[str, str]]:
    if _NUMBERED_WARD.match(name):
        return
    yield name, SITE
    head, hospital, inner_town = name.partition(" Hospital ")
    if inner_town and not inner_town.startswith(("for ", "of ", "and ")):
        yield head + hospital, SITE
        yield from _short_of(f"{head} Hospital", inner_town.removeprefix("at "))
    if name.startswith("Queen Elizabeth"):
        yield from ((short, NICKNAME) for short in ("QE", "QEH"))
    if town:
        yield f"{name} {town}", SITE
        yield f"{town} {name}", SITE
    yield from _short_of(name, town)


def _short_of(name: str, town: str) -> Iterator[tuple[str, str]]:
    """The same without "Hospital" or "Infirmary": the Royal Berkshire, Hull Royal."""
    for tail in _SITE_TAILS:
        if not name.endswith(tail) or name[: -len(tail)].lower() in _NOT_A_NAME:
            continue
        short = name[: -len(tail)]
        yield short, SHORTENED
        yield from _turned_round(short, name)
        if tail not in (" Hospital", " Infirmary"):
            yield f"{short} Hospital", SITE
        if town:
            yield f"{short} {town}", SITE
            yield f"{town} {short}", SITE


def _turned_round(short: str, name: str) -> Iterator[tuple[str, str]]:
    """ "Bolton Royal" for the Royal Bolton, "Sandwell General" for its General Hospital."""
    first, _, rest = short.partition(" ")
    if first == "Royal" and rest and " " not in rest:
        yield f"{rest} Royal", SITE
    if short != name and short.endswith((" General", " Royal")) and len(short.split()) > 1:
        yield short, SITE
