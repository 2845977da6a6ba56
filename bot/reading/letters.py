"""Letters that a person pastes into a story: where they stand, and in whose words they are."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.reading.plain import load

HEAD = 90  # letters of the alphabet over "Dear"
Ranges = tuple[tuple[int, int], ...]


@lru_cache(maxsize=8)
def _words(key: str) -> re.Pattern[str]:
    return re.compile(load("letters")[key], re.IGNORECASE)


@lru_cache(maxsize=64)
def ranges(text: str) -> Ranges:
    """The parts of a text that somebody else wrote to the one who tells."""
    found = [_whole(text, opening.start()) for opening in _words("dear").finditer(text)]
    found += [(quote.start(1), quote.end(1)) for quote in _words("quoted").finditer(text)]
    return tuple(part for part in found if _words("to_me").search(text, *part))


@lru_cache(maxsize=64)
def heads(text: str) -> Ranges:
    """What stands over such letters: an address and the day that they were written."""
    starts = [start for start, _ in ranges(text) if _words("dear").match(text, start)]
    return tuple((max(0, start - HEAD), start) for start in starts)


def _whole(text: str, start: int) -> tuple[int, int]:
    """From "Dear" to the end of the quotation, of the signature, or of the text."""
    before = text[:start].rstrip()[-1:]
    closing = {"'": "'", '"': '"', "“": "”", "‘": "’", "«": "»"}.get(before)
    if closing:
        ends = re.compile(rf"{closing}(?=\s|$|[.,])").search(text, start)
        if ends:
            return start, ends.start()
    signed = _words("signed").search(text, start)
    ruled = re.compile(r"\s[-–—_*=]{2,}\s").search(text, start)
    if ruled:
        return start, ruled.start()
    blank = re.compile(r"\n\s*\n").search(text, signed.end()) if signed else None
    return start, blank.start() if blank else len(text)


@lru_cache(maxsize=1)
def _swaps() -> tuple[re.Pattern[str], dict[str, str]]:
    swaps: dict[str, str] = load("letters")["swaps"]
    longest_first = sorted(swaps, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(longest_first)})\b"), swaps


def as_told(words: str) -> str:
    """Plain words of a letter as the one who got it would tell them: "we" are "they"."""
    pattern, swaps = _swaps()
    return pattern.sub(lambda found: swaps[found[0]], words)
