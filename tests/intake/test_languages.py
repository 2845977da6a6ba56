"""Another language is told from English, and never the other way round."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from intake import languages, wording
from intake.config import load

SAID = yaml.safe_load((Path(__file__).parent / "languages_said.yml").read_text(encoding="utf-8"))
TEN = ("pl", "ro", "pa", "ur", "pt", "es", "ar", "bn", "gu", "it")
FOREIGN = [(code, text) for code, texts in SAID.items() if code != "english" for text in texts]


@pytest.mark.parametrize(("code", "text"), FOREIGN)
def test_a_message_in_another_language_is_noticed(code: str, text: str):
    assert languages.detect(text) == code


@pytest.mark.parametrize("text", [*SAID["english"], "", "?", "12/3/26", "👍", "https://nhs.uk"])
def test_english_of_every_kind_stays_english(text: str):
    assert languages.detect(text) is None


def test_nothing_that_the_service_says_itself_is_foreign():
    assert [key for key, words in wording.entries() if languages.detect(words)] == []


def test_the_ten_languages_have_every_sentence_with_the_phone_number():
    assert set(languages.known()) == set(TEN)
    for code in TEN:
        for key in ("offer", "accepted", "declined", "again", "yes", "no"):
            assert languages.says(code, key), (code, key)
        assert load().phone in languages.says(code, "offer")
        assert load().phone in languages.says(code, "again")
        assert languages.name(code)


@pytest.mark.parametrize("code", [code for code in TEN if code not in ("ar", "ur")])
def test_what_is_said_in_a_language_is_known_as_that_language(code: str):
    assert languages.detect(languages.says(code, "accepted")) == code


def test_a_language_that_is_not_known_has_no_words():
    assert languages.says("xx", "offer") == "" and languages.name("other") == ""
