"""The help shown for danger: honest, short, by phone, text and for deaf people (domain 7.4)."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from intake.safety import (
    Person,
    Screening,
    answers,
    in_danger,
    known,
    offers,
    replies,
    reply,
    rescreened,
)

DATA = Path(replies.__file__).parent.parent / "data" / "crisis.yml"
KINDS = ("CHILD_AT_RISK", "DOMESTIC_ABUSE", "HARM_TO_OTHERS", "OTHER_IN_DANGER", "ADULT_AT_RISK")


@dataclass(frozen=True)
class Place:
    country: str


def test_nothing_is_said_where_there_is_no_danger():
    assert reply(Screening("R0")) == ""


@pytest.mark.parametrize("flags", [(), *((kind,) for kind in KINDS)])
def test_where_a_life_is_in_danger_now_999_comes_first(flags):
    ways = [line for line in reply(Screening("R4", flags)).splitlines() if line.startswith("- ")]

    assert "999" in ways[0]
    assert "999bsl.co.uk" in ways[0]


@pytest.mark.parametrize("level", ["R3", "R4"])
@pytest.mark.parametrize("flags", [(), *((kind,) for kind in KINDS)])
@pytest.mark.parametrize("under_18", [False, True])
def test_help_is_honest_short_and_can_be_rung(level, flags, under_18):
    text = reply(Screening(level, flags), under_18=under_18)
    ways = [line for line in text.splitlines() if line.startswith("- ")]

    assert text.startswith("Thank you for telling me")
    assert "can't keep" in text
    assert 1 <= len(ways) <= 3
    assert "999" in text
    assert re.search(r"deaf|BSL", text, re.IGNORECASE)
    assert "!" not in text
    assert "commit" not in text.lower()


def test_a_person_at_high_risk_is_asked_whether_they_are_safe_and_can_ring_or_text():
    text = reply(Screening("R3"))

    assert "Are you in danger right now?" in text
    assert "116 123" in text
    assert "85258" in text
    assert "111" in text
    assert "Your complaint is saved." in text


def test_a_child_is_shown_childline_first():
    text = reply(Screening("R3"), under_18=True)

    assert text == reply(Screening("R3", ("UNDER_18",)))
    assert next(line for line in text.splitlines() if line.startswith("- ")).startswith(
        "- Childline"
    )


def test_someone_hurt_at_home_is_shown_that_helpline_and_how_to_leave_the_page():
    text = reply(Screening("R3", ("DOMESTIC_ABUSE",)))

    assert "0808 2000 247" in text
    assert "leave this page" in text


def test_worry_about_someone_else_is_not_answered_as_if_it_were_the_writer():
    text = reply(Screening("R3", ("OTHER_IN_DANGER",)))

    assert "Are they in danger right now?" in text
    assert "Are you in danger" not in text


def test_a_bereaved_person_gets_condolence_and_no_question():
    text = reply(Screening("R1", ("BEREAVED",)))

    assert "sorry for your loss" in text
    assert "danger" not in text


def test_concern_is_answered_in_passing():
    text = reply(Screening("R2"))

    assert "Are you in danger" not in text
    assert "116 123" in text


def test_numbers_are_those_of_the_country():
    assert "0808 808 8000" in reply(Screening("R3"), config=Place("northern_ireland"))
    assert "press 2" in reply(Screening("R3"), config=Place("wales"))


def test_help_is_shown_even_when_no_file_can_be_read(monkeypatch):
    def unreadable(locale: str) -> dict[str, object]:
        raise OSError("gone")

    monkeypatch.setattr(replies, "wording", unreadable)

    assert reply(Screening("R3")) == replies.LAST_RESORT
    assert reply(Screening("R1")) == ""
    assert "999" in replies.LAST_RESORT


def test_each_service_says_where_whom_when_and_how_sure_we_are():
    for name, service in yaml.safe_load(DATA.read_text(encoding="utf-8"))["services"].items():
        missing = {"text", "countries", "ages", "hours", "checked_on", "source", "sure"} - set(
            service
        )
        assert not missing, (name, missing)


def test_each_reply_uses_lines_and_services_that_exist():
    texts = replies.wording("en")
    services = yaml.safe_load(DATA.read_text(encoding="utf-8"))["services"]
    for name, plan in texts["replies"].items():
        assert set(plan["say"]) <= set(texts["lines"]), name
        assert set(plan.get("offer", ())) <= set(services), name
        assert set(plan.get("then", ())) <= set(texts["lines"]) | set(services), name


@pytest.mark.parametrize(
    ("words", "country"),
    [
        ("I live in Cardiff and I want to die", "wales"),
        ("im in glasgow", "scotland"),
        ("we live near Belfast", "northern_ireland"),
        ("I live in Swansea Road, Leeds", "england"),
        ("they sent my file to the Cardiff office", "england"),
        ("i want to die", "england"),
    ],
)
def test_the_country_is_the_one_that_the_person_tells_of(words, country):
    assert known(words).country == country


def test_where_the_care_was_given_tells_the_country_too():
    assert known("i want to die", {"care_place": "scotland"}).country == "scotland"


def test_a_child_who_says_how_old_they_are_is_shown_childline():
    assert "Childline" in reply(Screening("R3"), person=known("I'm 14 and I want to die"))
    assert "Childline" not in reply(Screening("R3"), person=known("my son is 14"))


def test_the_young_are_shown_hopeline_and_others_are_not():
    assert "HOPELINE247" in reply(Screening("R3"), person=known("im 24 i want to die"))
    assert "HOPELINE247" not in reply(Screening("R3"), person=known("im 44 i want to die"))


def test_older_people_and_men_who_are_hurt_are_shown_who_is_there_for_them():
    hurt = Screening("R3", ("DOMESTIC_ABUSE",))

    assert "Hourglass" in reply(hurt, person=Person(age=82))
    assert "Men's Advice Line" in reply(hurt, person=known("I'm a man and she hits me"))


def test_no_service_of_another_country_is_shown():
    care = Screening("R2", ("ONGOING_CARE_RISK",))

    assert "Care Quality Commission" in reply(care)
    assert "Care Quality Commission" not in reply(care, person=Person("scotland"))


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("yes", "yes"),
        ("Yeah I am", "yes"),
        ("she is", "yes"),
        ("no", "no"),
        ("not really", "no"),
        ("I'm ok", "no"),
        ("no, I'm safe thanks", "no"),
        ("dont know", "unsure"),
        ("not yet", "unsure"),
        ("no but I will tonight", "unsure"),
        ("I'm not ok", "unsure"),
        ("yes please carry on", None),
        ("they lost my file in March", None),
        ("", None),
        (None, None),
    ],
)
def test_an_answer_to_are_you_in_danger_is_read_with_care(words, answer):
    assert in_danger(words) == answer


def test_yes_in_danger_is_a_life_in_danger_of_the_same_kind():
    found = rescreened("yes", Screening("R3", ("DOMESTIC_ABUSE",)))

    assert (found.level, found.flags) == ("R4", ("DOMESTIC_ABUSE",))


def test_no_does_not_hide_what_is_said_beside_it():
    assert rescreened("no", Screening("R3")).level == "R0"
    assert rescreened("no but i want to die", Screening("R3")).at_least("R3")
    assert rescreened("i dont know", Screening("R3")).level == "R3"


def test_a_yes_to_the_danger_question_is_not_lost_when_its_words_cannot_be_read(monkeypatch):
    def broken():
        raise ValueError("no data")

    monkeypatch.setattr(answers, "_ways", broken)

    assert answers.in_danger("yes") == answers.UNSURE
    assert answers.rescreened("yes", Screening("R3")).level == "R3"


def test_staff_are_told_who_can_help_and_nothing_that_a_machine_says_of_itself():
    now, high = offers(Screening("R4")), offers(Screening("R3"))

    assert "999" in now[0] and any("116 123" in way for way in high)
    assert not any("automated" in way or "saved" in way for way in [*now, *high])
    assert offers(Screening("R1")) == []


def test_staff_are_told_of_the_services_for_the_country_and_age():
    young = offers(Screening("R3"), person=Person(age=15))
    wales = offers(Screening("R3"), person=Person("wales"))

    assert any("Childline" in way for way in young)
    assert wales != offers(Screening("R3"))
