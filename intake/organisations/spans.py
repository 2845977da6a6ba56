"""The names that stand in a text, misspelt ones too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from intake.organisations import lexicon as lx
from intake.organisations.text import Token

LONGEST_NAME = 10
LONGEST_GUESSED_TEXT = 60
_SUFFIXES = ("ing", "ed", "er", "ly", "d", "r", "es", "n")


@dataclass(frozen=True)
class Span:
    """A run of words with what it may mean; sureness is 1 when it was spelt as in the register."""

    first: int
    last: int
    senses: tuple[lx.Sense, ...]
    sureness: float


def find_spans(tokens: Sequence[Token]) -> list[Span]:
    """The longest and surest names of a text that do not overlap, in order."""
    guessing = len(tokens) <= LONGEST_GUESSED_TEXT
    options = [_options(t.word, guessing) for t in tokens]
    found = [s for start in range(len(tokens)) for s in _from(options, start)]
    found.sort(key=lambda s: (-(s.last - s.first + 1) * s.sureness**2, s.first))
    taken: set[int] = set()
    kept = []
    for span in found:
        run = range(span.first, span.last + 1)
        usable = tuple(s for s in span.senses if _usable(s, span, tokens))
        if usable and not taken.intersection(run):
            taken.update(run)
            kept.append(Span(span.first, span.last, usable, span.sureness))
    return sorted(kept, key=lambda s: s.first)


def _from(options: Sequence[Sequence[tuple[str, float]]], start: int) -> Iterator[Span]:
    """Every name that begins at one word."""
    index = lx.lexicon()
    partial: list[tuple[tuple[str, ...], float]] = [((), 1.0)]
    for end in range(start, min(start + LONGEST_NAME, len(options))):
        grown = []
        for run, sureness in partial:
            for word, likeness in options[end]:
                longer = (*run, word)
                if longer in index.starts:
                    grown.append((longer, sureness * likeness))
        partial = grown
        for run, sureness in partial:
            senses = index.senses.get(run)
            if senses and _spelt_well(run, sureness):
                yield Span(start, end, tuple(senses), sureness)


def _spelt_well(run: tuple[str, ...], sureness: float) -> bool:
    return sureness == 1 or len("".join(run)) >= 5


def is_common(word: str) -> bool:
    """An everyday word, whatever its ending."""
    common = lx.common_words()
    if word in common:
        return True
    return any(
        word.endswith(s) and (word[: -len(s)] in common or word[: -len(s)] + "e" in common)
        for s in _SUFFIXES
    )


@lru_cache(maxsize=50_000)
def _options(word: str, guessing: bool) -> tuple[tuple[str, float], ...]:
    """The word itself, and the words of the register that it may be a misspelling of."""
    itself = ((word, 1.0),)
    known = word in lx.lexicon().vocabulary
    if known or not guessing or len(word) < 4 or is_common(word) or word.isdigit():
        return itself
    return itself + guesses(word)


def guesses(word: str, most: int = 4) -> tuple[tuple[str, float], ...]:
    """The nearest words of the register, with how near they are."""
    index = lx.lexicon()
    slips = 1 if len(word) <= 6 else 2 if len(word) <= 10 else 3
    near = [
        w
        for n in range(len(word) - slips, len(word) + slips + 1)
        for w in index.by_length.get(n, ())
    ]
    found = process.extract(word, near, scorer=OSA.distance, score_cutoff=slips, limit=most)
    return tuple((w, 1 - slip / (len(word) + 1)) for w, slip, _ in found if len(w) >= 4)


def _usable(sense: lx.Sense, span: Span, tokens: Sequence[Token]) -> bool:
    """True where a name that is also an everyday word is used as a name here."""
    if sense.use == lx.ANYWHERE:
        return span.sureness == 1 or not _short(span, tokens) or is_whole(span, tokens)
    if is_whole(span, tokens):
        return True
    if sense.use == lx.CAPITALS:
        return all(tokens[i].capitals for i in range(span.first, span.last + 1))
    if sense.use == lx.NEAR:
        around = tokens[max(0, span.first - 3) : span.last + 4]
        return any(t.word in sense.near for t in around)
    if sense.use in (lx.CUED, lx.AFTER_THE):
        before = tokens[span.first].before
        return before == "the" or (sense.use == lx.CUED and before in _CUES)
    return False


def _short(span: Span, tokens: Sequence[Token]) -> bool:
    return span.first == span.last and len(tokens[span.first].word) < 6


_CUES = frozenset(["at", "in", "to", "from", "near", "of", "by", "with", "via"])
_FILLERS = frozenset(
    ["i", "im", "i'm", "my", "me", "we", "our", "it", "its", "was", "is", "were", "be", "been", "am", "this", "that", "they", "them", "their", "to", "about", "against", "with", "from", "on", "by", "want", "need", "would", "like", "make", "have", "complain", "complaint", "complaining", "made", "think", "guess", "suppose", "mean", "hi", "hello", "please", "thank", "thanks", "er", "um", "erm", "well", "so", "yes", "yeah", "no", "ok", "just", "really", "it's", "wa", "name", "called", "organisation", "company", "place", "people", "one", "lot", "s", "service", "team", "office", "staff", "ones", "thing", "now", "then", "and", "but", "or", "sorry", "basically", "obviously", "probably", "maybe", "local", "nearest", "near", "here", "bad", "awful", "terrible", "useless", "bloody", "her", "his", "mum", "dad", "mother", "father"]
)


def is_whole(span: Span, tokens: Sequence[Token]) -> bool:
    """True where nothing else of meaning is said."""
    return all(t.word in _FILLERS for i, t in enumerate(tokens) if not span.first <= i <= span.last)
