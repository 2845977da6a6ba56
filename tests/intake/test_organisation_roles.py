"""Who is complained about, where others are named beside: told, asked, blamed, cleared, helping."""

import pytest

from bot.reading import bodies
from intake import organisations

OURS = {
    "Addenbrookes": "NHS",
    "my GP": "NHS",
    "airedale": "NHS",
    "the crisis team": "NHS",
    "the DWP": "GOV",
    "student finance": "GOV",
}
OTHERS = ["the council", "my solicitor", "the housing association", "the bank", "the police"]
IN_PASSING = [
    "i told {other} too but its {ours}",
    "its {ours} not {other}",
    "im not complaining about {other}, its {ours}",
    "{other} were fine its {ours} thats the problem",
    "{other} couldnt help, its about {ours}",
    "{other} has nothing to do with it, its {ours}",
    "with help from {other}, complaining about {ours}",
    "{ours} blamed {other}",
    "because of {ours} i had to go to {other}",
    "{other} are helping me complain about {ours}",
    "ive already been to {other} about it, its {ours} i want looked into",
]
MEANT = [
    "{ours} were great, its {other}",
    "its {other} not {ours}",
    "nothing to do with {ours}, {other} is who im complaining about",
    "{other} took my money while i was in {ours}",
]


@pytest.mark.parametrize("said", IN_PASSING)
@pytest.mark.parametrize("ours", OURS)
def test_one_named_in_passing_never_comes_before_ours(said, ours):
    texts = [said.format(ours=ours, other=other) for other in OTHERS]

    assert {organisations.match(t)[0].branch for t in texts} == {OURS[ours]}


@pytest.mark.parametrize("said", MEANT)
def test_one_who_is_meant_comes_before_ours_that_are_only_named(said):
    texts = [said.format(ours="Addenbrookes", other=other) for other in OTHERS[:4]]

    assert {organisations.match(t)[0].branch for t in texts} == {"OUT"}


@pytest.mark.parametrize(
    ("text", "branch"),
    {
        "British Gas cut me off the week my universal credit stopped": "OUT",
        "the university sacked my tutor and student finance kept paying": "OUT",
        "the council put us in a damp flat, the GP has written two letters": "OUT",
        "the GMC closed my complaint about the surgeon": "OUT",
        "the financial ombudsman sided with the insurers and my GP gave me a letter": "OUT",
        "ICO have had my complaint about the surgery for a year": "GOV",
        "the school keep ringing me and CAMHS never came": "NHS",
        "I dont blame the police, the paramedics took two hours": "NHS",
        "prison lost his chain, it was the officers, not any doctor": "GOV",
        "the nurse at the removal centre would not give him his tablets": "NHS",
    }.items(),
)
def test_the_subject_of_a_sentence_is_the_one_complained_about(text, branch):
    assert organisations.match(text)[0].branch == branch


def test_the_others_are_kept_beside_ours():
    found = organisations.match("the hospital lost my notes and the council lost my forms")

    assert [m.branch for m in found[:2]] == ["NHS", "OUT"]


@pytest.mark.parametrize(
    "text",
    [
        "either the council or the NHS",
        "the council or the hospital, not sure which",
        "dont know if its the council or the nhs",
        "is it the hospital or social services",
    ],
)
def test_a_choice_between_ours_and_another_is_left_open(text):
    best, *two = organisations.match(text)

    assert (best.branch, best.id, len(two)) == ("UNSURE", None, 2)
    assert len(bodies.read(text).candidates) == 2


@pytest.mark.parametrize(
    "text", ["neither the GP or the council helped", "its the GP or the hospital", "my GP"]
)
def test_other_words_with_or_are_no_choice(text):
    assert organisations.match(text)[0].branch == "NHS"


@pytest.mark.parametrize(
    ("text", "name"),
    {
        "the adjudicators office, hmrc wont pay me back": "HM Revenue",
        "independent case examiner sided with the dwp": "Work and Pensions",
        "the examiner of complaints about my visa from ukvi": "Visas",
        "the adjudicator": "Adjudicator",
    }.items(),
)
def test_a_department_comes_before_its_second_tier(text, name):
    assert name in organisations.match(text)[0].name


@pytest.mark.parametrize(
    ("text", "signpost"),
    {
        "GMC": "S27",
        "the NMC": "S28",
        "LGSCO": "S01",
        "the housing ombudsman": "S05",
        "financial ombudsman": "S12",
        "legal ombudsman": "S11",
        "IOPC": "S07",
        "prisons and probation ombudsman": "S08",
    }.items(),
)
def test_other_complaint_bodies_have_their_signpost(text, signpost):
    best = organisations.match(text)[0]

    assert (best.branch, best.signpost) == ("OUT", signpost)


@pytest.mark.parametrize(
    ("text", "name"),
    {
        "bolton royal": "Bolton",
        "blackburn royal": "East Lancashire",
        "sandwell general": "Sandwell",
        "selly oak": "Birmingham",
        "charing x hospital": "Imperial",
        "kent and sussex": "Maidstone",
        "GIDS": "North London",
        "yellow card": "MHRA",
        "government gateway": "HMRC",
        "healthy start card": "Business Services",
    }.items(),
)
def test_short_and_old_names_are_known(text, name):
    assert name in organisations.match(text)[0].name


@pytest.mark.parametrize(
    "text",
    ["the council in Torbay wont help", "its Bath i live in, the council took my bin"],
)
def test_a_place_is_no_hospital(text):
    assert organisations.match(text)[0].branch == "OUT"
