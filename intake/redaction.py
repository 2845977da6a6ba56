"""Takes out of a text what tells who wrote it: for messages kept to improve the service.

Organisations stay, since they are what such a message is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from intake import personal

NAME, ADDRESS, EMAIL, NUMBER, DATE = "(name)", "(address)", "(email)", "(number)", "(date)"
GAP = r"[\s\-‐-―−.·_()\u00ad\u200c\u200d]{0,4}"
LEAST_DIGITS = 7
PHONE_DIGITS = (10, 11)

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_YEAR = r"(?:19|20)\d\d"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_WRITTEN = rf"{_DAY}(?:st|nd|rd|th)?(?: of)? {_MONTH}\.?,? ?(?:{_YEAR}|'?\d\d)?|{_MONTH} {_YEAR}"
_FIGURES = rf"{_DAY}[\s./-]{{1,3}}(?:0?[1-9]|1[0-2])[\s./-]{{1,3}}(?:{_YEAR}|\d\d)"
_ANY_DATE = rf"(?:{_FIGURES}|{_WRITTEN}|{_YEAR})"

_EMAIL = re.compile(
    r"\S*@\S*?(?=[,.;:!?)]*(?:\s|$))|"
    r"\b[\w.+-]+ (?:at|\(at\)|\[at\]) [\w-]+(?: (?:dot|\(dot\)) \w+)+",
    re.I,
)
_LINK = re.compile(r"\b(?:https?://|www\.)\S+", re.I)
_POSTCODE = re.compile(r"\b[a-z]{1,2}\d[a-z\d]?\s{0,2}\d[a-z]{2}\b", re.I)
_STREET = re.compile(
    r"\b\d{1,4}[a-z]?,? (?:[a-z'’-]+ ){1,3}(?:road|rd|street|st|avenue|ave|lane|close|drive|way|"
    r"crescent|court|terrace|place|gardens|grove|square|hill|mews|park|walk|row)\b",
    re.I,
)
_BORN = re.compile(
    rf"\b(?:born|dob|d\.o\.b\.?|date of birth|birth ?day|birth ?date)\b"
    rf"(?P<between>[^\d\n]{{0,25}}?)(?P<date>{_ANY_DATE})",
    re.I,
)
_OLD = re.compile(rf"\b(?:{_FIGURES}|{_WRITTEN})(?!\d)", re.I)
_OLD_YEAR = re.compile(r"(?<!\d)(?:19\d\d|'?[3-9]\d)$")
_RUN = re.compile(rf"\+?\(?\d(?:{GAP}\d)*")
_DATES_ALONE = re.compile(rf"(?:(?:{_FIGURES}|{_YEAR})(?:[\s.-]{{1,3}}|$))+")
# Who is spoken of: after a title, or after "my name is".
_TITLED = re.compile(
    r"\b(?P<title>(?i:mr|mrs|ms|miss|mx|dr|doctor|prof(?:essor)?|sister|nurse|sir|lady|rev|"
    r"my name(?: is|'s|’s)|i am called|i'm called|called me|signed|regards|sincerely|yours))"
    r"(?P<dot>[.,:]?\s+)(?P<who>[A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]+){0,2})"
)
_CALLED = re.compile(
    r"\b(?P<lead>my name(?: is|'s|’s)|my names|i am called|i'm called)\s+"
    r"(?P<who>[^\W\d_][\w'’-]+(?:\s+(?!and\b|but\b|i\b|i'm\b|my\b)[^\W\d_][\w'’-]+)?)",
    re.I,
)
_KIN = re.compile(
    r"\b(?P<kin>(?i:my|our|his|her) "
    r"(?i:son|daughter|husband|wife|partner|brother|sister|mum|mother|dad|father|nan|gran(?:ny|dad|dmother|dfather)?|aunt(?:y|ie)?|uncle|cousin|friend|baby|"
    r"grandson|granddaughter|nephew|niece))(?P<gap>,? )(?P<who>[A-Z][\w'’-]+)"
)
SHORTEST_NAME = 2


def redact(text: str, names: Iterable[object] = ()) -> str:
    """The text without names, addresses, dates of birth and numbers that lead to a person."""
    said = _EMAIL.sub(EMAIL, _LINK.sub(ADDRESS, text))
    said = _BORN.sub(lambda m: m[0].replace(m["date"], DATE), said)
    said = _OLD.sub(lambda m: DATE if _OLD_YEAR.search(m[0]) else m[0], said)
    said = _STREET.sub(ADDRESS, said)
    said = _numbers(said)
    said = _POSTCODE.sub(ADDRESS, said)
    said = _CALLED.sub(lambda m: f"{m['lead']} {NAME}", said)
    said = _TITLED.sub(lambda m: f"{m['title']}{m['dot']}{NAME}", said)
    said = _KIN.sub(lambda m: f"{m['kin']}{m['gap']}{NAME}", said)
    return _known(said, names)


def parts_of_names(*given: object) -> set[str]:
    """The words of the names that were given, to be looked for one by one."""
    words = {word for each in given for word in re.findall(r"[^\W\d_]+", str(each or ""))}
    return {word for word in words if len(word) >= SHORTEST_NAME}


def _numbers(text: str) -> str:
    for number in reversed(personal.found(text)):
        text = f"{text[: number.start]}{NUMBER}{text[number.end :]}"
    return _RUN.sub(_number, text)


def _number(match: re.Match[str]) -> str:
    run = match[0]
    digits = [character for character in run if character.isdecimal()]
    if len(digits) < LEAST_DIGITS or _only_dates(run, "".join(digits)):
        return run
    return NUMBER


def _only_dates(run: str, digits: str) -> bool:
    like_phone = len(digits) in PHONE_DIGITS and digits.startswith("0")
    return not like_phone and run[0] != "+" and bool(_DATES_ALONE.fullmatch(run))


def _known(text: str, names: Iterable[object]) -> str:
    wanted = sorted(parts_of_names(*names), key=len, reverse=True)
    if not wanted:
        return text
    every = re.compile(rf"\b(?:{'|'.join(map(re.escape, wanted))})(?:'s|’s)?\b", re.I)
    return every.sub(NAME, text)
