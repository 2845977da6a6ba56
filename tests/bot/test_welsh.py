"""The conversation in Welsh: short answers are understood, and the language can change midway."""

import pytest

import intake
from bot.reading import read, welsh
from intake import wording
from tests.bot.talking import ELIGIBLE, TODAY, a_conversation

FACTS = {"organisation": {"name": "Leeds", "id": None, "branch": "NHS", "match": "exact"}}
YES = ["Ie", "ydw", "Oes", "Do", "ydyn!", "ydy, mae hynny’n iawn", "Ydw, ysgrifennais i ym mis Mai"]
NO = ["na", "Nage", "Nac oes", "Naddo", "nac ydw", "Nac ydy.", "Na, ddim eto", "nac ydyn, dim byd"]
UNSURE = ["ddim yn siŵr", "Dydw i ddim yn siŵr", "dwi ddim yn siwr", "dw i ddim yn gwybod"]


def value_of(question, text, facts=FACTS):
    asked = intake.question(question, facts, "cy")
    english = welsh.in_english(text, question, asked.input, asked.choices)
    return read(question, english, None, TODAY, facts, asked.choices).value


@pytest.mark.parametrize("question", ["complained_locally", "final_response", "previous_ombudsman"])
@pytest.mark.parametrize("said", YES)
def test_yes_in_its_many_welsh_forms(question, said):
    assert value_of(question, said) == "yes"


@pytest.mark.parametrize("question", ["complained_locally", "final_response", "previous_ombudsman"])
@pytest.mark.parametrize("said", NO)
def test_no_in_its_many_welsh_forms(question, said):
    assert value_of(question, said) == "no"


@pytest.mark.parametrize("question", ["complained_locally", "care_place", "acting_for"])
@pytest.mark.parametrize("said", UNSURE)
def test_not_sure_in_welsh_is_an_answer(question, said):
    asked = intake.question(question, FACTS, "cy")
    english = welsh.in_english(said, question, asked.input, asked.choices)
    reading = read(question, english, None, TODAY, FACTS, asked.choices)

    assert reading.value == "not_sure" or reading.intent == "not_sure"


@pytest.mark.parametrize(
    ("said", "number"), [("2", 2), ("dau", 2), ("yr ail", 2), ("rhif 3", 3), ("y cyntaf", 1)]
)
def test_a_choice_is_taken_by_its_number_in_welsh(said, number):
    choices = intake.question("care_place", FACTS, "cy").choices

    assert value_of("care_place", said) == choices[number - 1].value


def test_every_label_of_every_closed_question_is_understood_in_welsh():
    for question in ("acting_for", "care_place", "care_payer", "matter_kind", "contact_method"):
        for choice in intake.question(question, FACTS, "cy").choices:
            assert value_of(question, choice.label) == choice.value, choice.label


def test_several_labels_or_numbers_at_once_are_a_list():
    choices = intake.question("impact", FACTS, "cy").choices
    first, second = choices[0], choices[2]

    assert value_of("impact", f"{first.label}, {second.label}") == [first.value, second.value]
    assert value_of("impact", "1 a 3") == [first.value, second.value]
    assert value_of("impact", "un, tri") == [first.value, second.value]


CLOSED = [
    key.split(".")[1]
    for key, _ in wording.entries("cy")
    if key.startswith("questions.") and key.endswith(".example")
]


@pytest.mark.parametrize("question", CLOSED)
def test_the_example_that_the_chat_gives_is_itself_understood(question):
    asked = intake.question(question, {**FACTS, "outcomes": ["O_APOL", "O_EXPL"]}, "cy")

    assert (
        value_of(question, asked.example, {**FACTS, "outcomes": ["O_APOL", "O_EXPL"]}) is not None
    )


@pytest.mark.parametrize(
    ("said", "start", "end"),
    [
        ("Mawrth 2025", "2025-03-01", "2025-03-31"),
        ("14 Mawrth 2025", "2025-03-14", "2025-03-14"),
        ("haf 2025", "2025-06-01", "2025-08-31"),
        ("ddoe", "2026-11-21", "2026-11-21"),
        ("Ebrill y llynedd", "2025-04-01", "2025-04-30"),
        ("mis diwethaf", "2026-10-01", "2026-10-31"),
    ],
)
def test_dates_in_welsh(said, start, end):
    found = value_of("happened_on", said)

    assert (found["from"], found["to"]) == (start, end)


@pytest.mark.parametrize(
    ("said", "about"),
    [
        ("tua blwyddyn yn ôl", "2025-11"),
        ("tair blynedd yn ôl", "2023-11"),
        ("3 mis yn ôl", "2026-08"),
        ("dau fis yn ôl", "2026-09"),
    ],
)
def test_spans_of_time_in_welsh(said, about):
    found = value_of("happened_on", said)

    assert found["from"][:7] <= about <= found["to"][:7]


@pytest.mark.parametrize("said", ["yes", "no, not yet", "March 2025", "Leeds General Infirmary"])
def test_english_in_a_welsh_conversation_is_left_as_it_is(said):
    asked = intake.question("complained_locally", FACTS, "cy")

    assert welsh.in_english(said, asked.id, asked.input, asked.choices) == said


def in_welsh():
    talk = a_conversation()
    talk.locale = "cy"
    return talk


def test_the_source_of_an_answer_keeps_the_welsh_words():
    talk = in_welsh()
    talk.say("ydw")

    assert talk.facts["privacy_ack"] == "yes"
    assert talk.draft["sources"]["privacy_ack"]["quote"] == "ydw"


def test_a_story_in_welsh_is_kept_whole_and_no_interpreter_is_offered():
    talk = in_welsh()
    talk.say("ydw")
    story = "Arhosodd mam naw awr yn yr ysbyty a ddywedodd neb wrthon ni beth oedd yn digwydd."
    talk.say(story)

    assert talk.facts["matter"] == story
    assert "chyfieithydd" not in talk.said and "cyfieithydd" not in talk.said
    assert talk.question not in ("matter", "privacy_ack")


@pytest.mark.parametrize(
    ("said", "mentions"),
    [
        ("pam?", "cyfle teg"),
        ("help", "PALS"),
        ("diolch", "Croeso"),
        ("person", "0345 015 4033"),
        ("faint mae'n gostio?", "am ddim"),
    ],
)
def test_wishes_in_welsh_are_answered_in_welsh_and_the_question_is_asked_again(said, mentions):
    talk = in_welsh()
    talk.answer_all(until="complained_locally", **{**ELIGIBLE, "matter": "Collais i fy nodiadau"})
    assert talk.question == "complained_locally"
    before = talk.question
    talk.say(said)

    assert mentions in talk.said
    assert talk.question == before


def test_the_language_changes_midway_and_the_open_question_is_asked_again_in_it():
    talk = a_conversation()
    talk.answer_all(until="aware_on", **ELIGIBLE, matter="They lost my notes")
    before = dict(talk.facts)
    talk.speak("cy")

    assert talk.asked == ["aware_on"]
    assert "Gymraeg" in talk.messages[0]["text"]
    assert talk.messages[-1]["text"] == intake.question("aware_on", talk.facts, "cy").text
    assert talk.facts == before

    talk.speak("en")
    assert talk.messages[0]["text"] == "We'll carry on in English."
    assert talk.messages[-1]["text"] == intake.question("aware_on", talk.facts).text


def test_before_the_notice_is_accepted_it_is_shown_again_in_the_new_language():
    talk = a_conversation()
    talk.speak("cy")

    assert talk.asked == ["privacy_ack"]
    assert "preifatrwydd" in talk.said and "999" in talk.said


def test_what_was_said_back_for_a_yes_or_no_is_said_back_again():
    talk = a_conversation()
    talk.answer_all(until="aware_on", **ELIGIBLE, matter="They lost my notes")
    talk.say("start again")
    assert "delete all" in talk.said
    talk.speak("cy")

    assert wording.text("chat.start_again", "cy") in talk.said
    talk.say("na")
    assert wording.text("chat.kept", "cy") in talk.said
    assert "matter" in talk.facts


def test_during_a_pause_for_danger_the_pause_is_told_in_the_new_language():
    talk = a_conversation()
    talk.answer_all(until="aware_on", **ELIGIBLE, matter="They lost my notes")
    talk.say("I want to kill myself")
    talk.speak("cy")

    assert wording.text("chat.paused", "cy") in talk.said
    assert talk.asked == []


def test_the_summary_and_the_sending_are_in_welsh():
    talk = a_conversation()
    talk.answer_all(**ELIGIBLE)
    talk.speak("cy")

    assert talk.kinds[-1] == "summary"
    assert wording.text("chat.summary.intro", "cy") in talk.said
    talk.say("cewch, anfonwch hi")
    assert "wedi'i hanfon" in talk.said
    talk.speak("en")
    assert "already sent" in talk.said


def test_a_whole_conversation_in_welsh_holds_no_english_question():
    talk = in_welsh()
    answers = {"matter": "Collodd yr ysbyty fy nodiadau i gyd y llynedd"}
    english = {text for key, text in wording.entries("en") if key.startswith("questions.")}
    talk.say("ydw")
    while talk.question not in (None, "confirm"):
        assert not english & {message["text"] for message in talk.messages}
        asked = talk.question
        talk.say(answers.get(asked, ELIGIBLE.get(asked, "ddim yn siŵr")))
        assert talk.question != asked, asked


def test_welsh_in_an_english_conversation_is_kept_and_the_switch_is_told_once():
    talk = a_conversation()
    talk.say("yes")
    story = "Mae fy nhad wedi cael ei drin yn wael gan yr ysbyty a ddywedodd neb ddim wrthon ni."
    talk.say(story)

    assert talk.facts["matter"] == story
    assert "Cymraeg" in talk.said
    assert "interpreter" not in talk.said
    talk.say("dydyn nhw ddim wedi ateb eto")
    assert "ysgrifennwch" not in talk.said


@pytest.mark.parametrize(
    "said",
    ["I am at home and I do not know", "my dad had a fall at the ward", "Hi, I am on hold o dear",
     "Nie rozumiem, proszę o pomoc", "no", "DWP"],
)  # fmt: skip
def test_other_languages_are_not_taken_for_welsh(said):
    assert not welsh.is_welsh(said)
