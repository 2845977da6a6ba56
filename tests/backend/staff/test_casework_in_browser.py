"""Working on a case in a real browser: by keyboard alone, with no axe violation in any state."""

import pytest

from backend.data.models import Draft
from backend.services import casework
from backend.services.casework import Asked
from tests.backend.staff.cases import BEGAN
from tests.backend.staff.in_browser import IN_BROWSER, NARROW, WIDE, focused, refused, sound, tab_to

CASE = "/staff/cases/OMB-PLAIN"
FACTS = ("complained_locally", "impact", "aware_on", "organisation", "matter", "adjustments")

pytestmark = IN_BROWSER


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_no_state_of_the_work_has_an_accessibility_fault(staff, session, size):
    staff.set_viewport_size(size)
    for question in FACTS:
        staff.goto(f"{CASE}/facts/{question}")
        sound(staff, question)

    staff.goto(f"{CASE}/facts/complained_locally")
    refused(staff, "Save and apply the rules again")
    sound(staff)

    staff.get_by_label("No, not yet").check()
    staff.get_by_label("Reason").fill("They rang")
    case = session.get(Draft, "conversation-plain")
    casework.note(session, case.conversation_id, Asked(1, 0, "other", BEGAN), "Meanwhile")
    session.commit()
    staff.get_by_role("button", name="Save and apply").click()
    staff.get_by_text("What changed while you were working").wait_for()
    sound(staff)

    staff.get_by_role("button", name="Save and apply").click()
    staff.get_by_text("What your change did").wait_for()
    sound(staff)

    refused(staff, "Move it on")
    sound(staff)


def test_a_case_is_taken_moved_and_corrected_by_keyboard_alone(staff):
    staff.goto(CASE)
    tab_to(staff, "Assign to me")
    staff.keyboard.press("Enter")
    staff.get_by_text("The complaint was assigned.").wait_for()

    staff.locator("#move").press("Space")
    staff.keyboard.press("Tab")
    assert focused(staff) == "move-reason"
    staff.keyboard.type("I know this trust")
    staff.keyboard.press("Tab")
    staff.keyboard.press("Enter")
    staff.get_by_text("The complaint was moved on.").wait_for()

    staff.get_by_role("link", name="Change Complained to them").press("Enter")
    staff.get_by_label("No, not yet").press("Space")
    staff.get_by_label("Reason").press_sequentially("They rang")
    staff.get_by_role("button", name="Save and apply").press("Enter")

    staff.get_by_text("What your change did").wait_for()
    assert (
        staff.get_by_role("row", name="Result, by the rules").inner_text().endswith("to do first")
    )
