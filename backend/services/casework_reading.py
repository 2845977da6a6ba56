"""What staff type for a fact, read and checked as an answer of the person is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
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
NOT_EDITED = frozenset({"privacy_ack", "confirm", "send_anyway", "themes"})
EDITED = QUESTION_IDS - NOT_EDITED
NAMES = frozenset({"organisation", "other_organisations"})
MOST_NAMES = 20
PICKED, PICKED_FOR = "picked-", "picked_for-"
Picks = Mapping[str, str]


@dataclass(frozen=True)
class Typed:
    """A value in the form in which facts hold it, or what is wrong with what was typed."""

    value: Any = None
    problem: str = ""
    # For each name that may be several organisations: which ones.
    offered: Mapping[str, tuple[organisations.Match, ...]] = field(default_factory=dict)


def read(
    question: str, values: list[str], today: date, picks: Picks | None = None, other: str = ""
) -> Typed:
    """The value in what was typed or chosen; `picks` says for a name which one of those offered."""
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
        return _organisation(typed, picks or {})
    if question == "other_organisations":
        return _several(typed.splitlines(), picks or {})
    reader = READERS.get(question)
    return reader(typed) if reader else Typed(typed)


def picks(form: Mapping[str, str]) -> dict[str, str]:
    """What was picked for each name: a name is sent with what was offered for it."""
    return {
        _clean(name): form.get(key.replace(PICKED_FOR, PICKED, 1), "")
        for key, name in form.items()
        if key.startswith(PICKED_FOR)
    }


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


def _organisation(typed: str, picks: Picks) -> Typed:
    """A name that fits one organisation well is that one; else staff choose what it is."""
    picked = picks.get(typed, "")
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
    return Typed(problem="organisation_which", offered={typed: offered})


def _several(lines: list[str], picks: Picks) -> Typed:
    """One organisation on each line; each is read as the main one is, and each but once."""
    names = list(dict.fromkeys(filter(None, map(_clean, lines))))
    if len(names) > MOST_NAMES:
        return Typed(problem="too_many_names")
    read_ones = [_organisation(name, picks) for name in names]
    unclear = {name: each for one in read_ones for name, each in one.offered.items()}
    if unclear:
        return Typed(problem="organisation_which", offered=unclear)
    return Typed(
        list({one.value["id"] or one.value["name"]: one.value for one in read_ones}.values())
    )


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
