"""Names that a register keeps in capitals, as people write them."""

from __future__ import annotations

import re

from intake.organisations.files import reading_words

_PIECE = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*", re.UNICODE)
_INITIALS = re.compile(r"^[^AEIOUY]{2,3}$")
# Words without a vowel that are no initials, and the few names that begin with a small part.
_ENDINGS = ("S", "T", "LL", "RE", "VE", "D", "M")


def in_capitals(name: str) -> str:
    """ "ST MARY'S HOSPITAL" as "St Mary's Hospital"; a name in mixed letters stays as it is."""
    name = " ".join(name.split())
    if not name.isupper():
        return name
    return _PIECE.sub(lambda m: _word(m.group(), first=m.start() == 0), name)


def _word(word: str, first: bool) -> str:
    lower = word.lower()
    if lower in reading_words("kept_small") and not first:
        return lower
    if lower in reading_words("kept_capital"):
        return word
    titles = reading_words("titles")
    if lower not in titles and _INITIALS.match(word):
        return word
    if lower.startswith("mc") and len(word) > 3 and lower not in titles:
        return f"Mc{lower[2:].capitalize()}"
    head, mark, tail = _apart(word)
    if mark and tail not in _ENDINGS:
        return f"{head.capitalize()}{mark}{tail.capitalize()}"
    return f"{head.capitalize()}{mark}{tail.lower()}"


def _apart(word: str) -> tuple[str, str, str]:
    """The parts before and after an apostrophe: O'Brien, James's."""
    for mark in ("'", "’"):
        if mark in word:
            return word.partition(mark)
    return word, "", ""
