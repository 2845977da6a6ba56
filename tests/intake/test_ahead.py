"""All questions that apply, for a form that shows them on one page."""

import intake
from tests.intake.complaints import TODAY, a_benefit_complaint


def test_the_first_question_ahead_is_the_next_question():
    for facts in ({}, {"privacy_ack": "yes"}, a_benefit_complaint()):
        upcoming = intake.next_question(facts, TODAY)
        ahead = intake.questions_ahead(facts, TODAY)

        assert ahead[:1] == ((upcoming.id,) if upcoming else ())


def test_answers_open_the_questions_that_follow_from_them():
    named = {"matter": "They lost it.", "organisation": {"name": "DWP"}}

    assert "final_response" not in intake.questions_ahead(named, TODAY)
    complained = intake.questions_ahead({**named, "complained_locally": "yes"}, TODAY)
    assert "final_response" in complained and "complained_on" in complained
    not_yet = intake.questions_ahead({**named, "complained_locally": "no"}, TODAY)
    assert "cannot_complain_reason" in not_yet and "final_response" not in not_yet


def test_nothing_is_ahead_of_somebody_who_does_not_want_to_go_on():
    assert intake.questions_ahead({"privacy_ack": "no"}, TODAY) == ()


def test_no_question_is_ahead_twice_and_what_is_answered_is_not():
    facts = {"privacy_ack": "yes", "acting_for": "child"}
    ahead = intake.questions_ahead(facts, TODAY)

    assert len(set(ahead)) == len(ahead) and not set(ahead) & set(facts)
    assert ahead[-1] == "confirm"
