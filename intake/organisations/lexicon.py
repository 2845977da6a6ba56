"""The index: every name that people may type, as runs of words, with what each may mean."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache

from intake.organisations import entries, files
from intake.organisations.entries import ANYWHERE, NAMED, Sense
from intake.organisations.text import words

Run = tuple[str, ...]
SHORTEST_JOINED = 7
_ENDINGS = ("ing", "ed", "ly", "es")


@dataclass
class Lexicon:
    """Runs of words with their senses, and the words that occur in them."""

    senses: dict[Run, list[Sense]] = field(default_factory=lambda: defaultdict(list))
    starts: set[Run] = field(default_factory=set)
    vocabulary: set[str] = field(default_factory=set)
    by_length: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    by_initial: dict[tuple[int, str], list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, name: str, sense: Sense) -> None:
        """Enter one name, and a name of two words as one word too ("arrowepark")."""
        run = words(name)
        if len("".join(run)) < 2 or any(
            s.id == sense.id and s.use == ANYWHERE for s in self.senses.get(run, ())
        ):
            return
        self._enter(run, sense)
        joined = "".join(run)
        if len(run) == 2 and sense.sort == NAMED and len(joined) >= SHORTEST_JOINED:
            self._enter((joined,), sense)

    def _enter(self, run: Run, sense: Sense) -> None:
        self.senses[run].append(sense)
        self.starts.update(run[:n] for n in range(1, len(run) + 1))
        self.vocabulary.update(run)

    def close(self) -> None:
        """Group the words by length, for the search after misspellings."""
        for word in sorted(self.vocabulary):
            self.by_length[len(word)].append(word)
            self.by_initial[len(word), word[0]].append(word)


@cache
def lexicon() -> Lexicon:
    """The whole index, built once."""
    built = Lexicon()
    for name, sense in entries.all_entries():
        built.add(name, sense)
    built.close()
    return built


@cache
def common_words() -> frozenset[str]:
    """Everyday words, brought to one form: never a misspelt name nor a name on their own."""
    return frozenset(w for typed in files.word_list("common_words.txt") for w in words(typed))


@cache
def is_common(word: str) -> bool:
    """An everyday word, whatever its ending."""
    common = common_words()
    if word in common:
        return True
    stems = [word[: -len(ending)] for ending in _ENDINGS if word.endswith(ending)]
    return any(stem in common or f"{stem}e" in common for stem in stems)
