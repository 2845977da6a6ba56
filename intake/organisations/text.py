"""Words as people type them, brought to one form: case, accents, apostrophes, plurals and everyday short forms."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

SKIPPED = frozenset(["the", "of", "for", "and", "an", "a", "in", "at", "s", "t"])
SHORT_FORMS = {
    "saint": "st", "snt": "st", "hosp": "hospital", "hospt": "hospital", "hozzy": "hospital", "hossie": "hospital",
    "ozzy": "hospital", "dept": "department", "dpt": "department", "govt": "government", "gov": "government",
    "gvt": "government", "gov't": "government", "univ": "university", "assn": "association", "assoc": "association",
    "center": "centre", "healthcare": "health care", "jobcentre": "job centre", "jobcenter": "job centre",
    "majestys": "majesty", "licensing": "licencing", "license": "licence", "gen": "general",
    "infirmery": "infirmary", "organization": "organisation", "tele": "telephone", "mgmt": "management",
    "brum": "birmingham", "soton": "southampton", "n'hampton": "northampton", "b'ham": "birmingham",
    "bham": "birmingham", "mcr": "manchester", "lpool": "liverpool", "l'pool": "liverpool", "notts": "nottinghamshire",
    "staffs": "staffordshire", "lancs": "lancashire", "yorks": "yorkshire", "herts": "hertfordshire",
    "bucks": "buckinghamshire", "berks": "berkshire", "cambs": "cambridgeshire", "lincs": "lincolnshire",
    "leics": "leicestershire", "northants": "northamptonshire", "glos": "gloucestershire", "worcs": "worcestershire",
    "hants": "hampshire", "beds": "bedfordshire", "oxon": "oxfordshire", "wilts": "wiltshire", "camhs": "camhs",
    "paediatric": "children", "paediatrics": "children", "pediatric": "children",
}  # fmt: skip
_WORD = re.compile(r"[^\W_]+(?:['’`][^\W_]+)*['’]?")
_DOTTED = re.compile(r"\b(?:[A-Za-z]\.){2,}(?:[A-Za-z]\b)?")
_A_AND_E = re.compile(r"\ba\s*(?:&|and|n|/|\+|'n')\s*e\b", re.IGNORECASE)
_UNSTEMMED = frozenset(
    ["gas", "bus", "this", "his", "was", "has", "is", "us", "as", "yes", "plus", "news", "cms", "cps", "less", "always", "sepsis", "camhs", "sats", "ics"]
)


@dataclass(frozen=True)
class Token:
    """One word of a text: its common form, and where and how it was typed."""

    word: str
    start: int
    end: int
    capitals: bool = False
    before: str = ""


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """One form for "St James", "St James's" and "St Jamess"; short and double-s words stay."""
    if len(word) <= 3 or word in _UNSTEMMED or not word.endswith("s") or word.endswith("ss"):
        return word
    return word[:-1]


@lru_cache(maxsize=20_000)
def forms(word: str) -> tuple[str, ...]:
    """The common form of one typed word: usually one word, sometimes two ("healthcare")."""
    plain = "".join(
        c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c)
    ).lower()
    plain = plain.replace("’", "'").replace("`", "'").rstrip("'")
    if plain not in SHORT_FORMS:
        if plain.endswith("'s"):
            plain = plain[:-2]
        plain = plain.replace("'", "")
    plain = SHORT_FORMS.get(plain, plain)
    return tuple(stem(part) for part in plain.split())


def tokens(text: str) -> list[Token]:
    """The words that count in a text; "the", "of" and the like are passed over."""
    text = _DOTTED.sub(lambda m: m.group().replace(".", "").ljust(len(m.group())), text)
    text = _A_AND_E.sub(lambda m: "AAE".ljust(len(m.group())), text)
    shouting = text.isupper()
    found = []
    before = ""
    for m in _WORD.finditer(text):
        capitals = m.group().isupper() and not shouting
        for word in forms(m.group()):
            if word not in SKIPPED:
                found.append(Token(word, m.start(), m.end(), capitals, before))
            before = word
    return found


def words(text: str) -> tuple[str, ...]:
    """The same for a name of the register."""
    return tuple(t.word for t in tokens(text))


def join(parts: Iterable[str]) -> str:
    """One string for a run of words."""
    return " ".join(parts)
