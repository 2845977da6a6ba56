"""About how many questions are left."""

from datetime import date

from intake.flow import next_question
from intake.left import questions_left, usual

TODAY = date(2026, 11, 22)


def walk(facts: dict) -> list[tuple[str, str, int]]:
    """Each question of a conversation with everyday answers, with the count that is told at it."""
    steps = []
    while (question := next_question(facts, TODAY)) is not None:
        steps.append((question.id, question.stage, questions_left(facts, TODAY)))
        if question.id == "confirm":
            break
        answer = "yes" if question.id == "privacy_ack" else usual(question.id, TODAY)
        facts = {**facts, question.id: answer}
    return steps


def test_the_count_goes_down_by_one_with_each_everyday_answer_until_the_result():
    told = [left for _, stage, left in walk({}) if stage == "eligibility"]

    assert told == list(range(len(told), 0, -1))


def test_then_it_goes_down_by_one_until_the_summary():
    told = [left for _, stage, left in walk({}) if stage != "eligibility"]

    assert told == list(range(len(told) - 1, -1, -1))


def test_what_was_told_already_is_not_counted():
    story = {"privacy_ack": "yes", "matter": "They lost my notes.", "complained_locally": "yes"}

    assert questions_left(story, TODAY) == questions_left({}, TODAY) - 3


def test_nothing_is_left_where_the_notice_was_refused_or_a_step_comes_first():
    not_yet = {
        **{name: usual(name, TODAY) for name in ("matter", "acting_for", "organisation")},
        "privacy_ack": "yes",
        "complained_locally": "no",
        "cannot_complain_reason": "none",
    }

    assert questions_left({"privacy_ack": "no"}, TODAY) == 0
    assert questions_left(not_yet, TODAY) <= 1
    assert questions_left({**not_yet, "send_anyway": "no"}, TODAY) <= 1


def test_whoever_sends_it_anyway_hears_how_many_follow():
    facts = {
        **{name: usual(name, TODAY) for name in ("matter", "acting_for", "organisation")},
        "privacy_ack": "yes",
        "complained_locally": "no",
        "cannot_complain_reason": "I forgot.",
        "aware_on": usual("aware_on", TODAY),
        "happened_on": usual("happened_on", TODAY),
    }

    assert questions_left(facts, TODAY) == 0
    assert questions_left({**facts, "send_anyway": "yes"}, TODAY) > 5
