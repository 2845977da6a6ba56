"""One renderer for every channel: few messages, numbers where there are no buttons, help first."""

from datetime import UTC, datetime

import pytest
import smsutil
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.channels import rendering, segments
from backend.channels.base import Abilities
from backend.channels.splitting import split
from backend.data.models import Message
from intake import safety
from intake.wording import text

SMS = Abilities(segments=True, longest=1600)
WHATSAPP = Abilities(buttons=3, rows=10)
AT = datetime(2026, 11, 22, tzinfo=UTC)


def line(words, kind="info", choices=(), number=1, **more):
    offered = [{"label": label, "value": f"t-{label}", "hint": None} for label in choices]
    return Message(id=number, kind=kind, text=words, choices=offered, lang="en", at=AT, **more)


def asked(words, *choices, input="choice", **more):
    return line(words, "question", choices, question="complained_locally", input=input, **more)


def shown(lines, abilities=SMS, offered=None, locale="en"):
    return rendering.render(lines, abilities, offered or {}, locale)


def test_choices_become_one_message_with_numbers_and_no_payload():
    (part,) = shown([asked("Have you complained?", "Yes", "No", "I'm not sure")])

    assert part.text == (
        "Have you complained?\n\n1. Yes\n2. No\n3. I'm not sure\nReply with the number."
    )
    assert "t-" not in part.text and part.buttons == ()
    assert part.asks["tokens"] == ["t-Yes", "t-No", "t-I'm not sure"]


def test_native_buttons_stand_where_all_choices_fit_on_them():
    (part,) = shown([asked("Complained?", "Yes", "No")], WHATSAPP)

    assert [button.value for button in part.buttons] == ["t-Yes", "t-No"]
    assert "1." not in part.text


@pytest.mark.parametrize(
    "choices",
    [[str(n) for n in range(11)], ["Yes", "A label that is much too long for it"]],
    ids=["too many", "too long"],
)
def test_choices_that_do_not_fit_on_buttons_are_numbered(choices):
    (part,) = shown([asked("Which?", *choices)], WHATSAPP)

    assert part.buttons == () and "1. " in part.text


def test_several_answers_at_once_are_asked_for_with_numbers():
    (part,) = shown([asked("How?", "Money", "Time", input="choices")], WHATSAPP)

    assert "Reply with the numbers, such as 1, 3." in part.text and part.buttons == ()


def test_the_lines_of_one_turn_are_one_message():
    lines = [line("Thank you."), line("I've noted that.", number=2), asked("What happened?")]

    assert [part.text for part in shown(lines)] == [
        "Thank you.\n\nI've noted that.\n\nWhat happened?"
    ]


def test_of_two_questions_in_a_turn_only_the_last_is_asked():
    lines = [asked("Is it OK?", "Yes", number=1), line("Kept."), asked("Why?", "No", number=2)]

    assert "Is it OK?" not in shown(lines)[0].text


def test_the_wish_to_change_an_answer_is_no_number():
    summary = line("Here it is.", "summary", ["Send it", "Change: Name"])
    offered = {"t-Change: Name": {"value": "cmd:change:name"}, "t-Send it": {"value": "yes"}}

    (part,) = shown([summary], offered=offered)

    assert "Change" not in part.text and part.asks["tokens"] == ["t-Send it"]


def test_signs_of_typography_do_not_double_the_price_of_a_text():
    (part,) = shown([line("It’s “fine” – really…\u00a0yes")])

    assert part.text == 'It\'s "fine" - really... yes'
    assert smsutil.is_valid_gsm(part.text)


def test_a_welsh_letter_stays_as_it_is():
    assert shown([line("Llŷn a’r tŷ")])[0].text == "Llŷn a'r tŷ"


def test_a_long_story_is_parted_between_sentences_and_never_within_two_segments():
    words = " ".join(f"This is sentence number {n}." for n in range(40))
    parts = [part.text for part in shown([line(words)])]

    assert len(parts) > 1 and all(segments.count(part) <= 2 for part in parts)
    assert " ".join(parts) == words and all(part.endswith(".") for part in parts)


def test_the_greeting_has_a_short_form_where_messages_cost():
    lines = [line(text("chat.welcome")), line(text("chat.privacy"), number=2)]
    by_text = shown([*lines, asked("Is it OK to go on?", "Yes, go on", "No")])

    assert len(by_text) <= 2
    assert "MENU" in by_text[0].text and "999" in "".join(part.text for part in by_text)


@pytest.mark.parametrize("locale", ["en", "cy"])
def test_help_is_whole_and_its_numbers_come_first(locale):
    found = safety.screen("I want to end my life tonight")
    told = safety.reply(found, locale)
    parts = [part.text for part in shown([line(told, "risk")], locale=locale)]

    assert "999" in parts[0]
    said = sorted("\n".join(parts).split())
    assert said == sorted(segments.plain(told).split())


def test_help_that_fits_in_one_message_stays_in_its_order():
    found = safety.screen("I want to end my life tonight")
    told = safety.reply(found, "en")

    assert [part.text for part in shown([line(told, "risk")], Abilities())] == [told]


def test_numbered_choices_after_help_keep_their_order():
    lines = [line("Call 999.", "risk"), asked("Go on?", "Carry on", "Take a break")]

    assert "1. Carry on\n2. Take a break" in shown(lines)[-1].text


@given(st.text(min_size=1, max_size=900).filter(str.strip))
@settings(max_examples=60, deadline=None)
def test_nothing_is_ever_cut(words):
    plain = segments.plain(words).strip()
    parts = split(plain, segments.fits) if plain else []

    assert "".join("".join(parts).split()) == "".join(plain.split())
    assert all(segments.count(part) <= 2 for part in parts)
