"""The auditor's search, and what opening pages leaves in the record."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from backend.data.models import CaseEvent
from backend.services.audit import verify
from backend.services.events import record
from backend.staff.access import RoleName
from backend.staff.audit_views import WRONG_DAY
from tests.backend.staff.cases import EMAIL, make_case

ROW = re.compile(r'data-label="What">([^<]+)<')


@pytest.fixture
def auditor(browser, add_user):
    add_user(EMAIL, RoleName.AUDITOR)
    browser.sign_in()
    return browser


@pytest.fixture
def full(session, clock, auditor):
    """Two cases that two people opened on different days."""
    for name, staff, days in (("one", 7, 3), ("two", 8, 1)):
        make_case(session, name)
        at = clock.now() - timedelta(days=days)
        record(session, f"conversation-{name}", "viewed", at=at, actor=f"staff:{staff}")
        session.commit()
    return auditor


def found(browser, **wanted):
    query = "&".join(f"{name}={value}" for name, value in wanted.items())
    return ROW.findall(browser.open(f"/staff/audit?{query}").text)


def test_the_record_is_searched_by_case_kind_person_and_day(full, clock):
    first_day = (clock.now() - timedelta(days=3)).date().isoformat()

    assert found(full, case="omb-one").count("Opened in the console") == 1
    assert found(full, kind="viewed") == ["Opened in the console"] * 2
    assert found(full, kind="viewed", until=first_day) == ["Opened in the console"]
    assert found(full, kind="viewed", since=first_day) == ["Opened in the console"] * 2
    assert found(full, case="OMB-NOPE") == []
    mine = found(full, staff="1")
    assert "Signed in" in mine and "An account was made" in mine


def test_who_did_it_and_to_which_case_is_shown(full):
    page = full.open("/staff/audit?case=OMB-ONE").text

    assert "/staff/cases/OMB-ONE" in page and "Staff:7" in page
    assert EMAIL in full.open("/staff/audit?kind=signed_in").text


def test_an_erased_case_is_found_by_its_old_id(full, session, clock):
    record(session, "gone-1", "erased", at=clock.now(), actor="retention")
    session.commit()

    assert found(full, case="gone-1") == ["Erased"]


def test_the_search_goes_on_where_the_page_ended(full, monkeypatch):
    monkeypatch.setattr("backend.services.audit.PAGE", 1)

    page = full.open("/staff/audit?kind=viewed").text
    older = re.search(r'href="(/staff/audit\?[^"]*before=\d+)"', page)[1].replace("&amp;", "&")

    assert ROW.findall(full.open(older).text) == ["Opened in the console"]
    assert "before" not in full.open(older).text.split("Pages of events")[1].split("Newest")[0]


@pytest.mark.parametrize("day", ["yesterday", "2026-02-30", "0001-01-01"])
def test_a_day_that_is_none_is_said(full, day):
    page = full.open(f"/staff/audit?since={day}")

    assert page.status_code == 200 and WRONG_DAY in page.text and "Error: " in page.text


@pytest.mark.parametrize(
    "query", ["staff=99999999999999", "before=-1", "kind=%27--", "case=%00x", "staff=%C2%B2"]
)
def test_odd_searches_find_nothing_and_break_nothing(full, query):
    assert full.open(f"/staff/audit?{query}").status_code == 200


def test_searching_the_record_is_recorded(full, session):
    full.open("/staff/audit?case=OMB-ONE&kind=viewed")

    event = session.scalars(select(CaseEvent).where(CaseEvent.kind == "audit_searched")).one()

    assert event.actor == "staff:1" and event.detail == {"by": ["case", "kind"]}


def test_opening_a_list_is_recorded_with_codes_and_no_typed_words(full, session):
    full.open("/staff/?list=flagged&reference=Ada+Example")

    event = session.scalars(select(CaseEvent).where(CaseEvent.kind == "list_opened")).all()[-1]

    assert event.detail == {"narrowed": ["list flagged", "reference"]}


def test_the_chain_is_whole_after_a_day_in_the_console(full, session):
    for path in ("/staff/", "/staff/cases/OMB-ONE", "/staff/audit"):
        full.open(path)
    full.sign_out()
    full.sign_in(password="wrong")
    full.sign_in(email="nobody@example.org")

    checked = verify(session.connection())
    failed = session.scalars(select(CaseEvent).where(CaseEvent.kind == "sign_in_failed")).all()

    assert checked.broken == "" and checked.rows > 8
    assert [event.account for event in failed] == [1, None]
    assert all(event.detail == {"why": "password"} for event in failed)
