"""Numbers, words, labels and unique prefixes are understood; late numbers are not applied."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from backend.channels import commands
from backend.channels.understanding import numbers_in
from backend.data.models import Draft


@pytest.mark.parametrize(
    ("said", "numbers"),
    [
        ("1", [1]), (" 2. ", [2]), ("two", [2]), ("Option 3", [3]), ("1, 3 and 4", [1, 3, 4]),
        ("1 3 4", [1, 3, 4]), ("1&2", [1, 2]), ("un a dau", [1, 2]), ("rhif 2", [2]), ("(1)", [1]),
        ("1 because they never told me", []), ("in 2024", []), ("07700900123", []), ("", []),
        ("one of the nurses", []), ("a", []), ("123", []),
    ],
)  # fmt: skip
def test_a_message_of_nothing_but_numbers(said, numbers):
    assert numbers_in(said) == numbers


def facts(session):
    session.expire_all()
    return session.scalars(select(Draft)).one().facts


def to_complained(texter):
    texter.say("START")
    texter.say("1")
    return texter.say("The ward lost my notes.")


@pytest.mark.parametrize("said", ["2", "two", "2.", "No", "no", "n", "Option 2", "NO!"])
def test_a_choice_is_named_by_number_word_label_or_letter(texter, session, said):
    assert "Have you complained" in to_complained(texter)
    texter.say(said)

    assert facts(session)["complained_locally"] == "no"


@pytest.mark.parametrize("said", ["I'm", "i'm not"])
def test_the_beginning_of_one_label_alone_is_enough(texter, session, said):
    to_complained(texter)
    texter.say(said)

    assert facts(session)["complained_locally"] == "not_sure"


def test_a_number_in_a_sentence_is_no_choice(texter, session):
    to_complained(texter)
    texter.say("2 times I rang them")

    assert facts(session)["complained_locally"] == "2 times I rang them"


def test_several_numbers_answer_a_question_with_several_choices(texter, session):
    to_complained(texter)
    texter.say("1")
    texter.say("1 and 2")

    assert facts(session)["impact"] == ["distress", "money"]


def test_a_number_that_is_not_there_is_said_and_the_question_comes_again(texter, session):
    to_complained(texter)
    told = texter.say("7")

    assert "a number from 1 to 3" in told and "Have you complained" in told
    assert "complained_locally" not in facts(session)


def test_a_number_for_an_older_question_is_not_applied(texter, session, clock):
    to_complained(texter)
    asked_at = clock.now()
    clock.pass_time(minutes=5)
    texter.say("1")  # the next question goes out now
    late = (asked_at + timedelta(minutes=1)).isoformat()
    told = texter.say("2", at=late)  # written before it could be read

    assert "for an earlier question" in told and "How did it affect you?" in told
    assert "impact" not in facts(session)
    assert facts(session)["complained_locally"] == "yes"


def test_a_native_button_brings_its_answer(app, texter, session):
    from backend.channels.base import Abilities

    texter.desk.abilities = Abilities(buttons=3)
    to_complained(texter)
    texter.press("No")

    assert facts(session)["complained_locally"] == "no"


def test_yes_after_the_question_about_danger_is_screened_and_no_choice(texter, session):
    to_complained(texter)
    texter.say("I want to end my life tonight")
    told = texter.say("yes")

    assert "999" in told


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("STOP", "stop"), (" stop. ", "stop"), ("Stopio", "stop"), ("START", "start"),
        ("dechrau", "start"), ("help", "help"), ("?", "menu"), ("Dewislen", "menu"),
        ("newid", "change"), ("DILEU", "delete"), ("yn ôl", "back"), ("hepgor", "skip"),
        ("please stop", None), ("they would not stop", None), ("I need help", None), ("", None),
        ("they told me to go back", None),
    ],
)  # fmt: skip
def test_a_command_is_a_whole_message_in_either_language(said, name):
    assert commands.named(said) == name
