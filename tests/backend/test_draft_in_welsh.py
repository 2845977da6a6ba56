"""A person reads their draft in their language; staff read it in English."""

from tests.backend.people import Person


def test_the_steps_of_a_draft_are_in_the_persons_language(client):
    person = Person(client).begin(locale="cy")

    draft = person.draft()

    assert any("ffoniwch ni ar" in step for step in draft["next_steps"])
    assert not any("call us" in step for step in draft["next_steps"])


def test_an_english_draft_is_told_as_it_is_kept(client):
    person = Person(client).begin()

    assert any("call us on" in step for step in person.draft()["next_steps"])
