"""The questions that come, and those that never do."""

from __future__ import annotations

from typing import Any

import pytest

import intake
from tests.intake.complaints import (
    TODAY,
    a_benefit_complaint,
    a_hospital_complaint,
    a_surgery_complaint,
    configured,
    without,
)

UNKNOWN_DATE = {"from": None, "to": None, "precision": "unknown"}


def asked(
    answers: dict[str, Any], default: str = "not_sure", until: str = "draft", **settings: Any
) -> list[str]:
    """The questions asked of a person with these answers, until the result."""
    facts: dict[str, Any] = {}
    questions = []
    while question := intake.next_question(facts, TODAY, configured(**settings)):
        if question.stage == until:
            break
        questions.append(question.id)
        facts[question.id] = answers.get(question.id, default)
    return questions


def test_the_shortest_way_for_a_known_hospital():
    assert asked(a_hospital_complaint()) == [
        "privacy_ack",
        "matter",
        "acting_for",
        "organisation",
        "complained_locally",
        "final_response",
        "aware_on",
        "legal_action",
        "previous_ombudsman",
    ]


def test_a_surgery_not_complained_to_ends_early():
    assert asked(a_surgery_complaint()) == [
        "privacy_ack",
        "matter",
        "acting_for",
        "organisation",
        "care_place",
        "complained_locally",
        "cannot_complain_reason",
        "aware_on",
    ]


def test_a_council_is_signposted_after_four_questions():
    facts = a_hospital_complaint(organisation={"name": "Leeds City Council"})

    assert asked(facts) == ["privacy_ack", "matter", "acting_for", "organisation"]


def test_the_nhs_is_never_asked_about_an_mp_a_reviewer_or_a_crime():
    questions = asked(a_hospital_complaint())

    assert not {"mp_referral", "second_tier", "victim_of_crime", "matter_kind"} & set(questions)


def test_the_government_is_never_asked_where_or_who_paid():
    questions = asked(a_benefit_complaint())

    assert {"second_tier", "victim_of_crime", "mp_referral"} <= set(questions)
    assert not {"care_place", "care_payer"} & set(questions)


def test_a_victim_of_crime_is_not_asked_about_an_mp():
    facts = a_benefit_complaint(organisation={"name": "CPS"}, victim_of_crime="yes")
    questions = asked(facts)

    assert questions.index("victim_of_crime") < questions.index("complained_locally")
    assert "mp_referral" not in questions


def test_without_the_mp_step_nobody_is_asked_about_it():
    questions = asked(a_benefit_complaint(), mp_filter_enabled=False)

    assert not {"mp_referral", "victim_of_crime"} & set(questions)


def test_the_reviewer_comes_before_the_mp():
    questions = asked(a_benefit_complaint(second_tier="not_yet"))

    assert "second_tier" in questions
    assert "mp_referral" not in questions


@pytest.mark.parametrize(
    ("matter", "is_asked"),
    [("They refused my PIP", True), ("They lost my form and ignored my letters", False)],
)
def test_decision_or_service_is_asked_only_when_the_story_does_not_say(matter, is_asked):
    facts = a_benefit_complaint(matter=matter, matter_kind="both")

    assert ("matter_kind" in asked(facts)) is is_asked


def test_who_paid_is_asked_of_the_priory_and_not_of_a_surgery():
    assert "care_payer" in asked({**a_hospital_complaint(), "organisation": {"name": "Priory"}})
    assert "care_payer" not in asked(a_surgery_complaint())


def test_a_recent_event_saves_the_question_when_it_was_noticed():
    facts = without(a_hospital_complaint(happened_on="2026-06"), "aware_on")

    question = intake.next_question(facts, TODAY)

    assert question is not None and question.id != "aware_on"


def test_what_was_told_already_is_not_asked_again():
    facts = without(a_hospital_complaint(), "legal_action")

    question = intake.next_question(facts, TODAY)

    assert question is not None and question.id == "legal_action"


def test_after_a_step_to_do_first_sending_anyway_is_offered_before_anything_else():
    facts = a_surgery_complaint()
    offered = intake.next_question(facts, TODAY)

    assert offered is not None and offered.id == "send_anyway"
    assert intake.next_question({**facts, "send_anyway": "no"}, TODAY) is None
    for answer in ("yes", "not_sure"):
        following = intake.next_question({**facts, "send_anyway": answer}, TODAY)
        assert following is not None and following.id == "should_have_happened"


def test_why_so_late_is_the_first_question_of_a_late_draft():
    question = intake.next_question(a_hospital_complaint(aware_on="2024-05"), TODAY)

    assert question is not None and (question.id, question.stage) == ("late_reason", "draft")


def test_what_staff_want_to_know_is_asked_although_the_result_stands():
    facts = without(
        a_hospital_complaint(acting_for="not_sure"), "complained_locally", "legal_action"
    )

    question = intake.next_question(facts, TODAY)

    assert question is not None
    assert (question.id, question.stage) == ("complained_locally", "draft")


def test_a_no_to_the_privacy_question_asks_nothing_more():
    assert intake.next_question({"privacy_ack": "no"}, TODAY) is None


def test_only_the_chosen_way_of_contact_is_asked_for():
    facts = a_hospital_complaint(contact_method="post")
    questions = asked(facts, default="no", until="confirm")

    assert "postal_address" in questions
    assert not {"email", "phone"} & set(questions)


def test_what_matters_most_is_chosen_from_what_was_hoped_for():
    question = intake.question("outcome_priority", {"outcomes": ["O_APOL", "O_SERV"]})

    assert [choice.value for choice in question.choices] == ["O_APOL", "O_SERV"]


def test_questions_speak_to_the_person_who_answers():
    impact = {who: intake.question("impact", {"acting_for": who}).text for who in ("self", "child")}

    assert "affected you" in impact["self"]
    assert "the child" in impact["child"]


def test_a_question_names_the_reviewer_and_the_organisation():
    dwp = intake.question("second_tier", {"organisation": {"name": "DWP"}})
    trust = intake.question("complained_locally", {"organisation": {"name": "my GP"}})

    assert "the Independent Case Examiner" in dwp.text
    assert "your GP" in trust.text
