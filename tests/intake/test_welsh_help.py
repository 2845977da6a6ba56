"""The help in Welsh says what the English says: the same lines, services and numbers."""

import re
from pathlib import Path

import pytest
import yaml

from intake import safety
from intake.safety import Person, Screening, replies, reply

CRISIS = Path(replies.__file__).parent.parent / "data" / "crisis.yml"
KINDS = ("CHILD_AT_RISK", "DOMESTIC_ABUSE", "HARM_TO_OTHERS", "OTHER_IN_DANGER", "ADULT_AT_RISK")
COUNTRIES = ("england", "wales", "scotland", "northern_ireland")
NUMBERS = re.compile(r"\d[\d ]*\d|[\w.]+@[\w.]+|\b[\w.]+\.(?:org|nhs|co)(?:\.uk)?\b")
ENGLISH = re.compile(r"\b(?:call|the|you|your|and|free|day|night)\b(?! health hub)", re.IGNORECASE)


def told() -> list[tuple[str, str]]:
    services = yaml.safe_load(CRISIS.read_text(encoding="utf-8"))["services"].values()
    each = [held for one in services for held in (one, *one.get("by_country", {}).values())]
    return [(held["text"], held["cy"]) for held in each]


def numbers(text: str) -> list[str]:
    return sorted(found.replace(" ", "") for found in NUMBERS.findall(text))


@pytest.mark.parametrize(("english", "welsh"), told())
def test_each_service_has_the_same_numbers_and_addresses_in_welsh(english, welsh):
    assert numbers(english) == numbers(welsh)
    assert not ENGLISH.search(welsh)


def test_the_welsh_help_has_the_lines_and_plans_of_the_english():
    english, welsh = replies.wording("en"), replies.wording("cy")

    assert welsh["replies"] == english["replies"]
    assert welsh["lines"].keys() == english["lines"].keys()
    assert not set(welsh["lines"].values()) & set(english["lines"].values())


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("level", ["R2", "R3", "R4"])
@pytest.mark.parametrize("flags", [(), *((kind,) for kind in KINDS)])
def test_help_in_welsh_holds_no_english_and_999_where_it_must(level, flags, country):
    text = reply(Screening(level, flags), "cy", person=Person(country))

    assert not ENGLISH.search(text)
    assert text.startswith("Diolch am ddweud wrthyf")
    assert "999" in text or level == "R2"


@pytest.mark.parametrize(
    ("words", "level"),
    [
        ("dw i eisiau lladd fy hun", "R3"),
        ("rydw i eisiau marw", "R3"),
        ("dwi isio lladd fy hun", "R3"),
        ("rwyf am ladd fy hun", "R3"),
        ("mae fy ngŵr yn fy nharo", "R3"),
    ],
)
def test_words_of_danger_in_welsh_are_heard(words, level):
    assert safety.screen(words).at_least(level)


@pytest.mark.parametrize(("words", "said"), [("ydw", "yes"), ("nac ydw", "no"), ("na", "no")])
def test_the_answer_to_whether_somebody_is_in_danger_is_understood_in_welsh(words, said):
    assert safety.in_danger(words) == said


def test_in_welsh_as_in_english_nobody_is_in_danger_for_saying_good_day():
    for words in ("bore da", "cymraeg", "diolch yn fawr", "dydw i ddim yn siŵr", "ie", "naddo"):
        assert safety.screen(words).level == "R0"
