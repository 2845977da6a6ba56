"""Ordinary sentences, and words that every name contains, give no false body."""

import pytest

from intake import organisations
from intake.organisations.search import GUESSED

ORDINARY = """
I was in pain and nobody came for hours
the service was terrible
I trust nobody any more
it was a general mess
they lost my letters twice
he was in bed for three weeks
she is next in line
I am reading a book
we live in Bath
I live in East Sussex
I moved to Kingston last year
my son Alex told me
Mary was very rude to me
Jimmy said he would call back
I had an MRI scan and then ECT
it broke my heart
he shouted at me in front of everyone
money is tight
they said I was lying
please email me
the food was cold and the room was dirty
I sent it in the post
the sky was dark
I have three children
a range of problems
the sun was shining
they refused to answer my questions
last summer
October 2025
thank you
what happens next?
how long does it take
they took my money
I couldn't park anywhere
""".strip().splitlines()


@pytest.mark.parametrize("text", ORDINARY)
def test_an_ordinary_sentence_names_nobody(text):
    best = organisations.match(text)[0]

    assert best.id is None or (best.id.startswith("kind-") and best.score <= GUESSED)
    assert organisations.find_all(text) == []


@pytest.mark.parametrize(
    "text", ["trust", "the trust", "hospital", "the hospital", "NHS trust", "infirmary", "service"]
)
def test_a_word_of_every_name_is_no_particular_trust(text):
    found = [organisations.find(match.id) for match in organisations.match(text)]

    assert not any(organisation.place for organisation in found if organisation)


@pytest.mark.parametrize(
    "text",
    [
        "Ardley Independence",
        "Northcote Reablement",
        "larkfield mobility",
        "Hartwall Solutions",
        "Fairfeild Assist Ltd",
        "Stepping Hall Recruitment",
        "Woodlands Equipment Supplies",
        "Marrick Outreach",
    ],
)
def test_a_firm_is_no_misspelt_hospital(text):
    assert not any(match.branch == "NHS" for match in organisations.match(text))


@pytest.mark.parametrize(
    ("text", "part"), [("Torbey hospital", "Torbay"), ("homertun", "Homerton")]
)
def test_a_misspelt_hospital_is_still_found(text, part):
    assert part in organisations.match(text)[0].name


@pytest.mark.parametrize("text", ["", "   ", "???", "\U0001f62d", "\x00", "a" * 5000, "the " * 900])
def test_odd_text_is_no_match_and_no_error(text):
    matches = organisations.match(text)

    assert [(match.id, match.branch, match.score) for match in matches] == [(None, "UNSURE", 0.0)]


def test_no_match_keeps_what_was_typed():
    assert organisations.match("  Bloggs   and Sons ")[0].name == "Bloggs and Sons"
