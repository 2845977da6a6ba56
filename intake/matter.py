"""What a complaint is about: subjects that others handle, and whether anything else is left."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from intake import subjects

WORDS = Path(__file__).parent / "data" / "service_words.yml"
CLAUSE = re.compile(r"[.;:!?\n]+|,|\b(?:and|but|also|then|plus|as well as)\b", re.IGNORECASE)
# "I'm not complaining about what the judge decided": what is said there is not what went wrong.
DENIED = re.compile(
    r"\b(?:not|isn'?t|wasn'?t|aren'?t|never|don'?t|won'?t) (?:\w+ ){0,2}?"
    r"(?:complain(?:ing)?|challeng(?:e|ing)|disput(?:e|ing)|quarrel(?:ling)?|arguing|argue)"
    r"\b(?!,? (?:just|only))"
    r"|\b(?:complaint|this|it|that)(?:'?s| is| was)?(?: not|n'?t) (?:\w+ )?(?:about|against)\b"
    r"|\bno (?:quarrel|complaints?|argument|issues?|beef) (?:\w+ )?(?:with|about|against|of)\b",
    re.IGNORECASE,
)
AFTERCARE = re.compile(r"\b(?:section|s\.?) ?117\b|\baftercare\b", re.IGNORECASE)
# A complaint as a member of staff stays one, whatever service words stand beside it.
CARE_ONLY = ("X_PERSONNEL", "S40", "S13")


@dataclass(frozen=True)
class Subject:
    """Something in the story that is excluded or handled elsewhere, and what is said beside it."""

    code: str
    signpost: str | None
    rest: str
    no_care: bool = False
    """Whether the story itself says that nobody's care is complained of."""

    @property
    def alone(self) -> bool:
        """Whether the story holds no sign of anything else that went wrong."""
        if self.code in CARE_ONLY:
            return self.no_care or not shows("care", self.rest)
        return not shows("care", self.rest) and not shows("service", self.rest)


@dataclass(frozen=True)
class Matter:
    """The story, as far as the rules need to understand it."""

    text: str
    subjects: tuple[Subject, ...] = ()
    mentioned: tuple[str, ...] = ()

    def subject(self, *codes: str) -> Subject | None:
        """The first of these subjects that the story holds."""
        return next((found for found in self.subjects if found.code in codes), None)

    @property
    def shows_service(self) -> bool:
        """Whether it tells of how things were done."""
        return shows("service", self.text)

    @property
    def shows_decision(self) -> bool:
        """Whether it tells of what was decided."""
        return shows("decision", self.text)

    @property
    def aftercare(self) -> bool:
        """Aftercare under section 117 is a joint duty of NHS and council."""
        return bool(AFTERCARE.search(self.text))


@lru_cache(maxsize=2048)
def read(text: str) -> Matter:
    """Reads a story once."""
    if not text:
        return Matter("")
    clauses = [clause for clause in CLAUSE.split(text) if clause.strip()]
    denied = [clause for clause in clauses if DENIED.search(clause.replace("’", "'"))]
    clauses = [clause for clause in clauses if clause not in denied]
    found = subjects.find(_without(text, denied))
    rest = " . ".join(c for c in clauses if not any(_holds(c, s.words) for s in found))
    no_care = shows("no_care", text) and not shows("own_care", text)
    own = [s for s in found if s.kind != subjects.OTHER_BODY]
    kept = tuple(Subject(s.code, s.signpost, rest, no_care) for s in own)
    mixed = [s.signpost for s in found if s.kind == subjects.OTHER_BODY and s.signpost]
    return Matter(text, kept, tuple(dict.fromkeys(mixed)))


def _without(text: str, clauses: list[str]) -> str:
    for clause in clauses:
        text = text.replace(clause, " ")
    return text


def shows(kind: str, text: str) -> bool:
    """Whether a text holds a sign of one kind."""
    return bool(_patterns()[kind].search(_plain(text)))


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    lists = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    return {kind: re.compile(rf"\b(?:{'|'.join(patterns)})\b") for kind, patterns in lists.items()}


def _holds(clause: str, words: str) -> bool:
    """Whether a clause is (part of) what made a subject known."""
    plain = " ".join(_plain(clause).split())
    return bool(words) and (words in plain or plain in words)


def _plain(text: str) -> str:
    """Lower case, without the apostrophes that people leave out anyway."""
    return re.sub(r"['’`]", "", text.lower())
