"""Plain form of what people type: one spelling for a word, contractions spelt out, segments."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).parent / "data"

_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"', "…": "."})
_UNSEEN = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_ENDINGS = (
    (re.compile(r"\bcan'?t\b"), "can not"),
    (re.compile(r"\bwon't\b"), "will not"),
    (re.compile(r"\bain't\b"), "have not"),
    (re.compile(r"(\w+)n't\b"), r"\1 not"),
    (re.compile(r"\b(i|we|you|they|who|what|could|would|should|might)'ve\b"), r"\1 have"),
    (re.compile(r"\b(\w+)'re\b"), r"\1 are"),
    (re.compile(r"\b(\w+)'ll\b"), r"\1 will"),
    (re.compile(r"\bi'm\b"), "i am"),
    (re.compile(r"\blet's\b"), "let us"),
    (re.compile(r"\b(i|we|you|they|he|she|it|who)'d\b"), r"\1 would"),
    (re.compile(r"\b(he|she|it|that|what|who|where|how|there|here|when|why)'s\b"), r"\1 is"),
    (re.compile(r"\b(did|does|was|is|has|had|could|would|should|have)'?nt\b"), r"\1 not"),
)
_REPEATED = re.compile(r"([a-z])\1{2,}")
_WORD = re.compile(r"[a-z0-9/]+")
_SPACES = re.compile(r"[ \t]+")


@lru_cache(maxsize=64)
def load(name: str) -> Any:
    """One of this package's data files."""
    with (DATA / f"{name}.yml").open(encoding="utf-8") as file:
        return yaml.load(file, Loader=yaml.BaseLoader)  # noqa: S506 (strings only: "no" stays "no")


@lru_cache(maxsize=1)
def _phrases() -> tuple[re.Pattern[str], dict[str, str]]:
    phrases: dict[str, str] = load("plain")["phrases"]
    longest_first = sorted(phrases, key=len, reverse=True)
    joined = "|".join(re.escape(phrase) for phrase in longest_first)
    return re.compile(rf"(?<![\w])(?:{joined})(?![\w])"), phrases


@lru_cache(maxsize=2048)
def plain(text: str) -> str:
    """Lower-case text with usual spellings, contractions spelt out and single spaces."""
    text = _UNSEEN.sub("", unicodedata.normalize("NFKC", text)).translate(_QUOTES).lower()
    text = _REPEATED.sub(r"\1", text)
    for pattern, spelt_out in _ENDINGS:
        text = pattern.sub(spelt_out, text)
    words: dict[str, str] = load("plain")["words"]
    text = _WORD.sub(lambda found: str(words.get(found[0], found[0])), text)
    pattern, phrases = _phrases()
    text = _SPACES.sub(" ", text)
    return pattern.sub(lambda found: phrases[found[0]], text).strip()


@dataclass(frozen=True)
class Segment:
    """A sentence, or the part of one that turns to asking something."""

    text: str
    asks: bool

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.text.split())


_AUX = r"(?:do|does|did|is|are|will|would|can|could|should|have|has|am|was|were|might|shall|must)"
_WH = r"(?:why|how|what|when|where|who|which|whose)"
_SUBJECT = r"(?:i|we|they|he|she|it|you|u|my|our)"
_LEAD = (
    r"(?:(?:sorry|okay|well|please|hi|hello|hey|but|and|so|um+|er+|right|oh|also|wait|hang on|"
    r"hold on|just|actually|before i answer|first|quick question|excuse me|yes|no)[, ]+)*"
)
_ASKING = (
    rf"(?:{_WH}(?: (?!{_SUBJECT}\b)\w+){{0,2}}? {_AUX} (?!what|that|because|when)\w+|"
    rf"(?:how (?:long|much|many|come|often|soon|about)|what about|what if|what for)\b|"
    r"(?:do|did|have) (?:i|you|u|we|they|he|she|the|my|someone|anyone|your)\b|"
    r"(?:can|could|should|will|would|may|shall|must|am|are|is|does) "
    r"(?:a|an|her|his|i|you|u|we|this|it|that|there|they|he|she|the|my|someone|anyone|your|these|those)\b)"
)
# "My wife, who can't decide for herself" asks nothing.
_RELATIVE = r"(?:who|which|whose)\b[^?]*$"
_BREAK = re.compile(
    r"(?<=[.!?\n;])\s*(?=\S)|\s*\n+\s*"
    rf"|(?:\s*[,;:–—-]+|\s+(?:but|and|so|also|though))\s+(?!{_RELATIVE})(?={_ASKING})"
)
_STARTS_ASKING = re.compile(rf"^{_LEAD}{_ASKING}")
_BARE_ASKING = re.compile(rf"^{_LEAD}{_WH}\s*(?:is|though|that|this|not|exactly)?\s*[?.!]*$")


def asks(text: str) -> bool:
    """True where plain text puts a question; a short `the Royal?` is an answer said shyly."""
    if _STARTS_ASKING.match(text) or _BARE_ASKING.match(text):
        return True
    return text.endswith("?") and (len(text.split()) > 4 or bool(re.match(rf"^{_WH}\b", text)))


@lru_cache(maxsize=1024)
def segments(text: str) -> tuple[Segment, ...]:
    """Plain text cut at sentence ends and where it turns to asking."""
    parts = (part.strip(" ,;:-–—") for part in _BREAK.split(text) if part)
    return tuple(Segment(part, asks(part)) for part in parts if part.strip(".!?"))
