"""Results told, sending, and readings in doubt: the second half of a conversation."""

import pytest

import intake
from bot.actions.dialogue import Turn, answering, asking
from bot.actions.dialogue.talk import Talk
from bot.reading import Reading
from tests.bot.talking import ELIGIBLE, REFERENCE, a_conversation, an_eligible_one


def test_a_result_that_changes_is_told_again():
    talk = an_eligible_one()
    talk.change("final_response")
    talk.say("no, not yet")
    talk.answer_all(until="send_anyway", **{**ELIGIBLE, "complained_on": "october 2026"})

    assert "outcome" in talk.kinds
    assert "this has changed" in talk.said


def test_somebody_elses_matter_is_told_kindly_and_may_be_sent_anyway():
    talk = a_conversation()
    talk.say("yes")
    talk.say("The council will not mend the damp in my flat")
    talk.answer_all(until="send_anyway", organisation="my local council", acting_for="me")

    assert talk.asked == ["send_anyway"]
    talk.say("yes")
    assert talk.question not in (None, "send_anyway")


def test_after_no_to_sending_anyway_there_is_still_a_way_on():
    talk = a_conversation()
    talk.say("yes")
    talk.say("The council will not mend the damp in my flat")
    talk.answer_all(until="send_anyway", organisation="my local council", acting_for="me")
    talk.say("no")

    assert talk.question is None and "Talk to a person" in talk.labels
    talk.say("ok thanks")
    assert talk.question is None
    talk.choose("Send it to a person")
    assert talk.facts["send_anyway"] == "yes" and talk.question is not None


def test_changing_from_the_summary_comes_back_to_the_summary():
    talk = an_eligible_one()
    talk.answer_all(**ELIGIBLE)
    talk.choose("Change: Your name")
    assert talk.asked == ["name"]
    talk.say("Alex Taylor")

    assert talk.facts["name"] == "Alex Taylor"
    assert talk.kinds[-1] == "summary" and "Alex Taylor" in talk.said


def test_not_sure_at_the_summary_sends_nothing():
    talk = an_eligible_one()
    talk.answer_all(**ELIGIBLE)
    talk.say("not sure")

    assert talk.result.submit is None and "Nothing has been sent" in talk.said


def test_messages_that_were_lost_are_said_again_and_nothing_changes():
    talk = a_conversation()
    talk.answer_all(until="legal_action", **ELIGIBLE, matter="They lost my notes")
    talk.answer_all(until="should_have_happened", **ELIGIBLE)
    said, facts = talk.said, talk.facts
    talk.repeat()

    assert talk.said == said and talk.facts == facts


def test_sending_that_was_tried_again_uses_the_same_key():
    talk = an_eligible_one()
    talk.answer_all(**ELIGIBLE)
    talk.choose("Yes, send it")
    key = talk.result.dialogue["submitting"]
    talk.repeat()

    assert talk.result.dialogue["submitting"] == key
    assert REFERENCE in talk.said and "has been sent" in talk.said


@pytest.mark.parametrize(
    "text", ["", "   ", "😀", "<script>alert(1)</script>", "\x00\x07", "/restart"]
)
def test_odd_input_never_breaks_a_turn(text):
    talk = an_eligible_one()
    talk.change("complained_locally")
    talk.say(text)

    assert talk.asked == ["complained_locally"]


def test_every_answer_holds_the_words_it_came_from():
    talk = an_eligible_one()

    for question in talk.facts:
        source = talk.draft["sources"][question]
        assert source["message"] >= 1 and source["how"] in ("choice", "text", "story", "change")
        assert 0 <= source["confidence"] <= 1


def test_an_outcome_that_we_cannot_bring_about_is_explained_kindly():
    talk = an_eligible_one()
    talk.answer_all(until="outcomes", **ELIGIBLE)
    talk.say("I want the nurse struck off")

    assert talk.kinds[0] == "info" and "outcome" not in talk.kinds
    assert len(talk.asked) == 1


def test_after_sending_a_person_can_still_be_asked_for_and_questions_are_answered():
    talk = an_eligible_one()
    talk.answer_all(**ELIGIBLE)
    talk.choose("Yes, send it")
    talk.say("can someone call me back please")
    assert talk.memory["wants_person"] is True and REFERENCE in talk.said
    talk.say("what happens next?")
    assert len(talk.messages) == 2 and REFERENCE in talk.said


def test_an_ambiguous_name_is_a_short_choice_and_a_number_will_do():
    talk = a_conversation()
    talk.answer_all(until="organisation", **ELIGIBLE, matter="The clinic lost some notes")
    talk.say("Royal Hospital")
    assert any("None of these" in label for label in talk.labels)
    assert 3 <= len(talk.labels) <= 6 and talk.asked == ["organisation"]
    name = talk.labels[1]
    talk.say("2")
    assert talk.facts["organisation"]["name"] == name
    assert talk.facts["organisation"]["match"] == "chosen"


def test_a_doubtful_reading_is_said_back_as_yes_or_no():
    talk = a_conversation(privacy_ack="yes", matter="They lost my notes")
    doubtful = Reading("child", "answer", 0.4, "my kid")
    said = Talk(Turn(facts=talk.facts, dialogue=talk.memory))
    answering.confirm(said, intake.question("acting_for", {}), doubtful)
    asking.ask_next(said)

    assert said.result().question == "acting_for"
    assert said.said[-1]["text"] == "I think you mean: A child or young person. Is that right?"
    talk.draft |= {"dialogue": said.result().dialogue, "question": "acting_for"}
    talk.say("yes")
    assert talk.facts["acting_for"] == "child"


def test_distress_gets_a_kind_word_once_and_is_never_taken_for_an_answer():
    asked = "complained_locally"
    talk = a_conversation()
    story = "The ward lost my test results"
    talk.answer_all(
        until=asked, privacy_ack="yes", matter=story, acting_for="me", organisation="Barnsley"
    )

    talk.say("sorry im crying again")
    assert "very hard" in talk.said
    assert (talk.question, asked in talk.facts) == (asked, False)

    talk.say("i cant stop crying")
    assert "very hard" not in talk.said
    assert (talk.question, asked in talk.facts) == (asked, False)


def test_the_same_doubtful_words_are_not_said_back_for_ever():
    talk = a_conversation()
    talk.say("yes")
    talk.say("They gave me the wrong tablets and I was ill")
    for _ in range(12):
        if talk.question != "organisation":
            break
        talk.say("I'm not sure what it is called, it is the place where they do the injections")

    assert talk.question != "organisation"


def test_a_phone_call_told_in_other_words_is_no_complaint_yet():
    talk = a_conversation(privacy_ack="yes", matter="They lost my form", acting_for="self")
    talk.facts["organisation"] = {
        "name": "HM Passport Office",
        "id": "hm-passport-office",
        "branch": "GOV",
        "match": "exact",
    }
    talk.facts["matter_kind"] = "how"
    talk.start()
    talk.say("not officially, I only shouted at the man on the phone")

    assert talk.facts["complained_locally"] == "no"


def test_the_day_it_was_known_is_not_also_taken_for_the_event():
    talk = a_conversation()
    talk.say("yes")
    talk.say("Nobody at Addenbrooke's told me about the shadow on my scan")
    talk.answer_all(until="aware_on", complained_locally="yes", final_response="yes")
    talk.say("10 December 2025, when a new doctor opened the report in front of me")

    assert talk.facts["aware_on"]["from"] == "2025-12-10"
    assert "happened_on" not in talk.facts
