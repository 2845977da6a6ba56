"""Numbers about a person are found by their check digits and hidden; others stay as they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake import checks, personal

AROUND = ["{}", "my number is {}.", "it is {}, thanks", "ward 9. {} and 3 days", "({})"]
GAPS = [" ", "-", "", "–", ".", "  ", " - ", "\u00a0", "\n"]
NHS, CARD, INSURANCE = "NHS number", "Card number", "National Insurance number"


def nhs_number(nine):
    """Nine digits with their check digit; None where they have none."""
    last = -sum(int(d) * w for d, w in zip(nine, range(10, 1, -1), strict=False)) % 11
    whole = f"{nine}{last}"
    return whole if checks.is_nhs(whole) else None


def card_number(most):
    """Digits of a card with their check digit."""
    return next(f"{most}{d}" for d in range(10) if checks.luhn(f"{most}{d}"))


nhs_numbers = st.from_regex(r"[4679][0-9]{8}", fullmatch=True).map(nhs_number).filter(bool)
card_numbers = st.from_regex(r"4[0-9]{14}|5[1-5][0-9]{13}", fullmatch=True).map(card_number)


def spaced(digits, sizes, gap):
    parts, place = [], 0
    for size in sizes:
        parts.append(digits[place : place + size])
        place += size
    return gap.join(part for part in parts if part)


@given(nhs_numbers, st.sampled_from(GAPS), st.sampled_from(AROUND))
def test_an_nhs_number_is_hidden_in_any_spacing(number, gap, around):
    shown = personal.mask(around.format(spaced(number, (3, 3, 4), gap)))

    assert shown == around.format(f"[{NHS} hidden]")


@given(card_numbers, st.sampled_from(GAPS), st.sampled_from(AROUND))
def test_a_card_number_is_hidden_in_any_spacing(number, gap, around):
    shown = personal.mask(around.format(spaced(number, (4, 4, 4, 4), gap)))

    assert shown == around.format(f"[{CARD} hidden]")


@given(nhs_numbers, st.sampled_from([" ", "-", ""]))
def test_a_number_spelled_digit_by_digit_is_hidden(number, gap):
    assert personal.mask(gap.join(number)) == f"[{NHS} hidden]"


@given(st.text(max_size=400))
def test_hiding_never_fails_and_twice_is_once(text):
    once = personal.mask(text)

    assert personal.mask(once) == once


@pytest.mark.parametrize(
    ("said", "kinds"),
    [
        ("my nhs number is 485 777 3456", ["nhs_number"]),  # with a slip, but said to be one
        ("NHS no: 9434765919", ["nhs_number"]),
        ("NHS9434765919", ["nhs_number"]),
        ("９４３ ４７６ ５９１９", ["nhs_number"]),
        ("3782 822463 10005", ["card_number"]),
        ("card 4111 1111 1111 1111 12/27 cvv 123", ["card_number", "security_code"]),
        ("NI number AB 12 34 56 C", ["national_insurance"]),
        ("qq123456c", ["national_insurance"]),
        ("QQ 12 34 56 C and 943-476-5919", ["national_insurance", "nhs_number"]),
        ("sort code 12-34-56 account number 12345678", ["bank_account", "bank_account"]),
        ("my bank is 12-34-56 12345678", ["bank_account"]),
        ("GB82 WEST 1234 5698 7654 32", ["bank_account"]),
        ("passport number 123456789", ["passport"]),
    ],
)
def test_each_kind_is_known(said, kinds):
    assert [number.kind for number in personal.found(said)] == kinds


@pytest.mark.parametrize(
    "said",
    [
        "it was on 12/03/2026, and again on 12-03-2026 and 12 03 2026",
        "ring me on 07700 900123, 020 7946 0958 or +44 7700 900123",
        "0044 7700 900123 and +44 (0)7700 900123",
        "my mobile is 7700900123",
        "their ref 9434765919",
        "case number 9434765919",
        "reference OMB-7K3M-9QX2",
        "between 2019 and 2020, 12 times, £1,234,567.89",
        "on 12 03 26 a nurse came",
        "9434765918",  # the check digit is wrong
        "4111 1111 1111 1112",
        "0000000000 and 1111 1111 1111 1111",
        "my account of 12 03 2026",
        "a passport office letter of 2 May 2026",
        "LS1 3AB",
        "",
    ],
)
def test_other_numbers_stay_as_they_are(said):
    assert personal.found(said) == []
    assert personal.mask(said) == said


def test_every_kind_has_a_name():
    said = {kind for kind, _ in personal._SAID}

    assert all(personal.hidden(kind).startswith("[") for kind in said)
