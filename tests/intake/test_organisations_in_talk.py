"""Names as they come up in talk: many phrases, and the same in the middle of other words."""

from pathlib import Path

import pytest
import yaml

from intake import organisations

PHRASES = yaml.safe_load(Path(__file__).with_name("organisation_phrases.yml").read_text("utf-8"))
OURS = ("NHS", "GOV")
# What is said around a name without changing whom it is about.
AROUND = [
    "{}, they left me waiting nine hours",
    "{} innit",
    "{} - awful",
    "it were {} i think",
    "{}!!! never again",
    "{}. my MP told me to write to you",
    "{}. Citizens Advice are helping me",
    "{} - I am a carer for my wife",
    "{} lied to my mum and my sister heard it",
    "I work for Tesco and {} wont ring me after 5",
]


@pytest.mark.parametrize("branch", PHRASES)
def test_each_phrase_is_read_as_what_it_is(branch):
    wrong = [t for t in PHRASES[branch] if organisations.match(t)[0].branch != branch]

    assert wrong == []


@pytest.mark.parametrize("around", AROUND)
def test_other_words_make_few_names_of_ours_somebody_elses(around):
    texts = [around.format(t) for b in OURS for t in PHRASES[b] if len(t.split()) <= 4]
    outside = [t for t in texts if organisations.match(t)[0].branch == "OUT"]

    assert len(outside) <= 0.06 * len(texts), outside


@pytest.mark.parametrize(
    "text",
    [
        "my son Royal rang them",
        "my neighbour Freeman saw it",
        "we celebrated St George's Day",
        "she had a bath and then the crisis passed",
        "the letter came in Sept",
        "he drinks in the Churchill pub",
        "knee surgery went wrong",
        "best practice was not followed",
        "my dog Papworth",
        "Nightingale Academy",
    ],
)
def test_what_is_called_like_a_hospital_is_none(text):
    found = [organisations.match(text)[0], *[m.match for m in organisations.find_all(text)]]
    known = [organisations.find(match.id) for match in found]

    assert not any(organisation.place for organisation in known if organisation)


@pytest.mark.parametrize(
    ("text", "name"),
    {
        "Papworth. the surgeon was a lovely man": "Papworth",
        "Airedale, my GP sent me there": "Airedale",
        "SECAmb call handler was rude": "South East Coast",
        "L & D in March": "Bedfordshire",
        "north manny general": "Manchester",
    }.items(),
)
def test_the_place_is_found_among_loose_words(text, name):
    assert name in organisations.match(text)[0].name
