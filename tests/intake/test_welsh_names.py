"""Names of bodies stand in Welsh sentences as Welsh writes them."""

import re
from datetime import date

import pytest

import intake
from intake import organisations, second_tiers, signposts, wording
from intake.config import load
from intake.organisations import files, register
from intake.second_tiers import all_tiers
from intake.welsh import Name, join


@pytest.mark.parametrize(
    ("sentence", "name", "said"),
    [
        ("Gofynnwch i {body} nawr.", "y Swyddfa Gartref", "Gofynnwch i'r Swyddfa Gartref nawr."),
        ("Mae {body} yn ateb.", "yr Adran Drafnidiaeth", "Mae'r Adran Drafnidiaeth yn ateb."),
        ("Cwynwch wrth {body}.", "y Swyddfa Gartref", "Cwynwch wrth y Swyddfa Gartref."),
        ("Gofynnwch i {body}.", Name("Cyllid a Thollau EF"), "Gofynnwch i Gyllid a Thollau EF."),
        ("Ewch at {body}.", Name("Tŷ'r Cwmnïau"), "Ewch at Dŷ'r Cwmnïau."),
        ("Ewch at {body}.", Name("Gwasanaeth Erlyn y Goron"), "Ewch at Wasanaeth Erlyn y Goron."),
        ("Siaradwch gyda {body}.", Name("Cofrestrfa Tir EF"), "Siaradwch gyda Chofrestrfa Tir EF."),
        ("Cwynwch wrth {body}.", Name("GIG Lloegr"), "Cwynwch wrth GIG Lloegr."),
        ("Dylai {body} ateb.", Name("Trysorlys EF"), "Dylai Trysorlys EF ateb."),
        ("Siaradwch gyda {body}.", Name("Asiantaeth Un"), "Siaradwch gydag Asiantaeth Un."),
        ("Siaradwch gyda {body}.", "Imperial College", "Siaradwch gydag Imperial College."),
    ],
)
def test_a_welsh_name_joins_the_word_before_it(sentence, name, said):
    assert join(sentence, {"body": name}) == said


def test_an_english_name_stays_as_it_is():
    words = "Gofynnwch i {body}."

    assert join(words, {"body": "Trafford General"}) == "Gofynnwch i Trafford General."


def test_numbers_and_times_are_in_the_language_of_the_sentence():
    said = wording.text("steps.person", "cy")

    assert load().phone in said
    assert "dydd Llun" in said


def test_a_text_whose_english_was_replaced_is_english_rather_than_wrong_in_welsh():
    ours = load().overlaid({"hours": "always"})

    assert ours.words("cy")["hours"] == "always"
    assert ours.overlaid({"hours": "ever", "hours_cy": "byth"}).words("cy")["hours"] == "byth"


TODAY = date(2026, 11, 22)
NUMBERS = re.compile(r"\d[\d ]*\d|\d|\b[\w.]+\.(?:co|org|gov|com)\b\S*")


def decided(name, **facts):
    found = organisations.match(name)[0]
    named = {"name": found.name, "id": found.id, "branch": found.branch, "match": "exact"}
    told = {
        "privacy_ack": "yes",
        "matter": "They lost my papers and nobody called me back for months.",
        "acting_for": "self",
        "organisation": named,
        **facts,
    }
    decision = intake.decide(told, TODAY, locale="cy")
    return " ".join([*(reason.text for reason in decision.reasons), *decision.next_steps])


def test_a_government_body_is_called_by_its_welsh_name():
    said = decided("HMRC", complained_locally="yes", final_response="no")

    assert "Gofynnwch i Gyllid a Thollau EF (CThEF) pryd" in said
    assert "HM Revenue" not in said


def test_a_reviewer_that_comes_first_is_explained_in_welsh():
    said = decided("DWP", complained_locally="yes", final_response="yes", second_tier="not_yet")

    assert "Gofynnwch i'r Archwilydd Achosion Annibynnol edrych" in said
    assert "gyda'r ymateb terfynol gan yr Adran Gwaith a Phensiynau" in said
    assert "Ask" not in said


def test_somebody_else_who_can_help_is_named_in_welsh_with_the_same_number():
    said = decided("the council", complained_locally="yes")

    assert "Eich cyngor lleol: Ombwdsmon Llywodraeth Leol a Gofal Cymdeithasol" in said
    assert signposts.get("S01").phone in said


def test_a_trust_in_england_keeps_its_name():
    said = decided("Leeds General Infirmary", care_place="england", complained_locally="no")

    assert "Leeds Teaching Hospitals NHS Trust" in said


@pytest.mark.parametrize("post", signposts.all(), ids=lambda post: post.id)
def test_every_signpost_says_in_welsh_what_it_says_in_english(post):
    welsh = signposts.get(post.id, "cy")

    assert welsh.label != post.label
    assert bool(welsh.note) == bool(post.note)
    assert sorted(NUMBERS.findall(welsh.note)) == sorted(NUMBERS.findall(post.note))
    assert (welsh.phone, welsh.url, welsh.phrases) == (post.phone, post.url, post.phrases)
    assert signposts.get(post.id) == post


@pytest.mark.parametrize("tier", all_tiers(), ids=lambda tier: tier.id)
def test_every_reviewer_has_its_welsh(tier):
    welsh = second_tiers.find(tier.id, "cy")

    assert welsh.handler != tier.handler
    assert welsh.how != tier.how
    assert bool(welsh.limit_from) == bool(tier.limit_from)
    assert NUMBERS.findall(welsh.how) == NUMBERS.findall(tier.how)
    assert second_tiers.find(tier.id) == tier


def test_every_kind_of_service_has_a_welsh_name():
    missing = [row["id"] for row in files.rows("kinds.yml", "kinds") if not row.get("cy")]

    assert missing == []


@pytest.mark.parametrize("identity", ["dwp", "hmrc", "home-office", "dvla", "companies-house"])
def test_the_bodies_named_most_have_a_welsh_name(identity):
    assert register.find(identity).name_cy
