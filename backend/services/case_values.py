"""Values of facts as a case system sends them: in the shape in which a case shows them, or none."""

from datetime import date
from typing import Any

import intake
from intake import organisations
from intake.facts import CHOICES, DATES, LISTS, NOT_SURE

MOST, LONGEST, LONGEST_NAME = 50, 10_000, 300
UNSURE = {"id": None, "branch": "UNSURE", "match": "none"}


def canonical(question: str, given: Any, today: date) -> Any:
    """The value as facts hold it; None where any part of it is not as it should be."""
    if question in CHOICES and isinstance(given, bool):
        return _clean(question, given)
    if question in LISTS and isinstance(given, list):
        return _list(question, given)
    if question in DATES and isinstance(given, dict):
        return _date(question, given, today)
    if question == "organisation":
        return _organisation(given)
    if question == "other_organisations" and isinstance(given, list) and len(given) <= MOST:
        found = [_organisation(each) for each in given]
        return found if all(found) else None
    return None


def _list(question: str, given: list[Any]) -> Any:
    """A list of codes; help that somebody needs may also be put in words."""
    own = question == "adjustments"
    known = all(_code(question, each) or (own and _words(each)) for each in given)
    return _clean(question, given) if known and len(given) <= MOST else None


def _code(question: str, each: Any) -> bool:
    return isinstance(each, str) and each in (*LISTS[question], NOT_SURE)


def _words(each: Any) -> bool:
    if not isinstance(each, dict) or set(each) != {"text"}:
        return False
    text = each["text"]
    return isinstance(text, str) and "\0" not in text and 0 < len(text.strip()) <= LONGEST


def _date(question: str, given: dict[str, Any], today: date) -> Any:
    """A span of days; a day that has not come yet is none."""
    value = _clean(question, given)
    named = [given[end] for end in ("from", "to") if given.get(end) is not None]
    read = [value[end] for end in ("from", "to") if value and value[end]]
    if value is None or len(named) != len(read):
        return None
    begins = value["from"] or value["to"]
    if begins is None:
        return value if given.get("precision") == "unknown" else None
    return value if date.fromisoformat(begins) <= today else None


def _organisation(given: Any) -> dict[str, Any] | None:
    """One of the register by its id, or any other by its name."""
    if not isinstance(given, dict):
        return None
    identity, name = given.get("id"), given.get("name")
    if isinstance(identity, str):
        found = organisations.find(identity)
        return _known(found) if found else None
    plain = isinstance(name, str) and "\0" not in name and 0 < len(name.strip()) <= LONGEST_NAME
    return {"name": str(name).strip(), **UNSURE} if identity is None and plain else None


def _known(found: organisations.Organisation) -> dict[str, Any]:
    return {"name": found.name, "id": found.id, "branch": found.branch, "match": "chosen"}


def _clean(question: str, given: Any) -> Any:
    return intake.clean({question: given}).facts.get(question)
