"""What is put right on the way: doubtful readings, corrections, stories in pieces, goodbyes."""

import pytest

import intake
from bot.actions.dialogue import Turn, answering, asking
from bot.actions.dialogue.talk import Talk
from bot.reading import Reading
from tests.bot.talking import ELIGIBLE, a_conversation, an_eligible_one


def at_a_doubtful_no():
    """One where 'No, not yet' was said back at complained_locally and waits for a yes or no."""
    talk = a_conversation()
    talk.answer_all(until="complained_locally", **ELIGIBLE, matter="They lost my notes")
    said = Talk(Turn(facts=talk.facts, dialogue=talk.memory))
    asked = intake.question("complained_locally", talk.facts)
    answering.confirm(said, asked, Reading("no", "answer", 0.5, "did not dare"))
    asking.ask_next(said)
    talk.draft |= {"dialogue": said.result().dialogue}
    return talk


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("yes", "no"),
        ("Yes, that's right", "no"),
        ("yep correct", "no"),
        ("yes we complained", "yes"),
        ("no, I did complain", "yes"),
        ("no we never complained", "no"),
    ],
)
def test_only_a_bare_yes_confirms_what_was_said_back(text, stored):
    talk = at_a_doubtful_no()
    talk.say(text)

    assert talk.facts["complained_locally"] == stored


@pytest.mark.parametrize("text", ["no", "No, that's wrong", "nope sorry"])
def test_a_bare_no_rejects_what_was_said_back(text):
    talk = at_a_doubtful_no()
    talk.say(text)

    assert "complained_locally" not in talk.facts and talk.asked == ["complained_locally"]


@pytest.mark.parametrize(
    ("text", "question", "day"),
    [
        ("actually the final letter was 12 July", "final_response_on", "2026-07-12"),
        ("sorry, their reply was 12 July 2026", "final_response_on", "2026-07-12"),
        ("actually I complained on 3 May 2026", "complained_on", "2026-05-03"),
        ("actually it happened on 3 January 2026", "happened_on", "2026-01-03"),
        ("sorry I found out on 5 February 2026", "aware_on", "2026-02-05"),
    ],
)
def test_a_correction_with_a_date_changes_a_date_and_nothing_else(text, question, day):
    talk = an_eligible_one()
    talk.answer_all(**ELIGIBLE)
    before = talk.facts
    talk.say(text)

    assert talk.facts[question]["from"] == day
    assert {**talk.facts, question: 0} == {**before, question: 0}
    assert talk.kinds[-1] == "summary"


def test_a_correction_of_something_unclear_asks_which_answer_to_change():
    talk = an_eligible_one()
    talk.answer_all(**ELIGIBLE)
    before = talk.facts
    talk.say("actually it was in the letter")

    assert talk.facts == before and "Which answer would you like to change" in talk.said


def test_the_most_wanted_outcome_is_added_to_the_chosen_ones():
    talk = an_eligible_one()
    talk.answer_all(until="outcome_priority", **{**ELIGIBLE, "outcomes": "explain it, and changes"})
    before = talk.facts["outcomes"]
    talk.say("an apology")

    assert talk.facts["outcomes"] == [*before, "O_APOL"]
    assert talk.facts["outcome_priority"] == "O_APOL"


BEGUN = "Hello I want to complaint about hospital"
TOLD = "My English not good. Doctor in hospital no listen me, give wrong medicine, I go emergency"


@pytest.mark.parametrize(
    "text",
    [
        BEGUN,
        "I'd like to make a complaint",
        "hi, i want to complain about my gp please",
        "I want to make a complaint about Leeds General Infirmary for my mum",
    ],
)
def test_a_wish_to_complain_is_no_story_yet(text):
    talk = a_conversation()
    talk.say("yes")
    talk.say(text)

    assert "matter" not in talk.facts and talk.asked == ["matter"]
    assert not talk.memory.get("failures")
    talk.say("They gave me the wrong tablets")
    assert talk.facts["matter"] == f"{text}\nThey gave me the wrong tablets"


@pytest.mark.parametrize(
    "text",
    [
        "I want to complain about the hospital because they lost my notes",
        "I want to complain about the wrong tablets",
        "complaint about long wait at A&E",
    ],
)
def test_a_wish_that_says_what_went_wrong_is_a_story(text):
    talk = a_conversation()
    talk.say("yes")
    talk.say(text)

    assert talk.facts["matter"] == text


def test_a_wish_to_complain_said_before_the_privacy_answer_is_kept_too():
    talk = a_conversation()
    talk.say(BEGUN)
    talk.say("ok")

    assert talk.asked == ["matter"]
    talk.say(TOLD)
    assert talk.facts["matter"] == f"{BEGUN}\n{TOLD}"


@pytest.mark.parametrize("at", ["acting_for", "organisation", "complained_locally", "aware_on"])
def test_a_story_told_at_another_question_is_added_and_the_question_asked_again(at):
    talk = a_conversation()
    talk.answer_all(until=at, **ELIGIBLE, matter="They lost my notes")
    for _ in range(2):
        talk.say(TOLD)
        if talk.question != at:
            return  # the words also held the answer
        assert talk.facts["matter"] == f"They lost my notes\n{TOLD}"
        assert "I've added that" in talk.said and "Sorry" not in talk.said
        assert talk.asked == [at]

    talk.say(TOLD)
    assert "Sorry" in talk.said and talk.asked == [at]


def test_a_story_that_grows_stays_within_its_limit():
    talk = a_conversation()
    talk.answer_all(until="complained_locally", **ELIGIBLE, matter="They lost. " * 360)
    talk.say(TOLD)

    assert 3980 < len(talk.facts["matter"]) <= 4000


def turned_away():
    """One that is for another ombudsman, and is not to be sent."""
    talk = a_conversation()
    talk.say("yes")
    talk.say("The council will not mend the damp in my flat")
    talk.answer_all(until="send_anyway", organisation="my local council", acting_for="me")
    talk.say("no")
    return talk


@pytest.mark.parametrize("text", ["no", "nothing else", "thanks bye", "no thank you that's all"])
def test_when_nothing_is_left_a_no_or_a_thank_you_ends_it_shortly(text):
    talk = turned_away()
    talk.say(text)

    assert talk.status == "ended" and len(talk.messages) == 1
    assert talk.said.endswith("Goodbye.") and talk.asked == []
    talk.say("hello")
    assert talk.status == "open"


def test_when_nothing_is_left_a_yes_asks_whether_to_send_it():
    talk = turned_away()
    talk.say("yes")

    assert talk.asked == ["send_anyway"]


@pytest.mark.parametrize("text", ["i dont have one", "i dont have an mp", "not one"])
def test_not_having_one_is_no_wish_to_send(text):
    talk = a_conversation()
    talk.say("yes")
    talk.say("The council will not mend the damp in my flat")
    talk.answer_all(until="send_anyway", organisation="my local council", acting_for="me")
    talk.say(text)

    assert talk.facts.get("send_anyway") != "yes"


@pytest.mark.parametrize(
    ("story", "kept"),
    [
        ("my baby son died at Leeds General Infirmary after a mistake", "parent (my baby son)"),
        ("My mum died last May because nobody checked her", "son or daughter (my mum)"),
    ],
)
def test_a_relationship_told_in_the_story_is_not_asked_for(story, kept):
    talk = a_conversation()
    talk.say("yes")
    talk.say(story)

    assert talk.facts["relationship"] == kept


def test_not_being_sure_whether_one_complained_never_closes_a_case():
    talk = a_conversation()
    talk.answer_all(until="complained_locally", **ELIGIBLE, matter="They lost my notes")
    talk.say("I tell nurse. she say sorry")
    talk.answer_all(until="should_have_happened", **ELIGIBLE)

    assert talk.facts["complained_locally"] == "not_sure"
    assert talk.memory["told_result"] == "NEEDS_STAFF"


def test_what_cannot_be_made_out_three_times_is_left_to_the_team_and_the_form_goes_on():
    talk = a_conversation()
    talk.answer_all(until="complained_locally", **ELIGIBLE, matter="They lost my notes")
    for _ in range(4):
        talk.say("purple bananas")

    assert talk.facts["complained_locally"] == "not_sure"
    assert talk.said.startswith("I couldn't make that out")
    assert talk.question not in (None, "complained_locally")


def test_knowing_at_the_time_before_the_day_is_told_asks_for_the_day_which_counts_for_both():
    talk = a_conversation()
    talk.answer_all(until="aware_on", **ELIGIBLE, matter="They lost my notes")
    talk.say("I knew the same day")
    assert talk.asked == ["happened_on"]

    talk.say("4 March 2024")
    talk.say("sorry, typo, I mean 4 March 2026 not 2024")

    assert talk.facts["happened_on"]["from"] == talk.facts["aware_on"]["from"] == "2026-03-04"


def test_an_answer_read_again_and_found_to_be_an_acknowledgement_is_taken_back():
    talk = a_conversation()
    talk.answer_all(until="legal_action", **ELIGIBLE, matter="They lost my notes")
    talk.say("wait, I looked at it again, that letter only says they have received my complaint")

    assert talk.facts["final_response"] == "no"
