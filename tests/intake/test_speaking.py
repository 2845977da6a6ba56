"""Another language is asked for in few words, and nothing else is taken for that."""

import pytest

from intake import speaking


@pytest.mark.parametrize(
    "said",
    ["Cymraeg", "cymraeg", "Yn Gymraeg, os gwelwch yn dda", "Welsh please", "in Welsh",
     "Can we speak Welsh?", "switch to Welsh", "Hoffwn siarad Cymraeg",
     "Ydych chi'n siarad Cymraeg?"],
)  # fmt: skip
def test_welsh_is_asked_for(said):
    assert speaking.asked_for(said) == "cy"


@pytest.mark.parametrize(
    "said", ["English", "ENGLISH!", "Saesneg", "in English please", "yn Saesneg", "back to English"]
)
def test_english_is_asked_for(said):
    assert speaking.asked_for(said) == "en"


@pytest.mark.parametrize(
    "said",
    ["Welsh Ambulance Service", "My mum only speaks Welsh", "They would not answer me in Welsh",
     "English is not my first language", "Polish", "polski", "", "Wales", "I am Welsh",
     "I complained in Welsh and they wrote back in English", "x" * 500],
)  # fmt: skip
def test_nothing_else_is_taken_for_it(said):
    assert speaking.asked_for(said) is None


def test_each_language_is_named_in_itself():
    assert speaking.names() == {"en": "English", "cy": "Cymraeg"}


@pytest.mark.parametrize(
    ("locale", "way"),
    [("en", "ltr"), ("cy", "ltr"), ("ar", "rtl"), ("ur", "rtl"), ("ar-EG", "rtl")],
)
def test_the_direction_follows_the_language(locale, way):
    assert speaking.direction(locale) == way
