"""Reference numbers that can be read out and checked."""

from hypothesis import given
from hypothesis import strategies as st

from backend.services.references import SIGNS, new_reference, read_reference


def test_a_reference_looks_as_people_are_told():
    reference = new_reference()

    assert [len(part) for part in reference.split("-")] == [3, 4, 4]
    assert not set(reference[4:]) & set("01ILO")


def test_references_do_not_repeat_or_follow_each_other():
    assert len({new_reference() for _ in range(1000)}) == 1000


@given(st.integers(4, 12), st.sampled_from(SIGNS))
def test_one_wrong_sign_is_noticed(place, sign):
    reference = new_reference()
    if reference[place] in ("-", sign):
        return

    assert read_reference(reference[:place] + sign + reference[place + 1 :]) is None


@given(st.integers(0, 6))
def test_two_signs_that_changed_places_are_noticed(place):
    body = new_reference()[4:].replace("-", "")
    if body[place] == body[place + 1]:
        return
    swapped = body[:place] + body[place + 1] + body[place] + body[place + 2 :]

    assert read_reference(f"OMB{swapped}") is None


def test_a_reference_is_read_however_it_is_typed():
    reference = new_reference()

    assert read_reference(reference.lower()) == reference
    assert read_reference(reference.replace("-", "")) == reference
    assert read_reference(f"  {reference.replace('-', ' ')} ") == reference
    assert read_reference("OMB-0000-0000") is None
    assert read_reference("hello") is None
