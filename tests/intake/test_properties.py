"""What holds for every complaint, whatever the answers and their order."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import intake
from intake.asks import ELIGIBILITY_IDS
from intake.decision import Result
from intake.facts import QUESTION_IDS
from intake.organisations import register
from tests.intake.complaints import TODAY
from tests.intake.random_facts import (
    BODIES,
    QUESTIONS,
    STORIES,
    answers,
    anything,
    complaints,
)

RESULTS = {result.value for result in Result} - {"PASS"}
MOST_QUESTIONS = 40
TIME = ("aware_on", "happened_on", "complained_on", "final_response_on", "late_reason")

often = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


def decide(facts: dict[str, Any]) -> intake.Decision:
    return intake.decide(facts, TODAY)


@often
@given(complaints())
def test_every_complaint_has_a_result_and_a_way_to_a_person(facts):
    decision = decide(facts)

    assert decision.result in RESULTS
    assert "call us on" in decision.next_steps[-1]
    assert all(reason.text and reason.citation for reason in decision.reasons)
    assert len(decision.signposts) <= 3


def has_somewhere_to_go(decision: intake.Decision) -> bool:
    """Whether there is a signpost, or a step beside sending it anyway and the phone."""
    *steps, send_anyway, person = decision.next_steps
    assert "send it to a person" in send_anyway and "call us on" in person
    return bool(steps)


@often
@given(complaints())
def test_nobody_is_sent_away_with_nowhere_to_go(facts):
    decision = decide(facts)

    assert decision.result != "NOT_FOR_US" or has_somewhere_to_go(decision)


@pytest.mark.parametrize("identity", register.all_organisations())
def test_every_body_that_is_not_for_us_leads_somewhere(identity):
    decision = decide({"organisation": {"name": "it", "id": identity, "match": "chosen"}})

    assert decision.result != "NOT_FOR_US" or has_somewhere_to_go(decision)


@pytest.mark.parametrize("public_body", ["yes", "no"])
@pytest.mark.parametrize("matter", STORIES)
@pytest.mark.parametrize("body", BODIES)
def test_every_story_that_is_not_for_us_leads_somewhere(body, matter, public_body):
    facts = {"organisation": {"name": body}, "matter": matter, "matter_kind": "decision"}

    decision = decide({**facts, "acting_for": "group", "public_body": public_body})

    assert decision.result != "NOT_FOR_US" or has_somewhere_to_go(decision)


@often
@given(st.dictionaries(st.sampled_from([*QUESTION_IDS, "unknown"]), anything()))
def test_no_json_makes_the_engine_fail(facts):
    decision = decide(facts)
    intake.next_question(facts, TODAY)
    intake.summary(facts)
    intake.clean(facts)

    assert decision.result in RESULTS


@often
@given(complaints(), st.sampled_from(QUESTIONS))
def test_not_sure_never_closes_a_case(facts, question):
    unasked = {key: value for key, value in facts.items() if key != question}
    unsure = {**facts, question: ["not_sure"] if question in ("impact",) else "not_sure"}

    closed_by_it = decide(unsure).result == "NOT_FOR_US" and decide(unasked).result != "NOT_FOR_US"

    assert not closed_by_it


@often
@given(complaints(), st.data())
def test_time_alone_never_closes_a_case(facts, data):
    timeless = {key: value for key, value in facts.items() if key not in TIME}
    timed = {**timeless, **{key: data.draw(answers(key)) for key in TIME}}

    if decide(timeless).result != "NOT_FOR_US":
        assert decide(timed).result != "NOT_FOR_US"
    assert all(r.result != "NOT_FOR_US" for r in decide(timed).reasons if r.rule_id == "E5_TIME")


@often
@given(complaints(), st.randoms(use_true_random=False))
def test_the_order_of_answers_changes_nothing(facts, random):
    shuffled = list(facts.items())
    random.shuffle(shuffled)

    assert decide(dict(shuffled)) == decide(facts)
    assert intake.next_question(dict(shuffled), TODAY) == intake.next_question(facts, TODAY)


@often
@given(complaints(), st.data())
def test_an_answer_taken_back_and_given_again_gives_the_same_decision(facts, data):
    before = decide(facts)
    if facts:
        question = data.draw(st.sampled_from(sorted(facts)))
        answer = facts.pop(question)
        decide(facts)
        facts[question] = answer

    assert decide(facts) == before


@often
@given(complaints())
def test_deciding_leaves_the_facts_as_they_were(facts):
    copy = {key: value for key, value in facts.items()}
    decide(facts)

    assert facts == copy


def walk(data: st.DataObject) -> tuple[dict[str, Any], list[str], list[str]]:
    """Answers every question that comes until none is left: facts, questions, stages."""
    facts: dict[str, Any] = {}
    asked: list[str] = []
    stages: list[str] = []
    while question := intake.next_question(facts, TODAY):
        assert question.id not in asked, f"{question.id} was asked twice"
        assert len(asked) < MOST_QUESTIONS
        asked.append(question.id)
        stages.append(question.stage)
        yes = question.id == "privacy_ack"
        facts[question.id] = "yes" if yes else data.draw(answers(question.id), question.id)
    return facts, asked, stages


@often
@given(st.data())
def test_every_path_ends_and_no_question_comes_twice(data):
    facts, asked, stages = walk(data)

    assert asked[0] == "privacy_ack"
    assert stages == sorted(stages, key=["eligibility", "draft", "contact", "confirm"].index)
    assert facts.get("send_anyway") == "no" or asked[-1] == "confirm"


@often
@given(st.data())
def test_the_result_is_known_after_at_most_thirteen_questions(data):
    _, _, stages = walk(data)

    assert stages.count("eligibility") <= 13


@often
@given(st.data())
def test_what_is_asked_after_the_result_never_closes_the_case(data):
    """The result that was announced may become more careful, and never a refusal."""
    facts: dict[str, Any] = {}
    announced = None
    while question := intake.next_question(facts, TODAY):
        if announced is None and question.stage != "eligibility":
            announced = decide(facts).result
        yes = question.id == "privacy_ack"
        facts[question.id] = "yes" if yes else data.draw(answers(question.id), question.id)

    if announced != "NOT_FOR_US":
        assert decide(facts).result != "NOT_FOR_US"


def test_every_eligibility_question_is_a_known_question():
    assert set(ELIGIBILITY_IDS) <= QUESTION_IDS
