"""Finding listed names in a text: "Park Surgery in Hull", "densham surgary", "Dr Khan's practice".

A name is found where all the words that tell it from others stand together, with the word of its
trade ("surgery") beside them; only as the whole of an answer may that word be missing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

from intake.organisations import listed
from intake.organisations.directory import Directory, Name, tells
from intake.organisations.files import reading_words
from intake.organisations.lexicon import is_common, lexicon
from intake.organisations.listed import Row
from intake.organisations.text import Token

LONGEST_GUESSED_TEXT = 60
SHORT_TEXT = 8
REACH = 4
LOOSEST = 2
MOST_PLACES = 3
LONGEST_TOWN = 4
# What counts against a name, out of 1.
NO_SHARED_WORD, STRANGE_WORD, LEFT_OUT, WRONG_ORDER = 0.14, 0.04, 0.15, 0.1
OTHER_TOWN, SAME_TOWN, SHUT = -0.12, 0.05, -0.02


@dataclass(frozen=True)
class Found:
    """A listed name in a text: where, and how well it fits, from 0 to 1."""

    first: int
    last: int
    name: Name
    fit: float
    whole: bool
    traded: bool


def find(text: Text) -> list[Found]:
    """The listed names that a text holds; of those that overlap the longest and best."""
    counted: Counter[int] = Counter()
    for word in text.telling:
        counted.update(text.directory.holding(word))
    names, needed = text.directory.names, text.directory.needed
    enough = [names[number] for number, count in counted.items() if count >= needed[number]]
    tried = [text.best(name) for name in enough if text.may_be(name.kind)]
    return _apart([one for one in tried if one])


def _apart(found: list[Found]) -> list[Found]:
    found.sort(key=lambda f: (-(f.last - f.first + 1) * f.fit, f.name.run))
    kept: list[Found] = []
    for one in found:
        over = [k for k in kept if k.first <= one.last and one.first <= k.last]
        if all((k.first, k.last) == (one.first, one.last) for k in over):
            kept.append(one)
    return kept


class Text:
    """The words of a text with what they may stand for."""

    def __init__(self, directory: Directory, tokens: Sequence[Token]) -> None:
        """Looks each word up once."""
        self.directory = directory
        self.short = len(tokens) <= SHORT_TEXT
        self.guessing = len(tokens) <= LONGEST_GUESSED_TEXT
        self.words = [self._trade(t.word) if self.guessing else t.word for t in tokens]
        self.kinds = _kinds_named(frozenset(self.words))
        self.telling: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for i in self._places():
            for word, likeness in self._options(self.words[i]):
                self.telling[word].append((i, likeness))

    def _trade(self, word: str) -> str:
        """The word of a trade, also where it is misspelt: "surgary", "chemsit"."""
        if len(word) < 6 or word in lexicon().vocabulary or is_common(word):
            return word
        if self.directory.knows(word):
            return word
        slips = 1 if len(word) < 8 else 2
        near = process.extractOne(word, _long_trades(), scorer=OSA.distance, score_cutoff=slips)
        return near[0] if near else word

    def _places(self) -> list[int]:
        """Where a name may stand: anywhere in a short text, beside "surgery" in a long one."""
        if self.short:
            return list(range(len(self.words)))
        trades = [i for i, word in enumerate(self.words) if word in all_trades()]
        near = {j for i in trades for j in range(max(0, i - REACH), i + REACH + 1)}
        return sorted(j for j in near if j < len(self.words))

    def _options(self, word: str) -> list[tuple[str, float]]:
        if not tells(word):
            return []
        if self.directory.knows(word):
            return [(word, 1.0)]
        if not self.guessing or is_common(word) or word in lexicon().vocabulary:
            return []
        return list(self.directory.near(word))

    @cached_property
    def towns(self) -> list[tuple[int, int, str]]:
        """The towns of the list that are named, with where."""
        known, said = self.directory.towns, self.words
        found = []
        for start, word in enumerate(said):
            if word not in self.directory.town_starts:
                continue
            for end in range(start, min(start + LONGEST_TOWN, len(said))):
                for town in known.get(tuple(said[start : end + 1]), ()):
                    found.append((start, end, town))
        return found

    @cached_property
    def others(self) -> list[int]:
        """Where words stand that are neither small talk nor a town."""
        placed = {i for start, end, _ in self.towns for i in range(start, end + 1)}
        fillers = reading_words("fillers")
        return [
            i
            for i, word in enumerate(self.words)
            if tells(word) and word not in fillers and i not in placed
        ]

    def may_be(self, kind: str) -> bool:
        """Whether a name of this kind can be meant: its trade is named, or no trade is."""
        return kind in self.kinds or (self.short and not self.kinds)

    def best(self, name: Name) -> Found | None:
        """How well a name fits, at the place where it fits best."""
        said = [word for word in name.telling if word in self.telling]
        rarest = min(said, key=lambda w: len(self.telling[w]))
        tries = [self._at(name, said, p) for p, _ in self.telling[rarest][:MOST_PLACES]]
        return max((t for t in tries if t), key=lambda t: t.fit, default=None)

    def _at(self, name: Name, said: list[str], near: int) -> Found | None:
        chosen = {w: min(self.telling[w], key=lambda p: abs(p[0] - near)) for w in said}
        used = {position for position, _ in chosen.values()}
        first, last = min(used), max(used)
        if last - first >= len(name.run) + LOOSEST or len(used) < len(said):
            return None
        first, last = self._with_trade(first, last, name)
        for i in range(first, last + 1):
            if i not in used and tells(self.words[i]) and self.words[i] not in name.run:
                return None
        whole = all(first <= i <= last for i in self.others)
        traded = self._traded(name, first, last, used)
        if not (traded or (whole and name.stands_alone)):
            return None
        if self._another_follows(name, last):
            return None
        fit = self._fit(name, chosen, first, last)
        return Found(first, last, name, fit, whole, traded)

    def _with_trade(self, first: int, last: int, name: Name) -> tuple[int, int]:
        """The words of the trade that stand directly after, and titles before."""
        trade = listed.kinds()[name.kind].trade
        while last + 1 < len(self.words) and self._belongs(last + 1, name, trade):
            last += 1
        while first > 0 and self._belongs(first - 1, name, listed.words("titles")):
            first -= 1
        return first, last

    def _belongs(self, position: int, name: Name, trade: frozenset[str]) -> bool:
        word = self.words[position]
        return word in trade or (word in name.run and not tells(word))

    def _traded(self, name: Name, first: int, last: int, used: set[int]) -> bool:
        """Whether the trade is said with it, or the whole of a name that holds it."""
        trade, weak = listed.kinds()[name.kind].trade, listed.words("weak")
        inside = self.words[first : last + 1]
        beside = [self.words[i] for i in range(first, last + 1) if i not in used]
        if any(word in trade and word not in weak for word in beside):
            return True
        said = all(word in inside for word in name.run)
        return said and any(word in trade - listed.words("titles") for word in name.run)

    def _another_follows(self, name: Name, last: int) -> bool:
        """True for the pharmacy called Park where "Park Surgery" is said."""
        after = self.words[last + 1 : last + 2]
        return bool(after) and after[0] in all_trades() - listed.kinds()[name.kind].trade

    def _fit(
        self, name: Name, chosen: dict[str, tuple[int, float]], first: int, last: int
    ) -> float:
        sureness = 1.0
        for _, likeness in chosen.values():
            sureness *= likeness
        inside = self.words[first : last + 1]
        shared = [word for word in name.run if not tells(word)]
        missing = sum(word not in inside for word in shared) / len(shared) if shared else 0.0
        strange = sum(word not in name.run for word in inside if not tells(word))
        fit = sureness * (1 - NO_SHARED_WORD * missing) - STRANGE_WORD * min(2, strange)
        fit -= LEFT_OUT * (len(name.telling) - len(chosen))
        order = [inside.index(word) for word in name.run if word in inside]
        return max(0.0, fit - WRONG_ORDER * (order != sorted(order)))

    def placed(self, row: Row, first: int, last: int) -> float:
        """What a town that is said beside a name adds for this row; a closed one comes after."""
        said = {
            town
            for start, end, town in self.towns
            if (end < first or start > last)
            and (self.short or max(start - last, first - end) <= REACH)
        }
        fits = 0.0 if not said else SAME_TOWN if row.town in said else OTHER_TOWN
        return fits + SHUT * row.closed


@cache
def all_trades() -> frozenset[str]:
    """The words of every trade."""
    return frozenset().union(*(kind.trade for kind in listed.kinds().values()))


@cache
def _long_trades() -> tuple[str, ...]:
    """The words of trades, and others that many names share, that can be misspelt and known."""
    return tuple(sorted(w for w in all_trades() | listed.words("shared") if len(w) >= 6))


def _kinds_named(words: frozenset[str]) -> frozenset[str]:
    """The kinds of which a word of the trade is said."""
    said = words & all_trades()
    return frozenset(name for name, kind in listed.kinds().items() if said & kind.trade)
