"""Everything that people read can be read at the age of eleven."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import textstat

from intake import wording

# Flesch-Kincaid gives a school grade (United States); grade 6 is for the age of 11 to 12.
HIGHEST_GRADE = 6.0
# Below this, a grade says nothing: one name makes it leap. Those are held to short words instead.
SHORTEST = 8
LONGEST_WORD = 13
AVERAGE_GRADE = 4.0
# Words that nobody can avoid here and everybody who complains knows, and names.
KNOWN = re.compile(
    r"\b(?:organisations?|complaints?|complain(?:ed|ing)?|ombudsm[ae]n|government|hospital|"
    r"department|Information Commissioner|Northern Ireland|Independent)\b",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"https?://\S+|\S+@\S+|\b[\w-]+\.(?:uk|org|com)\S*")


@pytest.fixture(autouse=True)
def syllables_without_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Counts syllables by British hyphenation: textstat would fetch its dictionary from the net."""
    counts = "textstat.backend.counts._count_syllables.get_cmudict"
    monkeypatch.setattr(counts, lambda language: None)
    textstat.set_lang("en_GB")
    yield
    textstat.set_lang("en_US")


def plain(words: str) -> str:
    """The sentence as it is read: placeholders are names, addresses are not read."""
    filled = wording.PLACEHOLDER.sub("Ann", words)
    return KNOWN.sub("matter", ADDRESS.sub("here", filled))


def test_every_entry_can_be_read_at_eleven():
    hard = {}
    for key, words in wording.entries():
        text = plain(words)
        if textstat.lexicon_count(text) >= SHORTEST:
            grade = textstat.flesch_kincaid_grade(text)
            if grade > HIGHEST_GRADE:
                hard[key] = round(grade, 1)

    assert hard == {}


def test_short_entries_use_short_words():
    hard = {}
    for key, words in wording.entries():
        long = [word for word in re.findall(r"[A-Za-z]+", plain(words)) if len(word) > LONGEST_WORD]
        if long:
            hard[key] = long

    assert hard == {}


def test_the_whole_is_easier_still():
    grades = [
        textstat.flesch_kincaid_grade(plain(words))
        for _, words in wording.entries()
        if textstat.lexicon_count(words) >= SHORTEST
    ]

    assert sum(grades) / len(grades) <= AVERAGE_GRADE


def test_the_measure_itself_tells_hard_from_easy():
    hard = "The aforementioned administrative determination necessitates reconsideration."

    assert textstat.flesch_kincaid_grade(hard) > HIGHEST_GRADE
