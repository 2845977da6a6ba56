"""The risk screen: who is in danger is noticed, who grieves is not asked about it (domain 7)."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.safety import FLAGS, LEVELS, Screening, in_danger, known, rescreened, screen, told
from intake.safety import screening as screening_module

HERE = Path(__file__).parent
Ranges = dict[str, list[str]]


def messages(name: str) -> list[tuple[str, str, str]]:
    ranges: Ranges = yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
    return [(*band.split("-"), text) for band, texts in ranges.items() for text in texts]


@pytest.mark.parametrize(("lowest", "highest", "text"), messages("safety_examples.yml"))
def test_a_message_is_given_the_level_it_tells_of(lowest, highest, text):
    assert lowest <= screen(text).level <= highest


def test_messages_that_were_kept_out_of_the_making_are_read_as_well():
    told = messages("safety_held_out.yml")
    danger = [text for lowest, _, text in told if lowest >= "R3"]
    calm = [(highest, text) for _, highest, text in told if highest <= "R2"]

    assert sum(screen(text).at_least("R3") for text in danger) >= 0.99 * len(danger)
    assert sum(screen(text).level <= highest for highest, text in calm) >= 0.97 * len(calm)


@pytest.mark.parametrize("asked", [None, "outcomes", "name", "happened_on", "confirm", "matter"])
def test_danger_is_noticed_whatever_was_asked(asked):
    assert screen("I want to die", asked).at_least("R3")
    assert screen("i cant do this anymore im going to end it tonight", asked).at_least("R3")


@pytest.mark.parametrize("asked", ["confirm", "send_anyway", "privacy_ack"])
def test_ending_it_with_a_time_or_a_reason_is_not_about_the_chat(asked):
    assert screen("im going to end it today", asked).at_least("R3")
    assert screen("gonna end it now", asked).at_least("R3")
    assert screen("I can't take it, going to end it", asked).at_least("R3")
    assert screen("i want to end it here", asked).level == "R0"


def test_ending_the_complaint_is_not_ending_a_life():
    assert not screen("I want to end it", "confirm").at_least("R3")
    assert not screen("end it", "confirm").at_least("R3")
    assert screen("please end my complaint", "confirm").level == "R0"


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("my son took his own life on the ward", "BEREAVED"),
        ("my dad died in March", "BEREAVED"),
        ("im 15 and i want to die", "UNDER_18"),
        ("I'm in year 10", "UNDER_18"),
        ("my ex is hurting my kids", "CHILD_AT_RISK"),
        ("my stepdad touches me", "CHILD_AT_RISK"),
        ("my nan's carer is hitting her", "ADULT_AT_RISK"),
        ("my husband hits me", "DOMESTIC_ABUSE"),
        ("I'm going to kill him", "HARM_TO_OTHERS"),
        ("I will come to your office and kill you all", "STAFF_THREAT"),
        ("they are still hitting patients on that ward", "ONGOING_CARE_RISK"),
        ("my daughter wants to kill herself", "OTHER_IN_DANGER"),
    ],
)
def test_staff_are_told_what_kind_of_danger_it_is(text, flag):
    assert flag in screen(text).flags
    assert flag in FLAGS


@pytest.mark.parametrize(
    "text",
    [
        "I'm 17 weeks pregnant",
        "when I was 15 they removed my appendix",
        "my son is 15",
        "I am 16 stone",
    ],
)
def test_other_numbers_are_not_the_writers_age(text):
    assert "UNDER_18" not in screen(text).flags


def test_the_words_that_were_noticed_are_quoted_as_typed():
    found = screen("They lost my file. i cant go on, I WANT to die!! Please ring me.")

    assert found.words == "i cant go on, I WANT to die!"


def test_nothing_is_quoted_where_nothing_was_noticed():
    assert screen("I complained in April") == Screening("R0", (), None)


@pytest.mark.parametrize("text", [None, "", " ", 7, b"i want to die", [], "\x00\x07", "😀" * 500])
def test_odd_input_is_no_danger_and_no_error(text):
    assert screen(text).level == "R0"


def test_danger_at_the_end_of_a_very_long_message_is_noticed():
    assert screen("They never rang back. " * 4000 + "I want to die.").at_least("R3")


def test_danger_inside_a_message_without_full_stops_is_noticed():
    ramble = "and then they said the form was lost and i rang again and nobody knew "

    assert screen(ramble * 6 + "i just want to die " + ramble * 6).at_least("R3")


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400), st.one_of(st.none(), st.text(max_size=10)))
def test_no_text_makes_the_screen_fail(text, asked):
    assert screen(text, asked).level in LEVELS


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=60), st.none(), st.integers(), st.binary(max_size=9)))
def test_no_words_make_the_reading_of_the_person_or_of_a_yes_fail(words):
    assert in_danger(words) in {"yes", "no", "unsure", None}
    assert rescreened(words, Screening("R3")).level in LEVELS
    assert known(words, {"matter": words, "care_place": words}).country


def test_the_same_words_are_always_given_the_same_level():
    text = "I've had enough. They lost the file twice and tonight I am going off the bridge."

    assert screen(text) == screen(text)


@pytest.mark.parametrize(
    "text",
    [
        "nie chcę już żyć",
        "o să mă omor diseară",
        "main marna chahunda haan",
        "ਮੈਂ ਮਰਨਾ ਚਾਹੁੰਦਾ ਹਾਂ",
        "میں مرنا چاہتا ہوں",
        "ab jeena nahi hai mujhe",
        "quero acabar com a minha vida",
        "ya no quiero vivir",
        "أريد أن أموت",
        "আমি মরতে চাই",
        "હવે જીવવું નથી",
        "non voglio più vivere",
        "je veux en finir ce soir",
        "artık yaşamak istemiyorum",
        "waan is dilayaa",
        "我不想活了",
    ],
)
def test_danger_is_noticed_in_the_languages_most_spoken_here(text):
    assert screen(text).at_least("R3")


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("I'm going to stab that nurse", {"HARM_TO_OTHERS", "STAFF_THREAT"}),
        ("my daughter is 13 and says she wants to die", {"CHILD_AT_RISK"}),
        ("my husband says he will hang himself tonight", {"ADULT_AT_RISK"}),
        ("my husband beats me every week and I'm scared", {"DOMESTIC_ABUSE"}),
        ("staff are hitting patients on that ward right now", {"ONGOING_CARE_RISK"}),
    ],
)
def test_staff_are_told_whom_the_danger_is_to(text, flags):
    assert flags <= set(screen(text).flags)


def test_the_plainest_words_are_noticed_even_when_the_data_is_broken(monkeypatch):
    def broken(text: str, asked: str | None) -> Screening:
        raise OSError("no data")

    monkeypatch.setattr(screening_module, "_screen", broken)

    assert screen("I'm going to kill myself").level == "R3"
    assert screen("I complained in April").level == "R0"


def test_training_holds_no_message_that_is_used_to_measure():
    learned = {_plain(one.text) for one in told.messages()}
    measured = {_plain(text) for _, _, text in messages("safety_held_out.yml")}
    evaluation = HERE.parent / "evaluation" / "safety.yml"
    measured |= {_plain(one["text"]) for one in yaml.safe_load(evaluation.read_text("utf-8"))}

    assert not {text for text in learned & measured if len(text.split()) > 3}


def _plain(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in text.lower()).split())
