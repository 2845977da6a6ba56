"""Random complaints for the properties: any answers, in any mix, some of them odd."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from intake.facts import CHOICES, LISTS, TEXTS
from tests.intake.complaints import TODAY

BODIES = (
    "Leeds Teaching Hospitals NHS Trust", "my GP", "dentist", "Priory", "care home", "DWP", "HMRC",
    "Home Office", "police", "CPS", "Leeds City Council", "my landlord", "HMCTS", "not_sure",
    "Zzyx Quorble", "Swansea hospital", "Student Loans Company", "DVLA", "the hospital",
    "my neighbour", "Cabinet Office", "NHS England",
)  # fmt: skip
STORIES = (
    "They lost my test results and nobody told me.", "They refused my PIP", "visa refused",
    "I was sectioned unlawfully and given wrong meds", "NHS nurse dismissed", "not_sure",
    "They ignored my letters for a year", "I want the judge's ruling changed", "asdf",
    "On the ward they left her in pain. The AMHP was rude and the police hurt me.",
    "The law on state pension age is unfair", "it was awful", "They want to extradite me to France",
    "As a dentist I dispute my contract clawback", "They refused my request for a royal pardon",
    "I was refused an honour, my MBE nomination",
)  # fmt: skip
SAID = ("no", "not_sure", "I was ill and afraid of what they would do", "his mum, he is 17", "Sam")


def days() -> st.SearchStrategy[date]:
    """Days of the last years, up to today."""
    return st.integers(0, 1500).map(lambda ago: TODAY - timedelta(days=ago))


def dates() -> st.SearchStrategy[Any]:
    """Dates as they may come: a day, an interval, or not known."""

    def interval(day: date, length: int) -> dict[str, str]:
        end = min(day + timedelta(days=length), TODAY)
        return {"from": day.isoformat(), "to": end.isoformat(), "precision": "month"}

    return st.one_of(
        days().map(date.isoformat),
        days(),
        st.builds(interval, days(), st.integers(0, 400)),
        st.just({"from": None, "to": None, "precision": "unknown"}),
        st.just("not_sure"),
    )


def organisations() -> st.SearchStrategy[dict[str, Any]]:
    """An organisation by its name alone, as strangers may give it."""
    return st.sampled_from(BODIES).map(lambda name: {"name": name})


def answers(question: str) -> st.SearchStrategy[Any]:
    """A proper answer to one question."""
    if question == "organisation":
        return organisations()
    if question == "matter":
        return st.sampled_from(STORIES)
    if question in CHOICES:
        return st.sampled_from(CHOICES[question])
    if question in LISTS:
        codes = st.lists(st.sampled_from(LISTS[question]), min_size=1, max_size=4, unique=True)
        return codes
    return st.sampled_from(SAID) if question in TEXTS else dates()


QUESTIONS = (
    *CHOICES, *LISTS, *TEXTS, "happened_on", "aware_on", "complained_on", "final_response_on",
    "organisation",
)  # fmt: skip


def complaints() -> st.SearchStrategy[dict[str, Any]]:
    """Any mix of answers."""
    return st.fixed_dictionaries(
        {},
        optional={
            **{question: answers(question) for question in QUESTIONS},
            "other_organisations": st.lists(organisations(), max_size=2),
        },
    )


def anything() -> st.SearchStrategy[Any]:
    """Any JSON at all."""
    leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
    return st.recursive(
        leaves,
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["name", "id", "from", "to", "text", "x"]), inner)
        ),
        max_leaves=8,
    )
