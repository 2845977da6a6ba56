"""The words of the register that a typed word may be a misspelling of."""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from intake.organisations.entries import place_parts
from intake.organisations.files import reading_words
from intake.organisations.lexicon import is_common, lexicon

Option = tuple[str, float]
SHORTEST = 4


def itself(word: str) -> tuple[Option, ...]:
    """The word as it was typed, and nothing else."""
    return ((word, 1.0),)


@lru_cache(maxsize=50_000)
def options(word: str) -> tuple[Option, ...]:
    """The word itself, and what it may be a slip for; everyday words are no slips."""
    known = word in lexicon().vocabulary
    if known or is_common(word) or word.isdigit() or len(word) < SHORTEST:
        return itself(word)
    return itself(word) + (guesses(word, same_initial=True) or guesses(word))


@lru_cache(maxsize=20_000)
def bold_options(word: str) -> tuple[Option, ...]:
    """The same where everyday words, and words of other names, may be slips as well."""
    if len(word) < SHORTEST or word in place_parts() or word in reading_words("generic"):
        return itself(word)
    return itself(word) + guesses(word, same_initial=True)


@lru_cache(maxsize=20_000)
def guesses(word: str, most: int = 4, same_initial: bool = False) -> tuple[Option, ...]:
    """The nearest words of the register, with how near they are.

    In a word of four letters only two letters that changed places count ("HRMC").
    """
    slips = 1 if len(word) <= 6 else 2 if len(word) <= 10 else 3
    lengths = range(len(word) - slips, len(word) + slips + 1)
    near = [known for n in lengths for known in _of_length(n, word if same_initial else "")]
    found = process.extract(word, near, scorer=OSA.distance, score_cutoff=slips, limit=most)
    return tuple(
        (known, 1 - slip / (len(word) + 1))
        for known, slip, _ in found
        if slip and (len(known) > SHORTEST or sorted(known) == sorted(word))
    )


def _of_length(length: int, beginning_like: str) -> list[str]:
    index = lexicon()
    if beginning_like:
        return index.by_initial.get((length, beginning_like[0]), [])
    return index.by_length.get(length, [])
