"""Templates of letters: whole in each variant, plain, and never run on what a person wrote."""

import re
from datetime import date

import pytest
import textstat
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.data.models import Draft
from backend.letters import blocks, templates
from backend.letters.templates import EASY_READ, KINDS, VARIANTS, cleaned, write
from backend.services import letters, letters_fields
from backend.staff import labels
from intake import wording
from tests.backend.staff.cases import BEGAN, FACTS
from tests.intake.test_reading_age import HIGHEST_GRADE, syllables_without_network

__all__ = ["syllables_without_network"]
TODAY = date(2026, 11, 22)
PROMISES = re.compile(r"\bwe will investigate\b|\bguarantee|\bdefinitely\b|\byou will get\b", re.I)
ALL = [(kind, variant) for kind in KINDS for variant in VARIANTS]
# Names and terms that nobody can avoid, as the other tests of wording have them.
KNOWN = re.compile(r"\b(organisations?|complaints?|complain\w*|Ombudsman|Leeds.*?Trust)\b", re.I)


def case(**facts):
    told = {**FACTS, "complained_locally": "no", "final_response": None, **facts}
    return Draft(
        facts=told, sources={}, dialogue={}, reference="OMB-ONE", submitted_at=BEGAN, due_on=None,
        case_status="staff_triage",
    )  # fmt: skip


def letter(kind, variant, missing=("aware_on", "final_response"), **facts):
    return write(kind, variant, letters_fields.fields(case(**facts), kind, variant, missing, TODAY))


@pytest.mark.parametrize(("kind", "variant"), ALL)
def test_every_kind_is_there_in_every_variant_and_is_filled(kind, variant):
    written = letter(kind, variant)

    assert "OMB-ONE" in written.body and "Ada Example" in written.body
    assert "0345 015 4033" in written.body
    assert "{{" not in written.body and "{%" not in written.body and "{" not in written.subject
    assert "\n\n\n" not in written.body


@pytest.mark.parametrize(("kind", "variant"), ALL)
def test_a_case_of_which_little_is_known_makes_a_letter_too(kind, variant):
    empty = Draft(
        facts={},
        sources={},
        dialogue={},
        reference=None,
        submitted_at=None,
        due_on=None,
        case_status="draft",
    )

    written = write(kind, variant, letters_fields.fields(empty, kind, variant, (), TODAY))

    assert written.body.startswith(("Hello", "Helo")) and "None" not in written.body


def test_the_files_are_those_kinds_and_variants_and_no_others():
    found = {path.stem for path in templates.FOLDER.glob("*.yml")}

    assert found == {f"{kind}.{v}" for kind in (*KINDS, "frame") for v in VARIANTS}


def test_every_kind_and_variant_is_named_for_staff_and_every_move_is_one_of_the_flow():
    from backend.services import casework_flow

    assert list(KINDS) == labels.codes("letters")
    assert list(VARIANTS) == labels.codes("letter_variants")
    assert set(letters.MOVES.values()) <= set(casework_flow.every_move())


def test_the_words_of_notices_are_there_in_welsh_too():
    english = {key for key, _ in wording.entries("en") if key.startswith("letters.")}

    assert english == {key for key, _ in wording.entries("cy") if key.startswith("letters.")}
    assert {f"letters.extras.{code}" for code in letters_fields.EXTRAS} <= english


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("variant", ["en", EASY_READ])
def test_a_letter_can_be_read_at_eleven_and_promises_nothing(kind, variant):
    written = letter(kind, variant)
    own = (
        KNOWN.sub("matter", f"{written.subject}.\n{written.body}")
        .replace("* ", "")
        .replace("# ", "")
    )

    assert textstat.flesch_kincaid_grade(own) <= (4.0 if variant == EASY_READ else HIGHEST_GRADE)
    assert not PROMISES.search(written.body)


def test_easy_read_has_short_sentences():
    for kind in KINDS:
        own = templates.read(kind, EASY_READ)["body"]
        plain = re.sub(r"{%.*?%}|{{.*?}}|\[\[.*?\]\]", "", own)
        for sentence in re.split(r"[.?!]\s|\n", plain):
            assert len(sentence.split()) <= 15, sentence


def test_a_signpost_letter_names_who_can_help_with_their_phone():
    council = {
        "name": "Council", "id": "kind-council", "branch": "OUT", "match": "chosen",
    }  # fmt: skip

    body = letter(
        "signpost", "en", organisation=council, matter="My council tax bill is wrong"
    ).body

    assert "Local Government and Social Care Ombudsman" in body and "0300 061 0614" in body


def test_not_yet_says_when_to_come_back_if_they_already_complained():
    complained = {"from": "2026-09-01", "to": "2026-09-01", "precision": "day"}

    body = letter(
        "not_yet", "en", complained_locally="yes", final_response="no", complained_on=complained
    ).body

    assert "1 March 2027" in body and body.count("1 March 2027") == 1


def test_what_is_missing_is_asked_in_the_words_of_the_service():
    body = letter("ask", "en").body

    assert "* When did you first know" in body and "Citygate" in body and "[[" not in body
    assert "4 December 2026" in body  # ten working days from the day of the letter


@given(st.text(max_size=80))
@settings(max_examples=200, deadline=None)
def test_whatever_a_person_wrote_stands_there_as_words(name):
    written = write(
        "accept", "en", {**letters_fields.fields(case(), "accept", "en", (), TODAY), "name": name}
    )
    plain = write(
        "accept", "en", {**letters_fields.fields(case(), "accept", "en", (), TODAY), "name": "Ada"}
    )

    kinds = [block.kind for block in blocks.blocks(written.body)]
    assert kinds == [block.kind for block in blocks.blocks(plain.body)]
    assert "[[" not in written.body and cleaned(name) in written.body


def test_marks_of_a_letter_are_read_as_they_are_written():
    found = blocks.blocks("Hello\nthere\n\n# Why\n* One\n\n* Two\nEnd\n# Last")

    assert [(each.kind, each.lines) for each in found] == [
        ("paragraph", ("Hello", "there")),
        ("heading", ("Why",)),
        ("item", ("One", "Two")),
        ("paragraph", ("End",)),
        ("heading", ("Last",)),
    ]
