"""What staff type for a fact is read and checked as an answer of the person is."""

from datetime import date

import pytest

import intake
from backend.services.casework_reading import EDITED, LONGEST, read
from intake.facts import CHOICES, LISTS

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("question", "typed", "value"),
    [
        ("complained_locally", "no", "no"),
        ("complained_locally", "not_sure", "not_sure"),
        ("outcome_priority", "O_APOL", "O_APOL"),
        (
            "aware_on",
            "March 2026",
            {"from": "2026-03-01", "to": "2026-03-31", "precision": "month"},
        ),
        ("aware_on", "not sure", {"from": None, "to": None, "precision": "unknown"}),
        ("email", "Ada@Example.org", "Ada@example.org"),
        ("phone", "01274 960 999", "01274 960999"),
        ("phone", "+33 1 42 68 53 00", "+33 1 42 68 53 00"),
        ("matter", "  They lost it.\r\nTwice.\0 ", "They lost it.\nTwice."),
    ],
)
def test_a_good_value_is_kept_in_the_form_of_the_facts(question, typed, value):
    assert read(question, [typed], TODAY).value == value


@pytest.mark.parametrize(
    ("question", "typed", "problem"),
    [
        ("complained_locally", "perhaps", "choose_one"),
        ("complained_locally", "", "choose_one"),
        ("impact", "made_up", "choose_some"),
        ("aware_on", "", "enter_value"),
        ("aware_on", "tomorrow", "date_future"),
        ("aware_on", "31 February 2026", "date_impossible"),
        ("aware_on", "banana", "date_unclear"),
        ("email", "ada at example", "email"),
        ("phone", "999 please", "phone"),
        ("phone", "ring me", "phone"),
        ("matter", " \0 ", "enter_value"),
        ("matter", "x" * (LONGEST + 1), "too_long"),
    ],
)
def test_a_bad_value_is_said_to_be_wrong_and_never_kept(question, typed, problem):
    found = read(question, [typed], TODAY)

    assert (found.problem, found.value) == (problem, None)


def test_several_choices_are_kept_and_an_adjustment_may_have_own_words():
    assert read("impact", ["distress", "money", "x"], TODAY).value == ["distress", "money"]
    found = read("adjustments", ["bsl"], TODAY, other="A lip speaker")
    assert found.value == ["bsl", {"text": "A lip speaker"}]


def test_an_organisation_that_fits_well_is_taken_and_another_is_asked_about():
    assert read("organisation", ["Leeds Teaching Hospitals"], TODAY).value["id"] == "RR8"

    found = read("organisation", ["asdfgh qwerty"], TODAY)
    assert (found.problem, found.value) == ("organisation_which", None)


def test_staff_say_which_organisation_it_is_or_that_it_is_none():
    chosen = read("organisation", ["the infirmary"], TODAY, picks={"the infirmary": "RR8"}).value
    assert (chosen["id"], chosen["match"]) == ("RR8", "chosen")

    none = read("organisation", ["Mill Lane"], TODAY, picks={"Mill Lane": "none"}).value
    assert none == {"name": "Mill Lane", "id": None, "branch": "UNSURE", "match": "none"}


def test_an_organisation_that_was_made_up_is_not_believed():
    picks = {"asdfgh qwerty": "RR8'; --"}

    assert read("organisation", ["asdfgh qwerty"], TODAY, picks=picks).value is None


def test_a_pick_counts_for_the_name_that_it_was_offered_for_alone():
    picks = {"the infirmary": "RR8"}

    assert read("organisation", ["asdfgh qwerty"], TODAY, picks=picks).value is None


def test_several_organisations_are_read_line_by_line_each_but_once():
    typed = "DWP\r\n\r\n Leeds Teaching Hospitals \nDepartment for Work and Pensions\nasdfgh"

    unclear = read("other_organisations", [typed], TODAY)
    chosen = read("other_organisations", [typed], TODAY, picks={"asdfgh": "none"}).value

    assert (unclear.problem, list(unclear.offered)) == ("organisation_which", ["asdfgh"])
    assert [each["name"] for each in chosen] == [
        "Department for Work and Pensions (DWP)",
        "Leeds Teaching Hospitals NHS Trust",
        "asdfgh",
    ]


def test_a_list_of_organisations_has_an_end():
    typed = "\n".join(f"asdfgh {number}" for number in range(21))

    assert read("other_organisations", [typed], TODAY).problem == "too_many_names"


def test_every_fact_that_can_be_edited_is_one_that_the_engine_reads():
    for question in EDITED & (CHOICES.keys() | LISTS.keys()):
        first = (CHOICES.get(question) or LISTS.get(question))[0]
        value = read(question, [first], TODAY).value
        assert intake.clean({question: value}).problems == [], question
