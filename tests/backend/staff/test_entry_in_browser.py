"""Taking a complaint down in a real browser: by keyboard alone, with no axe violation anywhere."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from backend.data.models import Draft
from tests.backend.staff.in_browser import IN_BROWSER, NARROW, WIDE, focused, refused, sound

ENTRY = "/staff/entry"
MOST_TABS = 150

pytestmark = IN_BROWSER


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_no_state_of_the_form_has_an_accessibility_fault(staff, size):
    staff.set_viewport_size(size)
    staff.goto(ENTRY)
    sound(staff)

    refused(staff, "Send to the queue")
    sound(staff)
    assert staff.evaluate("document.activeElement.className").startswith("govuk-error-summary")

    staff.get_by_label("Telephone").check()
    story = staff.get_by_role("textbox", name="What went wrong")
    story.fill("I want to die. I have taken all my tablets.")
    staff.get_by_label("Organisation", exact=True).fill("Mill Lane Surgery X")
    staff.get_by_role("button", name="Check").click()
    staff.get_by_text("The complaint comes second.").wait_for()
    expect(staff.get_by_text("Which organisation is “Mill Lane Surgery X”?")).to_be_visible()
    sound(staff)

    staff.get_by_role("button", name="Save as a draft").click()
    staff.get_by_text("The draft was saved").wait_for()
    staff.get_by_text("Delete this draft").click()
    staff.get_by_text("Questions that do not apply so far").click()
    sound(staff)


def test_a_whole_call_is_taken_down_by_keyboard_alone(staff, session):
    staff.keyboard.press("Tab")
    tab_to(staff, "Enter a complaint")
    staff.keyboard.press("Enter")
    staff.wait_for_url(f"**{ENTRY}")

    press(staff, "channel", "privacy_ack")
    write(staff, matter="My mum waited nine hours in pain and nobody told us anything.")
    write(staff, should_have_happened="Someone should have come within an hour.")
    write(staff, happened_on="february this year", aware_on="february this year")
    press(staff, "acting_for")
    write(staff, name="Ada Example")
    tab_to(staff, "contact_method")
    staff.keyboard.press("ArrowDown")  # the second choice: by telephone
    write(staff, phone="01274 960 999", safe_contact="Not in the evening")
    write(staff, organisation="Leeds Teaching Hospitals")
    press(staff, "complained_locally")
    press(staff, "impact", "outcomes")
    staff.keyboard.press("Enter")  # in a list of boxes, as in any field, this checks

    staff.get_by_role("heading", name="Result so far").wait_for()
    press(staff, "final_response")
    write(staff, complained_on="march 2026")
    staff.keyboard.press("Enter")
    staff.get_by_label("Date of final answer").wait_for()
    write(staff, final_response_on="1 june 2026")
    press(staff, "legal_action")
    tab_to(staff, "previous_ombudsman")
    staff.keyboard.press("ArrowDown")  # no
    press(staff, "confirm")
    tab_to(staff, "Send to the queue")
    staff.keyboard.press("Enter")

    expect(
        staff.get_by_text("The complaint is in the queue. Its reference is OMB-")
    ).to_be_visible()
    session.expire_all()
    facts = session.scalars(select(Draft).order_by(Draft.created_at.desc())).first().facts
    assert facts["organisation"]["id"] == "RR8" and facts["phone"] == "01274 960999"
    assert facts["contact_method"] == "phone" and facts["previous_ombudsman"] == "no"


def tab_to(page, name):
    """Press Tab until something of this name, or with this id, has the focus."""
    for _ in range(MOST_TABS):
        if focused(page) == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{name} cannot be reached with the Tab key")


def press(page, *fields):
    """Choose the first answer of each of these questions."""
    for field in fields:
        tab_to(page, field)
        page.keyboard.press("Space")


def write(page, **answers):
    for field, said in answers.items():
        tab_to(page, field)
        page.keyboard.type(said)
