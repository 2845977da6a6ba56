"""How reading goes about its work: numbers, corrections, doubt, and never failing."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading import read
from intake.facts import QUESTION_IDS
from tests.bot.reading.said import TODAY, answer_to

QUESTIONS = sorted(QUESTION_IDS | {"no_such_question"})
SAID = (
    "yes no not never my mum died ? . , nhs court complained in march 2025 the letter 07 @ 3/4/26",
    "i want why sorry don't hospital leeds £50k actually it was",
)
WORDS = st.lists(st.sampled_from(" ".join(SAID).split()), max_size=14).map(" ".join)


@given(st.sampled_from(QUESTIONS), st.one_of(st.text(max_size=200), WORDS))
def test_no_text_at_any_question_makes_it_fail(question: str, text: str):
    reading = read(question, text, None, TODAY, {})

    assert reading.value is not None or reading.intent != "answer"


@given(st.text(max_size=40), st.dictionaries(st.text(max_size=8), st.integers() | st.text()))
def test_an_odd_opinion_of_the_model_does_no_harm(text: str, opinion: dict[str, object]):
    read("final_response", text, {"intent": opinion, "intent_ranking": [opinion, text]}, TODAY, {})


@pytest.mark.parametrize("question", sorted(QUESTION_IDS - {"themes", "other_organisations"}))
@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("can I speak to a person please", "person"),
        ("why do you need to know that?", "why"),
        ("what do you mean?", "help"),
        ("go back", "back"),
        ("start again", "start_again"),
        ("I want to stop now", "stop"),
        ("how long will this take?", "faq_how_long"),
        ("is there a charge?", "faq_cost"),
        ("who will see my answers?", "faq_privacy"),
        ("what happens next?", "faq_next"),
    ],
)
def test_a_wish_or_a_question_back_is_heard_at_every_question(
    question: str, text: str, intent: str
):
    assert (read(question, text, None, TODAY).value, read(question, text).intent) == (None, intent)


@pytest.mark.parametrize(
    ("text", "value"),
    [("2", "adult_agrees"), ("the second one", "adult_agrees"), ("option b", "adult_agrees"),
     ("the last one", "not_sure"), ("Someone who has died", "deceased"), ("6", "group")],
)  # fmt: skip
def test_an_offered_choice_is_picked_by_number_place_or_label(text: str, value: str):
    assert answer_to("acting_for", text).value == value


def test_several_choices_are_picked_by_their_numbers():
    assert answer_to("outcomes", "2, 3 and 5").value == ["O_APOL", "O_EXPL", "O_SERV"]


def test_a_number_that_was_not_offered_is_no_choice():
    assert answer_to("final_response", "9").value is None


def test_consent_comes_along_with_who_it_is_for():
    reading = answer_to("acting_for", "it's for my mum, she's said it's fine")

    assert reading.value == "adult_agrees"
    assert dict(reading.extra) == {"acting_for_consent": "yes"}


def test_being_unable_is_told_where_consent_was_asked():
    reading = answer_to("acting_for_consent", "he can't, he has dementia")

    assert (reading.value, dict(reading.extra)) == ("no", {"acting_for": "adult_unable"})


def test_a_son_of_unknown_age_is_said_back_and_not_assumed():
    assert answer_to("acting_for", "my son").unsure


def test_a_question_beside_an_answer_is_kept_as_an_aside():
    reading = answer_to("complained_locally", "yes, I wrote in May. How long will this take?")

    assert (reading.value, reading.aside) == ("yes", "faq_how_long")


def test_the_later_half_counts_where_someone_corrects_themself():
    assert answer_to("complained_locally", "yes - actually no, I haven't").value == "no"


def heard(**shares: float) -> dict[str, Any]:
    """What the model heard; `__` stands for the dot in a label."""
    ranking = [{"name": k.replace("__", "."), "confidence": v} for k, v in shares.items()]
    return {"intent_ranking": ranking}


def test_the_model_is_heard_where_the_words_say_nothing():
    denied = heard(final_response__no=0.9, final_response__yes=0.05, help=0.05)

    assert read("final_response", "nae chance pal", denied, TODAY).value == "no"


def test_a_sure_pattern_outweighs_a_model_that_is_of_two_minds():
    torn = heard(final_response__no=0.5, final_response__yes=0.3, help=0.2)

    assert read("final_response", "they wrote to me in May", torn, TODAY).value == "yes"


def test_what_pattern_and_model_dispute_is_said_back():
    denied = heard(final_response__no=0.9, final_response__yes=0.08, help=0.02)

    assert read("final_response", "they wrote to me in May", denied, TODAY).unsure


def test_a_model_that_is_not_sure_has_its_guess_confirmed():
    doubtful = heard(final_response__no=0.5, final_response__not_sure=0.3, help=0.2)

    assert read("final_response", "nae chance pal", doubtful, TODAY).unsure


def test_doubt_is_never_made_a_yes_or_a_no():
    doubtful = heard(final_response__not_sure=0.7, final_response__yes=0.3)

    assert read("final_response", "blowed if I can tell", doubtful, TODAY).value == "not_sure"


def test_a_digression_wins_where_it_is_likelier_than_every_value():
    asking = heard(final_response__no=0.2, final_response__yes=0.15, faq_how_long=0.6, help=0.05)
    reading = read("final_response", "and they get how many weeks then", asking, TODAY)

    assert (reading.value, reading.intent) == (None, "faq_how_long")


def test_a_story_at_another_question_is_neither_an_answer_nor_a_wish():
    telling = heard(inform=0.9, privacy_ack__no=0.05, faq_privacy=0.05)
    reading = read("privacy_ack", "they lost my passport and I missed my flight", telling, TODAY)

    assert (reading.value, reading.intent) == (None, "none")


def test_words_of_a_story_are_no_answer_because_a_pattern_knows_them():
    telling = heard(inform=0.97, complained_locally__yes=0.02, complained_locally__no=0.01)
    text = "they sent her home in a taxi in her slippers"

    assert read("complained_locally", text, None, TODAY).value == "yes"
    assert read("complained_locally", text, telling, TODAY).value is None


def test_notes_told_of_in_a_story_are_not_notes_that_somebody_has():
    telling = heard(inform=0.9, evidence__letters=0.05, evidence__none_yet=0.01)

    assert read("evidence", "the notes had another man's name on", telling, TODAY).value is None
    kept = heard(evidence__letters=0.8, inform=0.1)
    assert read("evidence", "my notes and emails", kept, TODAY).value == ["letters"]


def test_a_few_plain_words_outweigh_what_the_model_takes_them_for():
    heated = heard(abuse=0.78, final_response__no=0.03, inform=0.14, final_response__yes=0.05)

    assert read("final_response", "not a dicky bird", heated, TODAY).value == "no"


def test_a_long_answer_that_begins_with_the_answer_is_that_answer():
    told = heard(inform=0.9, complained_locally__no=0.03, complained_locally__not_sure=0.05)
    text = "Never complained, what with the move and the wedding and my knee and the dog being ill "
    text += "and then all the trouble with the roof on top of that"

    assert read("complained_locally", text, told, TODAY).value == "no"


def test_a_question_that_ends_with_no_is_not_a_no():
    assert answer_to("mp_referral", "what if she says no").value is None


def test_what_others_got_wrong_is_no_answer_to_change():
    assert answer_to("acting_for", "they got my assessment wrong").intent != "change"
    assert answer_to("acting_for", "I got the date wrong").intent == "change"


def test_a_guess_that_is_hardly_likelier_than_others_is_not_said_back():
    groping = heard(acting_for__child=0.3, acting_for__self=0.25, acting_for__group=0.2, help=0.25)

    assert read("acting_for", "its about jimmys in leeds", groping, TODAY).value is None


def test_what_the_model_heard_to_another_question_counts_for_nothing():
    elsewhere = heard(acting_for__self=1.0)

    assert read("final_response", "nae chance pal", elsewhere, TODAY).value is None


def test_the_model_adds_to_a_list_what_it_is_sure_of():
    sure = heard(impact__money=0.9, impact__family=0.8, impact__distress=0.1, help=0.01)
    reading = read("impact", "it cost me a fortune and we fell out over it", sure, TODAY)

    assert set(reading.value) == {"money", "family"}


def test_a_wish_at_a_question_of_ones_own_words_is_no_answer():
    wishing = heard(skip=0.9, inform=0.1)
    reading = read("should_have_happened", "I'd as soon leave that be", wishing, TODAY)

    assert (reading.value, reading.intent) == (None, "skip")


def test_figures_alone_answer_no_closed_question_whatever_the_model_heard():
    assert read("final_response", "4471 90", heard(final_response__yes=0.99), TODAY).value is None


def test_a_change_before_sending_is_a_no_as_well():
    reading = answer_to("confirm", "the date is wrong")

    assert (reading.value, reading.intent) == ("no", "change")


def test_the_most_important_outcome_is_one_of_those_chosen():
    reading = answer_to("outcome_priority", "the apology", outcomes=["O_APOL", "O_SERV"])

    assert reading.value == "O_APOL"


@pytest.mark.parametrize(
    ("text", "target"),
    [("change the hospital", "organisation"), ("I put the wrong email", "email"),
     ("I need to change the date I complained", "complained_on"),
     ("actually it was my dad not my mum", "acting_for")],
)  # fmt: skip
def test_a_wish_to_change_says_which_answer(text: str, target: str):
    facts = {"acting_for": "self", "final_response": "yes"}

    reading = read("legal_action", text, None, TODAY, facts)

    assert (reading.value, reading.intent, reading.target) == (None, "change", target)


def test_a_correction_brings_its_new_value():
    reading = read(
        "legal_action", "sorry, actually it was my dad", None, TODAY, {"acting_for": "self"}
    )

    assert dict(reading.extra) == {"acting_for": "adult_agrees"}
