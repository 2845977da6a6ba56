"""The words of the register that a typed word may be a misspelling of."""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from intake.organisations.lexicon import is_common, lexicon

Option = tuple[str, float]
SHORTEST = 4


def itself(word: str) -> tuple[Option, ...]:
    """The word as it was typed, and nothing else."""
    return ((word, 1.0),)


@lru_cache(maxsize=50_000)
def options(word: str) -> tuple[Option, ...]:
    """The word itself, and what it may be a slip for; everyday words are no slips."""
    if is_common(word) or word.isdigit():
        return itself(word)
    return bold_options(word)


@lru_cache(maxsize=20_000)
def bold_options(word: str) -> tuple[Option, ...]:
    """The same where everyday words may be slips as well."""
    if len(word) < SHORTEST or word in lexicon().vocabulary:
        return itself(word)
    return itself(word) + guesses(word)


@lru_cache(maxsize=20_000)
def guesses(word: str, most: int = 4) -> tuple[Option, ...]:
    """The nearest words of the register, with how near they are.

    In a word of four letters only two letters that changed places count ("HRMC").
    """
    slips = 1 if len(word) <= 6 else 2 if len(word) <= 10 else 3
    lengths = range(len(word) - slips, len(word) + slips + 1)
    near = [known for n in lengths for known in lexicon().by_length.get(n, ())]
    found = process.extract(word, near, scorer=OSA.distance, score_cutoff=slips, limit=most)
    return tuple(
        (known, 1 - slip / (len(word) + 1))
        for known, slip, _ in found
        if slip and (len(known) > SHORTEST or sorted(known) == sorted(word))
    )
