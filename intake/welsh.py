"""How Welsh words change beside each other, where a name is put into a sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping

VOWELS = "aeiouwyâêîôûŵŷáéíóúàèìòùäëïöü"
ARTICLES = ("y ", "yr ")
SOFT = {
    "ll": "l", "rh": "r", "p": "b", "t": "d", "c": "g", "b": "f", "d": "dd", "g": "", "m": "f",
}  # fmt: skip
# These words end differently before a vowel.
BEFORE_VOWEL = {"a": "ac", "â": "ag", "gyda": "gydag", "na": "nac", "tua": "tuag"}
ASPIRATE = {"p": "ph", "t": "th", "c": "ch"}
# Sounds of two letters that do not change, although their first letter by itself would.
STAYS = ("ch", "dd", "ph", "th")
AFTER = {
    **dict.fromkeys(
        ("am", "ar", "at", "dan", "dros", "drwy", "gan", "heb", "i", "neu", "o", "wrth"), SOFT
    ),
    **dict.fromkeys(("a", "â", "gyda", "na", "tua"), ASPIRATE),
}
PLACE = re.compile(r"(?P<word>[\wâêîôûŵŷ']+) \{(?P<name>\w+)\}")


class Name(str):
    """A name in Welsh: its first letter changes after some words, as an English name's never."""

    __slots__ = ()


def join(sentence: str, values: Mapping[str, object]) -> str:
    """The sentence with each name filled in that the word before it changes: i'r Swyddfa, i Dŷ."""

    def said(found: re.Match[str]) -> str:
        word, value = found["word"], values.get(found["name"])
        if isinstance(value, str) and value.startswith(ARTICLES):
            rest = value.partition(" ")[2]
            return f"{word}'r {rest}" if word[-1].lower() in VOWELS else f"{word} {value}"
        if isinstance(value, Name):
            value = changed(value, AFTER.get(word.lower(), {}))
        elif not isinstance(value, str):
            return found[0]
        if value[:1].lower() in VOWELS:
            word = BEFORE_VOWEL.get(word, word)
        return f"{word} {value}"

    return PLACE.sub(said, sentence)


def changed(name: str, letters: Mapping[str, str]) -> str:
    """A name with its first letter changed; an abbreviation in capitals stays as it is."""
    start = name[:2].lower()
    if name[1:2].isupper() or start in STAYS:
        return name
    for old, new in letters.items():
        if start.startswith(old):
            rest = new + name[len(old) :]
            return rest[:1].upper() + rest[1:] if name[0].isupper() else rest
    return name
