"""What staff type for a fact, read and checked as an answer of the person is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

import intake
from backend.services.addresses import EMAIL, read_address
from intake import dates, organisations
from intake.facts import CHOICES, DATES, LISTS, NOT_SURE, QUESTION_IDS

LONGEST = 20_000
SURE, CLOSE, MOST = 95, 4, 5
NONE_OF_THESE = "none"
UNKNOWN_DATE = {"from": None, "to": None, "precision": "unknown"}
# Said to the service itself, or made of others: nothing for staff to correct.
NOT_EDITED = frozenset({"privacy_ack", "confirm", "send_anyway", "other_organisations", "themes"})
EDITED = QUESTION_IDS - NOT_EDITED


@dataclass(frozen=True)
class Typed:
    """A value in the form in which facts hold it, or what is wrong with what was typed."""

    value: Any = None
    problem: str = ""
    offered: tuple[organisations.Match, ...] = ()


def read(question: str, values: list[str], today: date, picked: str = "", other: str = "") -> Typed:
    """The value in what was typed or chosen; `picked` is an organisation that was offered."""
    cleaned = [_clean(value) for value in values if _clean(value)]
    typed = cleaned[0] if cleaned else ""
    if question in CHOICES:
        return _canonical(question, typed, "choose_one")
    if question in LISTS:
        own = [{"text": _clean(other)}] if question == "adjustments" and _clean(other) else []
        return _canonical(question, [*cleaned, *own], "choose_some")
    if not typed:
        return Typed(problem="enter_value")
    if len(typed) > LONGEST:
        return Typed(problem="too_long")
    if question in DATES:
        return _date(question, typed, today)
    if question == "organisation":
        return _organisation(typed, picked)
    reader = READERS.get(question)
    return reader(typed) if reader else Typed(typed)


def _canonical(question: str, value: Any, problem: str) -> Typed:
    kept = intake.clean({question: value}).facts.get(question)
    return Typed(problem=problem) if kept is None else Typed(kept)


def _date(question: str, typed: str, today: date) -> Typed:
    if dates.says_unknown(typed) or typed.lower() == NOT_SURE.replace("_", " "):
        return Typed(dict(UNKNOWN_DATE))
    found = dates.parse(typed, today, question)
    if found.problem:
        return Typed(problem=f"date_{found.problem}")
    return _canonical(question, found.as_dict(), "date_unclear")


def _organisation(typed: str, picked: str) -> Typed:
    """A name that fits one organisation well is that one; else staff choose what it is."""
    if picked == NONE_OF_THESE:
        return Typed({"name": typed, "id": None, "branch": "UNSURE", "match": "none"})
    chosen = organisations.find(picked) if picked else None
    if chosen is not None:
        return Typed(_fact(chosen.name, chosen.id, chosen.branch, "chosen"))
    matches = organisations.match(typed)
    best = matches[0]
    alike = tuple(match for match in matches if match.id and best.score - match.score < CLOSE)
    if best.id and best.score >= SURE and len(alike) == 1:
        return Typed(_fact(best.name, best.id, best.branch, "exact"))
    offered = tuple(match for match in matches if match.id)[:MOST]
    return Typed(problem="organisation_which", offered=offered)


def _fact(name: str, identity: str, branch: str, how: str) -> dict[str, Any]:
    return {"name": name, "id": identity, "branch": branch, "match": how}


def _email(typed: str) -> Typed:
    found = read_address(typed) if "@" in typed else None
    if found is None or found.way != EMAIL:
        return Typed(problem="email")
    return Typed(found.value)


def _phone(typed: str) -> Typed:
    try:
        number = phonenumbers.parse(typed, "GB")
    except NumberParseException:
        return Typed(problem="phone")
    spelled = any(map(str.isalpha, typed))  # "0800 HELP" is no number that anybody dials
    if spelled or not phonenumbers.is_possible_number(number):
        return Typed(problem="phone")
    home = number.country_code == 44
    shape = PhoneNumberFormat.NATIONAL if home else PhoneNumberFormat.INTERNATIONAL
    return Typed(phonenumbers.format_number(number, shape))


READERS: Mapping[str, Callable[[str], Typed]] = {"email": _email, "phone": _phone}


def _clean(typed: str) -> str:
    return typed.replace("\0", "").replace("\r\n", "\n").strip()
