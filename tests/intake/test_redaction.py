"""A redacted message tells what was said, and not who said it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.redaction import redact
from tests.intake.test_personal_numbers import GAPS, card_numbers, nhs_numbers, spaced

AROUND = ["{}", "write to {} please", "yes, {}. they never rang", "i said {} and on 3 May 2025 too"]
PHONES = [
    ("07", (5, 3, 3)),
    ("07", (5, 6)),
    ("020", (3, 4, 4)),
    ("0113", (4, 3, 4)),
    ("01", (11,)),
]
phones = st.sampled_from(PHONES).flatmap(
    lambda form: st.tuples(
        st.from_regex(rf"{form[0]}[0-9]{{{11 - len(form[0])}}}", fullmatch=True), st.just(form[1])
    )
)


def digits(text):
    return re.sub(r"\D", "", text)


@given(st.emails(), st.sampled_from(AROUND))
def test_no_email_address_survives(email, around):
    kept = redact(around.format(email))

    assert "@" not in kept and email not in kept


@given(phones, st.sampled_from([" ", "-", "", "."]), st.sampled_from(AROUND), st.booleans())
def test_no_telephone_number_survives(phone, gap, around, abroad):
    number, sizes = phone
    written = spaced(number, sizes, gap)
    written = f"+44 {written[1:]}" if abroad else written

    assert number[1:] not in digits(redact(around.format(written)))


@given(nhs_numbers, st.sampled_from(GAPS), st.sampled_from(AROUND))
def test_no_nhs_number_survives(number, gap, around):
    kept = redact(around.format(spaced(number, (3, 3, 4), gap)))

    assert number not in digits(kept) and "(number)" in kept


@given(card_numbers, st.sampled_from(GAPS), st.sampled_from(AROUND))
def test_no_card_number_survives(number, gap, around):
    assert number not in digits(redact(around.format(spaced(number, (4, 4, 4, 4), gap))))


@given(st.text(max_size=300), st.lists(st.text(max_size=12), max_size=3))
def test_redacting_never_fails(text, names):
    assert isinstance(redact(text, names), str)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("I'm Ada Example", "I'm (name) (name)"),
        ("ada's mum", "(name) mum"),
        ("my name is sam and they lost it", "my name is (name) and they lost it"),
        ("Dr Smith and Nurse Kelly Jones shouted", "Dr (name) and Nurse (name) shouted"),
        ("my son Jack and our Nan Elsie's bed", "my son (name) and our Nan (name) bed"),
        ("sam at example dot com", "(email)"),
        ("see www.example.org/me", "see (address)"),
        ("dob 3/4/1954", "dob (date)"),
        ("born on 5th of june 61", "born on (date)"),
        ("she was born in 1950", "she was born in (date)"),
        ("mum, 3 March 1950", "mum, (date)"),
        ("i live at 12 Acacia Avenue LS1 3AB", "i live at (address) (address)"),
        ("my case 12345678", "my case (number)"),
    ],
)
def test_what_leads_to_a_person_goes(said, kept):
    assert redact(said, ["Ada Example"]) == kept


@pytest.mark.parametrize(
    "said",
    [
        "it was 3 March 2025 at the Leeds General",
        "on 12-03-2026 and 12/03/2026 and 04.05.2025",
        "from 2019-2021 on ward 9",
        "the jobcentre, about 8 months ago",
        "St James's hospital said no",
    ],
)
def test_what_the_message_is_about_stays(said):
    assert redact(said, ["Ada Example"]) == said
