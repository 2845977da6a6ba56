"""How long names take to be found among 50,000 of them: `python -m bench.matching`.

The names are made up, seeded, and as alike as real ones are: "The Park Surgery" is there thirty
times. The texts are answers and stories as people write them, misspelt ones too.
"""

import random
import resource
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import yaml

from intake import organisations

NAMES, TEXTS, SEED = 50_000, 600, 20261123
LIMIT_MS, LIMIT_BUILD_S = 10.0, 5.0
SORTS = ("name", "with town", "misspelt", "sentence", "kinds", "3,000 letters")
LONGEST = 3_000
PARTS: dict[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text("utf-8"))
# How many of each kind there are among a hundred, about as in the official files.
SHARES = {"gp": 30, "pharmacy": 28, "dentist": 22, "optician": 6, "site": 14}


def names(count: int, seed: int = SEED) -> list[organisations.Row]:
    """Made-up organisations: practices, pharmacies, dentists, opticians and hospital sites."""
    chance = random.Random(seed)
    towns = [_town(chance) for _ in range(900)]
    return [_row(number, chance, towns) for number in range(count)]


def _pick(chance: random.Random, part: str) -> str:
    return chance.choice(PARTS[part].split())


def _town(chance: random.Random) -> str:
    syllables = [_pick(chance, "syllables") for _ in range(chance.choice((1, 1, 2)))]
    return "".join(syllables).title() + _pick(chance, "tails")


def _row(number: int, chance: random.Random, towns: Sequence[str]) -> organisations.Row:
    kind = chance.choices(list(SHARES), list(SHARES.values()))[0]
    town = chance.choice(towns)
    parent = _pick(chance, "trusts") if kind == "site" else None
    name = _name(chance, kind, town, towns)
    postcode = f"{town[:2].upper()}{number % 40} {number % 9}AB"
    return organisations.Row(f"X{number:06d}", kind, name, town, postcode, "england", parent)


def _name(chance: random.Random, kind: str, town: str, towns: Sequence[str]) -> str:
    style, ending = chance.random(), chance.choice(PARTS["endings"][kind])
    first, second = _pick(chance, "first"), _pick(chance, "second")
    if kind == "gp" and style < 0.25:
        others = chance.choice(["", " & Partners", " and Partner"])
        return f"Dr {chance.choice('ABCDEFGHJKLMNPRS')} {_pick(chance, 'surnames')}{others}"
    if style < 0.35:
        return f"{town} {ending}"
    if style < 0.60:
        return f"The {first} {ending}"
    return f"{chance.choice(towns) if style < 0.85 else first} {second} {ending}"


def texts(rows: Sequence[organisations.Row], count: int, seed: int = SEED) -> list[str]:
    """What people might type: names short and long, misspelt, in sentences, in long stories."""
    chance = random.Random(seed + 1)
    return [_text(chance, chance.choice(rows), number % len(SORTS)) for number in range(count)]


def _text(chance: random.Random, row: organisations.Row, sort: int) -> str:
    name = row.name.lower() if chance.random() < 0.6 else row.name
    if sort == 1:
        return f"{name} in {row.town}"
    if sort == 2:
        return _misspelt(name, chance)
    if sort == 3:
        return str(chance.choice(PARTS["stories"])).format(name=name)
    if sort == 4:
        return str(PARTS["plain"])
    if sort == 5:
        story = " ".join(each.format(name=name) for each in PARTS["stories"])
        return (story + PARTS["more"] * 30)[:LONGEST]
    return name


def _misspelt(name: str, chance: random.Random) -> str:
    """Two letters change places inside the longest word."""
    word = max(name.split(), key=len)
    spot = chance.randrange(1, len(word) - 1)
    slip = word[:spot] + word[spot + 1] + word[spot] + word[spot + 2 :]
    return name.replace(word, slip, 1)


def measured(call: Callable[[str], object], said: Sequence[str]) -> list[float]:
    """Milliseconds of each call."""
    taken = []
    for text in said:
        started = time.perf_counter()
        call(text)
        taken.append((time.perf_counter() - started) * 1000)
    return taken


def row_of(label: str, taken: Sequence[float]) -> str:
    """One line of the table."""
    cuts = statistics.quantiles(taken, n=100)
    figures = (statistics.median(taken), cuts[94], cuts[98], max(taken))
    return f"{label:<28}" + "".join(f"{figure:>9.2f}" for figure in figures)


def main() -> None:
    """Builds the index, measures, prints a table; fails where a limit is passed."""
    organisations.warm()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    rows = names(NAMES)
    started = time.perf_counter()
    kept = organisations.extend(rows)
    built = time.perf_counter() - started
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    said = texts(rows, TEXTS)
    found, stories = measured(organisations.match, said), measured(organisations.find_all, said)
    print(f"{kept} of {NAMES} names indexed in {built:.1f} s, {memory:.0f} MB more memory")
    print(f"{'milliseconds':<28}{'median':>9}{'p95':>9}{'p99':>9}{'most':>9}")
    print(row_of("match", found))
    for sort, label in enumerate(
        ("name", "with town", "misspelt", "sentence", "kinds", "3,000 letters")
    ):
        print(row_of(f"  {label}", found[sort::6]))
    print(row_of("find_all", stories))
    slow = statistics.quantiles(found, n=100)[94] > LIMIT_MS or built > LIMIT_BUILD_S
    raise SystemExit(1 if slow else 0)


if __name__ == "__main__":
    main()
