"""Welsh says everything that English says: no key missing, none left in English, none half said."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from intake import dates, wording
from intake.facts import DATES
from tests.translation import faults, sentences, welsh_of

# "en.yml" in every folder, and "safety.en.yml": each has its Welsh beside it.
NAMES = re.compile(r"(?:\w+\.)?(en|cy)\.yml")
ENGLISH_FILES = sorted(p for p in wording.FOLDER.rglob("*en.yml") if NAMES.fullmatch(p.name))
WELSH_FILES = sorted(p for p in wording.FOLDER.rglob("*cy.yml") if NAMES.fullmatch(p.name))
PROMISES = re.compile(
    r"\b(?:rydyn ni'n|rydym yn|rwy'n|dw i'n) (?:addo|gwarantu)\b|\bgwarant|\byn bendant\b"
    r"|\b(?:byddwn(?: ni)?'n|byddwn yn) ymchwilio\b",
    re.IGNORECASE,
)
# "i y sefydliad" is no Welsh: the article joins the word before it, as in "i'r sefydliad".
APART = re.compile(r"\b(?:i|o|a|â|na|gyda|mae|yw|neu|ydy) (?:y|yr) [a-zâêîôûŵŷ]", re.IGNORECASE)


def test_every_english_file_has_its_welsh_and_no_welsh_stands_alone():
    assert sorted(welsh_of(path) for path in ENGLISH_FILES) == WELSH_FILES


@pytest.mark.parametrize("path", ENGLISH_FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_the_welsh_of_a_file_is_whole(path: Path):
    assert faults(sentences(path), sentences(welsh_of(path))) == []


def test_welsh_counts_as_a_language_and_answers_for_every_key():
    assert wording.locales() == ("cy", "en")
    assert dict(wording.entries("cy")).keys() == dict(wording.entries("en")).keys()


def test_a_sentence_is_said_in_welsh_with_its_names_filled_in():
    said = wording.text("questions.complained_locally.text", "cy", body="Leeds General Infirmary")

    assert said == "Ydych chi wedi cwyno wrth Leeds General Infirmary eto?"


@pytest.mark.parametrize("question", DATES)
def test_the_example_of_a_date_is_a_date_that_is_understood(question: str):
    read = dates.parse(wording.text(f"questions.{question}.example", "cy"), date(2026, 11, 25))

    assert read.problem is None and read.precision in ("day", "month", "approx")


def test_the_dates_named_in_the_help_are_understood_too():
    named = re.findall(r"'([^']+ [^']+)'", wording.text("chat.how.date", "cy"))

    assert named
    assert all(not dates.parse(each, date(2026, 11, 25)).problem for each in named)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("12fed o Fai 2025", date(2025, 5, 12)),
        ("1af o Fedi 2025", date(2025, 9, 1)),
        ("3 Chwefror 2025", date(2025, 2, 3)),
        ("yr 21ain o Ragfyr 2024", date(2024, 12, 21)),
        ("ddoe", date(2026, 11, 24)),
    ],
)
def test_a_welsh_date_is_read(typed: str, day: date):
    read = dates.parse(typed, date(2026, 11, 25))

    assert (read.from_, read.to) == (day, day)


def test_the_article_of_what_is_not_known_joins_the_word_before_it():
    said = {key: wording.text(key, "cy") for key, _ in wording.entries("cy")}

    assert {key: words for key, words in said.items() if APART.search(words)} == {}


def test_nothing_is_promised_in_welsh_either():
    assert [key for key, words in wording.entries("cy") if PROMISES.search(words)] == []


def test_the_ombudsmans_name_comes_from_the_configuration_in_welsh_too():
    for key, words in wording.entries("cy"):
        assert "PHSO" not in words, key
        assert "Ombwdsmon Seneddol" not in words, key


@pytest.mark.parametrize(
    ("english", "welsh", "fault"),
    [
        ({"a": "Hello."}, {}, "no Welsh: a"),
        ({}, {"a": "Helo."}, "no English: a"),
        ({"a": "Hello."}, {"a": " "}, "empty: a"),
        ({"a": "Ring {phone}."}, {"a": "Ffoniwch ni."}, "other placeholders: a"),
        ({"a": "Call 116 123."}, {"a": "Ffoniwch 116 132."}, "other numbers: a"),
        ({"a": "Thanks."}, {"a": "Thanks."}, "left in English: a"),
        ({"a": "Thank you."}, {"a": "Diolch for hynny."}, "left in English: a"),
        ({"a": "One.\n\nTwo."}, {"a": "Un. Dau."}, "other paragraphs: a"),
        ({"a": "Long words. " * 9}, {"a": "Byr."}, "much shorter or longer: a"),
    ],
)
def test_each_fault_in_a_translation_is_seen(
    english: dict[str, str], welsh: dict[str, str], fault: str
):
    assert faults(english, welsh) == [fault]


def test_what_both_languages_share_is_no_fault():
    same = {"number": "07700 900123", "phone": "{phone}", "word": "Post"}

    assert faults(same, same) == []
