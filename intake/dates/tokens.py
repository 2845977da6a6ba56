"""Text about dates as plain tokens: "3rd of sept" is 3rd, of, september. Each keeps its place."""

from __future__ import annotations

import calendar
import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property, lru_cache

from intake.dates.data import load

LONGEST = 20_000
_TOKEN = re.compile(
    # most tokens are words: those are tried first, and spaces not at all
    r"(?=[^ \t])(?:(?=[^\W\d_½])(?:(?P<early>\bb4\b)|(?P<unit>(?<=\d)[ymwd](?=\s(?:ago|back)\b))"
    r"|(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*))"
    r"|(?P<time>\b\d{1,2}[:.]\d\d\s?(?:am|pm)?\b(?![./-]\d)(?=\s|$|[,;?!.])(?<=m)|\b\d{1,2}:\d\d\b"
    r"|\b\d{1,2}\s?[ap]\.?m\b|[£$€]\s?\d[\d,.]*|\d[\d,.]*\s?%|\b0\d{9,10}\b|\b\d{9,}\b)"
    r"|(?P<roman>\b\d{1,2}(?:[./\-]| (?=[ivx]{2}))(?:i{1,3}|iv|vi{0,3}|ix|xi{0,2})"
    r"[./\- ](?:20)?\d\d\b)"
    # "4/6/26-9/6/26" is two
    r"|(?P<numeric>\b\d{1,2}(?P<of>[/.])\d{1,2}(?:(?P=of)\d{2,4})?"
    r"(?=\s?[-–]\s?\d{1,2}(?P=of)\d{1,2}\b)"
    r"|\b\d{1,4}(?:\s?[/.\-–]\s?\d{1,4}){1,2}(?:\b|(?=t\d\d:))(?![/.\-–]?\d)"
    r"|\b\d{1,2}(?P<mark>[,\\|_])\d{1,2}(?P=mark)(?:20)?\d\d\b)"
    r"|(?P<ordinal>\d{1,2}\s?(?:st|nd|rd|th)(?=[^a-z]|$|ish|jan|feb|mar|apr|may|ju|aug|sep|oct|nov|dec))"
    r"|(?P<welsh>\b\d{1,2}(?:af|ain|il|ydd|f?ed|eg)\b)"
    r"|(?P<short_word>\b(?:2day|2moro|2morrow)\b)"
    r"|(?P<short>['’`]\d\d\b)"
    r"|(?P<number>\d+)|(?P<half>½)|(?P<ampersand>&)"
    r"|(?P<stop>[.!?;:\n]+)"
    r"|(?P<dash>[-–—/~]|\.\.+))"
)
_FIGURE = re.compile(r"\s?(?:\d{1,2}(?:st|nd|rd|th)\b|(?:19|20)\d\d\b|\d{1,2},? (?:19|20)\d\d\b)")
MONTH_NAMES = frozenset(name.lower() for name in calendar.month_name[1:])
_LETTER_O = re.compile(r"(?<=[\d/])o(?=[\d/])")
_ROMAN = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"]
_SHORT = {"y": "year", "m": "month", "w": "week", "d": "day", "&": "and"}
_FIXED = {"time": "<time>", "half": "and a half", "dash": "-"}
_UNITS = frozenset(["week", "fortnight", "month", "year", "decade"])
_COUNTS = frozenset(
    ["a", "an", "and", "and a half", "half", "few", "of", "couple", "several", "many", "odd",
     "good", "whole", "full", "long", "the", "-", "so", "last"]
)  # fmt: skip
_BEFORE_YEAR = frozenset(["last", "this", "next", "a"])  # "yer" is "your" elsewhere
_BY_POST = (["the"], ["by"], ["in"])
_TENS = frozenset(["20", "30", "40", "50", "60", "70", "80", "90"])


@dataclass(frozen=True)
class Tokens:
    """Plain tokens and where each stood in what was typed."""

    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]

    @cached_property
    def text(self) -> str:
        """The tokens with one space between."""
        return " ".join(self.words)

    @cached_property
    def starts(self) -> list[int]:
        """Where each token begins in `text`."""
        places, at = [], 0
        for word in self.words:
            places.append(at)
            at += len(word) + 1
        return places

    def index(self, offset: int) -> int:
        """The number of the token at a place in `text`."""
        return max(0, bisect_right(self.starts, offset) - 1)


@lru_cache(maxsize=1)
def spellings() -> dict[str, str]:
    """Typed word to plain word."""
    return {
        form: plain
        for plain, forms in load()["words"].items()
        for form in (*forms.split(), str(plain))
    }


@lru_cache(maxsize=1)
def _slips() -> tuple[dict[str, str], frozenset[str]]:
    index: dict[str, str] = {}
    for word in load()["fuzzy"].split():
        for key in (word, *_deletes(word)):
            index.setdefault(key, word)
    return index, frozenset(load()["not_typos"].split())


def _deletes(word: str) -> list[str]:
    return [word[:i] + word[i + 1 :] for i in range(len(word))]


@lru_cache(maxsize=4096)
def plain(word: str) -> str:
    """The plain form of one typed word."""
    word = word.replace("’", "'")
    known = spellings().get(word)
    if known is not None or len(word) < 6:
        return known or word
    if word.endswith("ish") and word[:-3] in spellings():
        return f"{spellings()[word[:-3]]} ish"
    index, exceptions = _slips()
    if word in exceptions:
        return word
    for key in (word, *_deletes(word)):
        found = index.get(key)
        if found is not None and abs(len(found) - len(word)) <= 1 and found[0] == word[0]:
            return found
    return word


def tokens(text: str) -> Tokens:
    """The plain tokens of a text."""
    words: list[str] = []
    spans: list[tuple[int, int]] = []
    lowered = _LETTER_O.sub("0", text[:LONGEST].lower())
    if len(lowered) != len(text[:LONGEST]):
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text[:LONGEST])
    for match in _TOKEN.finditer(lowered):
        if match.lastgroup == "stop" and words and _goes_on(match, words[-1]):
            continue
        word = _token(match, words)
        if word is not None:
            words.append(word)
            spans.append(match.span())
    return _joined(words, spans, lowered)


def _token(match: re.Match[str], before: list[str]) -> str | None:
    raw = match.group()
    kind = match.lastgroup
    if kind in {"word", "early", "short_word"}:
        return plain(raw)
    if kind in _FIXED:
        return _FIXED[kind]
    if kind == "numeric":
        return re.sub(r"[,\\|_]", "/", re.sub(r"\s", "", raw).replace("–", "-"))
    if kind == "roman":
        day, month, year = re.split(r"[./\- ]", raw)
        return f"{day}/{_ROMAN.index(month) + 1}/{year}"
    if kind in {"unit", "ampersand"}:
        return _SHORT[raw]
    if kind == "ordinal":
        return raw.replace(" ", "")
    if kind == "welsh":
        return raw.rstrip("abcdefghijklmnopqrstuvwxyz")
    if kind == "short":
        return f"'{raw[1:]}"
    if kind == "stop":
        # "3. Sept." is not the end of a sentence
        return None if raw == "." and before and _may_be_short(before[-1]) else "."
    return str(int(raw)) if len(raw) < 4 else raw


def _goes_on(stop: re.Match[str], before: str) -> bool:
    """True for the stop in "Sept. 5th", "5 Sep. 2025" and "may? 2025"."""
    return (
        stop.group() in ".?"
        and before in MONTH_NAMES
        and bool(_FIGURE.match(stop.string, stop.end()))
    )


def _may_be_short(word: str) -> bool:
    return bool(re.fullmatch(r"\d{1,2}(?:st|nd|rd|th)?", word))


def _joined(words: list[str], spans: list[tuple[int, int]], typed: str) -> Tokens:
    """Numbers in two words made one: twenty first, twenty twenty five."""
    out: list[str] = []
    places: list[tuple[int, int]] = []
    for word, span in zip(words, spans, strict=True):
        if len(out) > 1 and out[-1] == "-" and _hyphened(out[-2], word):
            del out[-1], places[-1]
        if word == "after" and typed[slice(*span)] == "post" and out[-1:] in _BY_POST:
            word = "post"
        if word == "yer" and out[-1:] and out[-1] in _BEFORE_YEAR:
            word = "year"
        _set_right(out, places, word, typed, span)
        if word == "dozen":
            word = _dozen(out, places)
        if word in {"ago", "back"} and out and out[-1] in _UNITS:
            out[-1] = _one(out, typed[slice(*places[-1])])
        spelt = not typed[span[0]].isdigit()
        if len(out) > 1 and spelt and out[-2:] == ["2000", "and"] and word.isdigit():
            del out[-1], places[-1]
        merged = _merge(out[-1], word) if out and out[-1].isdigit() and spelt else None
        if merged is None:
            out.append(word)
            places.append(span)
        else:
            out[-1] = merged
            places[-1] = (places[-1][0], span[1])
    return Tokens(tuple(out), tuple(places))


def _set_right(
    out: list[str],
    places: list[tuple[int, int]],
    word: str,
    typed: str,
    span: tuple[int, int],
) -> None:
    """What only the next word shows: "forth of March" is the 4th, "last days" are a few."""
    if out[-1:] == ["forth"] and (word == "of" or word in MONTH_NAMES):
        out[-1] = "4th"
    if out[-1:] and out[-1] in {"1st", "last"} and typed[slice(*span)] == "days":
        out.append("few")
        places.append(span)


def _one(words: list[str], typed: str) -> str:
    """ "A year" for the unit of "year ago", where no count is said."""
    unit, before = words[-1], words[-2] if len(words) > 1 else ""
    counted = before in _COUNTS or any(char.isdigit() for char in before)
    return unit if counted or typed.endswith("s") else f"a {unit}"


def _dozen(out: list[str], places: list[tuple[int, int]]) -> str:
    """The number of "a dozen" or "half a dozen", whose other words are taken off the list."""
    size = "6" if "half" in out[-2:] else "12"
    while out and out[-1] in {"a", "half", "good"}:
        del out[-1], places[-1]
    return size


def _hyphened(first: str, second: str) -> bool:
    return first in _TENS | {"2020", "2030"} and bool(
        re.fullmatch(r"[1-9](?:st|nd|rd|th)?", second)
    )


def _merge(first: str, second: str) -> str | None:
    if first in _TENS and re.fullmatch(r"[1-9](?:st|nd|rd|th)?", second):
        return first[0] + second
    if first == "19" and re.fullmatch(r"[3-9]\d", second):
        return first + second
    if re.fullmatch(r"19[3-9]0", first) and re.fullmatch(r"[1-9]", second):
        return first[:3] + second
    if first == "2" and second == "thousand":
        return "2000"
    if first == "2000" and re.fullmatch(r"\d|[1-3]\d", second):
        return str(2000 + int(second))
    if first == "20" and re.fullmatch(r"[12]\d", second):
        return first + second
    if re.fullmatch(r"202?", first) and second == "20":
        return "2020"
    if re.fullmatch(r"20[23]0", first) and re.fullmatch(r"[1-9]", second):
        return first[:3] + second
    return None
