"""What a person has told us: the question ids, their values, and a lenient reading of both."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime
from typing import Any, NamedTuple

Facts = dict[str, Any]

NOT_SURE = "not_sure"
YES_NO = ("yes", "no", NOT_SURE)

CHOICES: dict[str, tuple[str, ...]] = {
    "privacy_ack": ("yes", "no"),
    "acting_for": (
        "self",
        "adult_agrees",
        "adult_unable",
        "child",
        "deceased",
        "group",
        NOT_SURE,
    ),
    "acting_for_consent": YES_NO,
    "public_body": YES_NO,
    "care_place": ("england", "wales", "scotland", "northern_ireland", "abroad", NOT_SURE),
    "care_payer": ("nhs", "self_or_insurance", "council", NOT_SURE),
    "matter_kind": ("how", "decision", "both", NOT_SURE),
    "victim_of_crime": YES_NO,
    "complained_locally": YES_NO,
    "final_response": YES_NO,
    "previous_ombudsman": YES_NO,
    "second_tier": ("done", "refused", "not_yet", NOT_SURE),
    "mp_referral": ("signed", "asked", "refused", "not_asked", NOT_SURE),
    "legal_action": ("no", "thinking", "started", "finished", NOT_SURE),
    "joint_consent": YES_NO,
    "send_anyway": YES_NO,
    "outcome_priority": (),  # filled below: the outcome codes
    "contact_method": ("email", "phone", "post"),
    "confirm": YES_NO,
}
LISTS: dict[str, tuple[str, ...]] = {
    "adjustments": (
        "large_text",
        "easy_read",
        "bsl",
        "interpreter",
        "phone",
        "more_time",
        "supporter",
        "post",
        "none",
        "other",
    ),
    "impact": (
        "distress",
        "physical_harm",
        "worse_illness",
        "bereavement",
        "lost_treatment",
        "money",
        "time_trouble",
        "dignity_rights",
        "family",
        "job_home",
        "other",
        "none",
    ),
    "outcomes": (
        "O_ACK",
        "O_APOL",
        "O_EXPL",
        "O_RIGHT",
        "O_SERV",
        "O_MONEY_LOSS",
        "O_MONEY_DIST",
        "O_STAFF",
        "O_DAMAGES",
        "O_COURT",
        "O_URGENT",
        "O_NOTSURE",
    ),
    "evidence": ("final_response", "letters", "authority", "none_yet"),
}
CHOICES["outcome_priority"] = LISTS["outcomes"]
DATES = ("happened_on", "aware_on", "complained_on", "final_response_on")
TEXTS = (
    "matter",
    "should_have_happened",
    "relationship",
    "cannot_complain_reason",
    "late_reason",
    "name",
    "email",
    "phone",
    "postal_address",
    "safe_contact",
)
PRECISIONS = ("day", "month", "season", "year", "approx", "unknown")
MATCHES = ("exact", "fuzzy", "chosen", "none")
# "Prefer not to say" is an answer of its own to the person, and "not sure" to the rules.
SAME_AS_NOT_SURE = ("prefer_not_to_say", "dont_know", "don't know", "unknown", "not sure")


class Span(NamedTuple):
    """The days that a date may mean, both ends included; None where an end is not known."""

    start: date | None
    end: date | None
    precision: str

    @property
    def known(self) -> bool:
        """Whether anything is known of when it was."""
        return self.start is not None or self.end is not None

    @property
    def exact(self) -> bool:
        """Whether it is one day."""
        return self.start is not None and self.start == self.end

    @property
    def first(self) -> date:
        """The earliest day it may be, as far as is known."""
        return self.start or date.min

    @property
    def last(self) -> date:
        """The latest day it may be, as far as is known."""
        return self.end or date.max


QUESTION_IDS = frozenset(
    {*CHOICES, *LISTS, *DATES, *TEXTS, "organisation", "other_organisations", "themes"}
)

UNKNOWN_SPAN = Span(None, None, "unknown")


def answer(facts: Facts, question: str) -> str | None:
    """The canonical value of a closed question, or None where it was not (properly) answered."""
    value = word(facts.get(question))
    if value in SAME_AS_NOT_SURE:
        value = NOT_SURE
    if value.startswith("o_"):  # the codes of outcomes are written in capitals
        value = _code(value)
    return value if value in CHOICES[question] else None


def chosen(facts: Facts, question: str) -> tuple[str, ...]:
    """The known codes of a list question, in the order they were given."""
    value = facts.get(question)
    given = value if isinstance(value, (list, tuple, set, frozenset)) else [value]
    words = [_code(item) for item in given]
    known = [word for word in words if word in LISTS[question]]
    return tuple(dict.fromkeys(sorted(known) if isinstance(value, (set, frozenset)) else known))


def words(facts: Facts, question: str) -> str:
    """The text given in answer to a question, or an empty string."""
    value = facts.get(question)
    return value.strip() if isinstance(value, str) else ""


def span(value: object) -> Span | None:
    """The days that a date answer may mean; None where it is no date answer at all."""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return Span(value, value, "day")
    if isinstance(value, str):
        return _written(value)
    if not isinstance(value, dict):
        return None
    start, end = _day(value.get("from")), _day(value.get("to"))
    if start is None and end is None:
        return UNKNOWN_SPAN
    precision = value.get("precision")
    if precision not in PRECISIONS:
        precision = "day" if start == end else "approx"
    if start and end and start > end:
        start, end = end, start
    return Span(start, end, precision)


def organisation(value: object) -> dict[str, Any] | None:
    """One organisation as the engine reads it; None where nothing names one."""
    if isinstance(value, str):
        value = {"name": value}
    if not isinstance(value, dict):
        return None
    name, identity = _string(value.get("name")), _string(value.get("id"))
    if not name.strip() and not identity:
        return None
    if word(name) == NOT_SURE or word(name) in SAME_AS_NOT_SURE:
        name, value = "", {**value, "match": "none"}
    match = value.get("match") if value.get("match") in MATCHES else None
    branch = _string(value.get("branch")) or None
    return {"name": name.strip(), "id": identity or None, "branch": branch, "match": match}


def _string(value: object) -> str:
    return value if isinstance(value, str) else ""


def organisations(value: object) -> list[dict[str, Any]]:
    """Several organisations, whatever list-like thing they came in."""
    items = value if isinstance(value, (list, tuple)) else [value]
    return [found for found in map(organisation, items) if found]


def add_months(day: date, months: int) -> date:
    """The same day some calendar months later, or that month's last day (29 Feb -> 28 Feb)."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not 1 <= year <= 9999:
        return date.max if year > 9999 else date.min
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def word(value: object) -> str:
    """A closed answer as it is compared: lower case, true and false as yes and no."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.strip().lower() if isinstance(value, str) else ""


def _code(value: object) -> str:
    if isinstance(value, dict):
        value = value.get("code", value.get("value"))
    if not isinstance(value, str):
        return ""
    value = value.strip()
    return value.upper() if value.lower().startswith("o_") else value.lower()


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        try:
            return date.fromisoformat(value.strip()[:10])
        except ValueError:
            return None
    return None


def _written(value: str) -> Span | None:
    """A date written as text: a day, a month or a year in ISO order."""
    day = _day(value)
    if day:
        return Span(day, day, "day")
    found = re.fullmatch(r"(\d{4})(?:-(\d{2}))?", value.strip())
    if not found or not 1 <= int(found[1]) <= 9999:
        return UNKNOWN_SPAN if value.strip() else None
    year = int(found[1])
    if found[2] is None:
        return Span(date(year, 1, 1), date(year, 12, 31), "year")
    month = int(found[2])
    if not 1 <= month <= 12:
        return UNKNOWN_SPAN
    return Span(date(year, month, 1), date(year, month, monthrange(year, month)[1]), "month")
