"""Far into a long list: as quick as its beginning; a link that is no place is said to be none."""

import base64
import json
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import event, insert, text

from backend.data.models import Conversation, Draft
from backend.staff.list_order import Cursor, Sort
from backend.staff.lists import PAGE
from tests.backend.staff.cases import BEGAN, make_case
from tests.backend.staff.test_queue import references, walk


def fill(session, count):
    """So many sent cases, made in one go; two of them in danger."""
    ids = [f"case-{number:06}" for number in range(count)]
    times = {"created_at": BEGAN, "last_active_at": BEGAN}
    session.execute(insert(Conversation), [{"id": each, **times} for each in ids])
    session.execute(insert(Draft), [_draft(number, each) for number, each in enumerate(ids)])
    session.commit()
    session.execute(text("ANALYZE"))
    session.commit()


def _draft(number, case):
    sent = BEGAN - timedelta(minutes=number)
    return {
        "conversation_id": case,
        "reference": f"OMB-{number:06}",
        "submitted_at": sent,
        "created_at": sent,
        "updated_at": sent,
        "case_status": "closed",
        "risk_level": "R4" if number in (7, 99) else "R0",
    }


def steps(session, path, browser):
    """What the database did for the page, as it says of itself."""
    plans, bind = [], session.get_bind()

    def explain(connection, _cursor, statement, given, _context, _many):
        if "case_entry.moment" in statement and "LIMIT" in statement and "draft.facts" in statement:
            plans.append((statement, given))

    event.listen(bind, "before_cursor_execute", explain)
    page = browser.open(path)
    event.remove(bind, "before_cursor_execute", explain)
    with bind.connect() as connection:
        told = [
            row
            for statement, given in plans
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)
        ]
    return page, " ".join(str(row[3]) for row in told)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_page_5000_is_reached_by_the_index_and_not_by_counting(signed_in, session, sort):
    fill(session, 2000)  # the plan is the same for 125,000
    deep = BEGAN - timedelta(minutes=1900 if sort == "newest" else 100)
    at = Cursor(False, deep, "case-001900")

    page, plan = steps(session, f"/staff/?list=all&sort={sort}&at={at}", signed_in)

    assert len(references(page)) == PAGE
    assert "ix_case_entry_sent (sent=? AND urgent=? AND (moment,conversation_id)" in plan
    assert "SCAN" not in plan and "TEMP B-TREE" not in plan


def test_every_page_of_a_long_list_is_whole_with_danger_in_the_middle(signed_in, session):
    fill(session, 5 * PAGE)

    for sort in ("newest", "oldest", "due"):
        first = signed_in.open(f"/staff/?list=all&sort={sort}")
        forwards, last = walk(signed_in, first, "next")
        backwards, _first = walk(signed_in, last, "prev")
        found = [key for page in forwards for key in page]
        assert len(set(found)) == len(found) == 5 * PAGE, sort
        assert set(found[:2]) == {"OMB-000007", "OMB-000099"}, sort
        assert backwards == forwards[::-1], sort


def link(*parts):
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


FORGED = {
    "not base 64": "%%%",
    "not JSON": "eyJ9",
    "too short": link(True, "2026-11-22T10:00:00+00:00"),
    "no moment": link(False, "yesterday", "a", False),
    "a moment without a zone": link(False, "2026-11-22T10:00:00", "a", False),
    "before all calendars": link(False, "0001-01-01T00:00:00+23:59", "a", False),
    "after all calendars": link(False, "9999-12-31T23:59:59-23:59", "a", False),
    "a number": link(False, 7, "a", False),
    "text for a truth": link("no", "2026-11-22T10:00:00+00:00", "a", False),
    "no id": link(False, "2026-11-22T10:00:00+00:00", None, False),
    "half a letter": link(False, "2026-11-22T10:00:00+00:00", "\ud800", False),
    "an order to the database": link(False, "2026-11-22T10:00:00+00:00", "'; DROP --", False),
    "very deep": base64.urlsafe_b64encode(b"[" * 50_000).decode(),
    "very long": "A" * 60_000,
    "nothing but zeros": "\0\0\0",
    "a day where a moment belongs": link(False, "2026-11-22", "a", False),
}
NO_PLACE = "The link that you followed is no place in this list"


@pytest.mark.parametrize("forged", FORGED.values(), ids=FORGED.keys())
@pytest.mark.parametrize("sort", ["newest", "due"])
def test_a_forged_link_is_said_to_be_none_and_shows_the_first_page(
    signed_in, session, forged, sort
):
    make_case(session)

    page = signed_in.client.get("/staff/", query_string={"at": forged, "sort": sort})

    a_day = forged == FORGED["a day where a moment belongs"] and sort == "due"
    assert page.status_code == 200
    assert a_day or (NO_PLACE in page.text and references(page) == ["OMB-ONE"])


def test_a_link_of_another_order_is_no_place_in_this_one(signed_in, session):
    make_case(session)
    at = Cursor(False, BEGAN, "conversation-one")

    assert NO_PLACE in signed_in.open(f"/staff/?sort=due&at={at}").text


def test_an_old_link_past_the_end_says_so_and_leads_back(signed_in, session):
    make_case(session)
    at = Cursor(False, BEGAN - timedelta(days=900), "gone")

    page = signed_in.open(f"/staff/?list=all&at={at}")

    assert "Nothing is left at this place of the list." in page.text
    assert 'href="/staff/?list=all">Go to its first page' in page.text
    assert "No complaints have been sent yet" not in page.text


def test_a_link_survives_the_case_that_it_was_made_of(signed_in, session):
    make_case(session, "older", at=BEGAN - timedelta(days=1))
    at = Cursor(False, BEGAN, "erased-since")

    assert references(signed_in.open(f"/staff/?at={at}")) == ["OMB-OLDER"]


@pytest.mark.parametrize("key", [datetime(2026, 11, 22, 10, 0, 0, 7, tzinfo=UTC), date(2026, 3, 1)])
def test_a_link_is_read_back_as_it_was_written(key):
    order = Sort.NEWEST if isinstance(key, datetime) else Sort.DUE

    for back in (True, False):
        at = Cursor(True, key, "conversation-one", back)
        assert Cursor.read(str(at), order) == at
