"""Facts as strangers may give them, and as they are stored."""

from datetime import date, datetime

import pytest

import intake
from intake.config import ConfigError, load, read
from intake.facts import add_months, span
from tests.intake.complaints import TODAY, a_hospital_complaint, decide


@pytest.mark.parametrize(
    ("value", "start", "end"),
    [
        ("2026-09-01", date(2026, 9, 1), date(2026, 9, 1)),
        (date(2026, 9, 1), date(2026, 9, 1), date(2026, 9, 1)),
        (datetime(2026, 9, 1, 12), date(2026, 9, 1), date(2026, 9, 1)),
        ("2026-09", date(2026, 9, 1), date(2026, 9, 30)),
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ({"from": "2026-09-01", "to": "2026-09-30"}, date(2026, 9, 1), date(2026, 9, 30)),
        ({"from": "2026-09-30", "to": "2026-09-01"}, date(2026, 9, 1), date(2026, 9, 30)),
        ({"from": None, "to": "2026-09-01"}, None, date(2026, 9, 1)),
    ],
)
def test_dates_in_every_form(value, start, end):
    found = span(value)

    assert found is not None
    assert (found.start, found.end) == (start, end)


@pytest.mark.parametrize("value", ["not_sure", {"from": None, "to": None}, "soonish", "2026-13"])
def test_a_date_that_is_not_known_is_an_answer(value):
    found = span(value)

    assert found is not None and not found.known


@pytest.mark.parametrize("value", [None, 7, [], ""])
def test_what_is_no_date_is_no_answer(value):
    assert span(value) is None


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2025, 11, 22), 12, date(2026, 11, 22)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
    ],
)
def test_calendar_months(day, months, later):
    assert add_months(day, months) == later


@pytest.mark.parametrize(
    ("given", "canonical"),
    [(True, "yes"), (False, "no"), (" Yes ", "yes"), ("prefer_not_to_say", "not_sure")],
)
def test_yes_and_no_in_every_form(given, canonical):
    facts = a_hospital_complaint(complained_locally=given)

    assert intake.clean(facts).facts["complained_locally"] == canonical
    assert decide(facts).result == decide(a_hospital_complaint(complained_locally=canonical)).result


def test_cleaning_keeps_what_is_proper_and_names_the_rest():
    cleaned = intake.clean(
        {
            "matter": "They lost it",
            "care_place": "the moon",
            "impact": ["distress", "nonsense"],
            "outcomes": "not_sure",
            "aware_on": date(2026, 2, 1),
            "organisation": "DWP",
            "shoe_size": 43,
        }
    )

    assert cleaned.facts == {
        "matter": "They lost it",
        "impact": ["distress"],
        "outcomes": ["not_sure"],
        "aware_on": {"from": "2026-02-01", "to": "2026-02-01", "precision": "day"},
        "organisation": {"name": "DWP"},
    }
    assert {(p.question, p.problem) for p in cleaned.problems} == {
        ("care_place", "bad value"),
        ("shoe_size", "unknown question"),
    }


@pytest.mark.parametrize("facts", [None, [], "facts", 3])
def test_facts_that_are_no_mapping_still_reach_a_person(facts):
    assert intake.decide(facts, TODAY).result == "NEEDS_STAFF"
    assert intake.clean(facts).problems


def test_an_id_names_the_organisation_as_well_as_its_name_does():
    by_name = decide(a_hospital_complaint(organisation={"name": "DWP"}))
    by_id = decide(a_hospital_complaint(organisation={"name": "", "id": "dwp", "match": "chosen"}))

    assert by_name.flags == by_id.flags


def test_the_summary_says_each_answer_in_words():
    facts = a_hospital_complaint(
        impact=["distress", "money"], organisation={"name": "Leeds General Infirmary"}
    )
    lines = {line.question: line.answer for line in intake.summary(facts)}

    assert lines["organisation"] == "Leeds General Infirmary"
    assert lines["complained_locally"] == "Yes, I have"
    assert lines["impact"] == "Upset or worry, Money lost"
    assert lines["aware_on"] == "February 2026"
    assert lines["final_response_on"] == "1 September 2026"


def test_the_summary_says_that_somebody_is_not_sure():
    facts = {"organisation": {"name": "not_sure"}, "aware_on": "not_sure", "impact": ["not_sure"]}

    assert {line.answer for line in intake.summary(facts)} == {"I'm not sure"}


def test_a_settings_file_lies_over_the_defaults(tmp_path):
    file = tmp_path / "settings.yml"
    file.write_text("ombudsman: the New Board\nurgent_days: 30\n")

    config = read(file)

    assert (config.ombudsman, config.urgent_days) == ("the New Board", 30)
    assert config.months_allowed == load().months_allowed


@pytest.mark.parametrize("wrong", ["urgent_days: soon\n", "no_such_name: 1\n", "- a list\n"])
def test_a_wrong_settings_file_is_refused(tmp_path, wrong):
    file = tmp_path / "settings.yml"
    file.write_text(wrong)

    with pytest.raises(ConfigError):
        read(file)
