"""Supervision in a real browser: no axe violation with all tables open, by keyboard, on a phone."""

import pytest
from sqlalchemy import select

from backend import jobs
from backend.data.models import CaseTheme, Draft
from tests.backend.staff.in_browser import (
    IN_BROWSER,
    NARROW,
    WIDE,
    focused,
    sound,
    tab_to,
    violations,
)

HOME = "/staff/supervision"
PATHS = (
    "",
    "/talks",
    "/casework",
    "/themes",
    "/unclear",
    "?days=other&since=2026-03-02&until=2026-03-01",
)
OPEN = "document.querySelectorAll('main details').forEach(each => each.open = true)"

pytestmark = IN_BROWSER


@pytest.fixture
def counted(app, session, staff):
    for draft in session.scalars(select(Draft).where(Draft.submitted_at.is_not(None))):
        for code in ("N_COMM", "N_DISCH"):
            session.add(CaseTheme(conversation_id=draft.conversation_id, code=code, words=[]))
    session.commit()
    jobs.count_totals(app)
    return staff


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_no_figure_has_an_accessibility_fault_or_scrolls_sideways(counted, size):
    counted.set_viewport_size(size)

    for path in PATHS:
        counted.goto(f"{HOME}{path}")
        counted.evaluate(OPEN)
        sound(counted, path)


def test_pictures_are_named_and_told_to_who_cannot_see_them(counted):
    counted.goto(f"{HOME}/casework")

    picture = counted.get_by_role("img", name="Age of what is open now")

    assert picture.count() == 1
    told = picture.evaluate(
        "each => document.getElementById(each.getAttribute('aria-labelledby').split(' ')[1])"
        ".textContent"
    )
    assert told.startswith("6 bars. The longest is ")


def test_a_table_is_opened_and_days_are_chosen_by_keyboard_alone(counted):
    counted.goto(HOME)
    tab_to(counted, "Last 7 days")  # the choices of the list
    counted.keyboard.press("ArrowUp")
    tab_to(counted, "Apply")
    counted.keyboard.press("Enter")
    counted.wait_for_url("**days=7**")
    tab_to(counted, "Table: Begun and sent")
    counted.keyboard.press("Enter")
    counted.keyboard.press("Tab")

    assert focused(counted).startswith("CSV")
    assert counted.get_by_role("table", name="Begun and sent").is_visible()


def test_a_wide_table_is_scrolled_by_keyboard(counted):
    counted.set_viewport_size(NARROW)
    counted.goto(f"{HOME}/themes")
    tab_to(counted, "Table: Themes by organisation")
    counted.keyboard.press("Enter")
    counted.keyboard.press("Tab")

    region = "document.activeElement.getAttribute('aria-label')"
    assert counted.evaluate(region) == "Table: Themes by organisation"
    assert counted.get_by_role("region", name="Table: Themes by organisation").is_visible()


def test_counting_again_is_asked_for_by_keyboard(counted):
    counted.goto(HOME)
    counted.get_by_role("button", name="Count again").press("Enter")

    counted.get_by_text("It is being counted. Open this page again in a minute.").wait_for()
    assert violations(counted) == []
