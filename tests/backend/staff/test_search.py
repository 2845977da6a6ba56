"""Full-text search: what is found, what is hidden, what is typed in bad faith, what is erased."""

import re

import pytest
from sqlalchemy import delete, event, select, text

from backend.data.models import Conversation, Draft
from backend.data.words import CaseWords
from backend.services import casework
from backend.services.casework import Asked
from tests.backend.staff.cases import BEGAN, FACTS, LINES, make_case, make_unsent
from tests.backend.staff.test_queue import references

MARK = re.compile(r"<mark>([^<]+)</mark>")


def look(browser, typed, **more):
    return browser.open("/staff/", query_string={"words": typed, **more})


@pytest.mark.parametrize(
    ("typed", "marks"),
    [
        ("nine hours", ["nine", "hours"]),
        ("FEBRUARY", ["february"]),
        ("Leeds teach", ["Leeds", "Teaching"]),
        ("waiting", ["waited"]),
        ("ada@example.org", []),
    ],
)
def test_a_case_is_found_by_its_words_and_they_are_marked(signed_in, session, typed, marks):
    make_case(session)
    make_case(session, "other", facts={"matter": "A letter was lost."}, lines=[])

    page = look(signed_in, typed)

    assert references(page) == ["OMB-ONE"]
    assert set(marks) <= set(MARK.findall(page.text))


def test_a_case_is_found_by_its_reference_in_whatever_list_it_stands(signed_in, session):
    make_case(session, "7K3M-9QX2", case_status="closed")

    assert references(look(signed_in, "omb-7k3m-9qx2", list="mine")) == ["OMB-7K3M-9QX2"]


def test_a_note_of_staff_is_found_as_soon_as_it_is_kept(signed_in, session):
    draft = make_case(session)
    asked = Asked(by=1, version=0, token=None, now=BEGAN)

    casework.note(session, draft.conversation_id, asked, "Rang the ombudswoman back")
    session.commit()

    assert references(look(signed_in, "ombudswoman")) == ["OMB-ONE"]


def test_a_search_is_narrowed_as_a_list_is(signed_in, session):
    make_case(session, result="NOT_YET")
    make_case(session, "other")

    assert references(look(signed_in, "nine hours", result="NOT_YET")) == ["OMB-ONE"]


def test_what_is_not_sent_is_not_searched(signed_in, session):
    make_unsent(session)

    page = look(signed_in, "nine")

    assert references(page) == [] and "No sent complaint has all these words" in page.text


def test_hidden_numbers_can_neither_be_found_nor_seen(signed_in, session):
    make_case(session, facts={**FACTS, "matter": "It is 943 476 5919, the doctor lost it."})

    assert references(look(signed_in, "943 476 5919")) == []
    assert "943" not in look(signed_in, "doctor").text


@pytest.mark.parametrize(
    "typed",
    [
        '"; DROP TABLE case_words', "NEAR(", "***", "a AND OR NOT", "'", "words:x", "-x", "(", "^x",
        "the", "!& |", "x:*", "\\", "\0", "é" * 500, "a " * 300, "<script>alert(1)</script>", "_",
        "{{7919*7907}}", "1e5", "http://x.y/z?a=b", "日本",
    ],
)  # fmt: skip
def test_a_search_takes_any_text(signed_in, session, typed):
    make_case(session)

    page = look(signed_in, typed)

    assert page.status_code == 200
    assert "62615533" not in page.text and "<script>alert" not in page.text


def test_what_a_person_wrote_is_never_markup(signed_in, session):
    make_case(session, lines=[*LINES, ("person", "zebra <b>bold</b> \ue000x\ue001")])

    page = look(signed_in, "zebra").text

    assert "<mark>zebra</mark>" in page  # PostgreSQL leaves out what looks like markup
    assert "<b>" not in page and "<mark>x</mark>" not in page


def test_erasing_a_case_erases_it_from_the_index(signed_in, session):
    make_case(session)

    session.execute(delete(Conversation))
    session.commit()

    assert session.scalars(select(CaseWords)).all() == []
    if session.get_bind().dialect.name == "sqlite":
        query = text("SELECT count(*) FROM case_words_index WHERE case_words_index MATCH 'nine'")
        assert session.scalar(query) == 0
        session.execute(
            text("INSERT INTO case_words_index(case_words_index) VALUES('integrity-check')")
        )


def test_a_changed_answer_is_found_and_the_old_one_is_not(signed_in, session):
    make_case(session, facts={"matter": "A giraffe."}, lines=[])

    session.get_one(Draft, "conversation-one").facts = {"matter": "A zebra."}
    session.commit()

    assert references(look(signed_in, "giraffe")) == []
    assert references(look(signed_in, "zebra")) == ["OMB-ONE"]


def test_older_cases_are_found_after_a_refresh(app, signed_in, session):
    make_case(session)
    session.execute(delete(CaseWords))
    session.commit()

    app.test_cli_runner().invoke(args=["casework", "refresh"])

    assert references(look(signed_in, "nine hours")) == ["OMB-ONE"]


def test_a_search_asks_the_database_at_most_twelve_times(signed_in, session):
    for place in range(5):
        make_case(session, str(place))
    asked = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *args: asked.append(args[2]))

    look(signed_in, "nine")

    assert len(asked) <= 12
