"""Letters and clocks in a real browser: no axe violation in any state; all of it by keyboard."""

import pytest

from backend.data.models import Draft
from backend.services import casework, casework_answers
from tests.backend.staff.cases import BEGAN, FACTS, make_case
from tests.backend.staff.in_browser import IN_BROWSER, NARROW, WIDE, refused, sound, tab_to
from tests.backend.staff.letters import make_letter

CASE = "/staff/cases/OMB-LETTER"
LETTERS = f"{CASE}/letters"
HMRC = {"name": "HM Revenue and Customs (HMRC)", "id": "hmrc", "branch": "GOV", "match": "exact"}

pytestmark = IN_BROWSER


@pytest.fixture
def case(session):
    return make_case(session, "letter", facts={**FACTS, "complained_locally": "no"})


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_no_state_of_a_letter_or_a_clock_has_an_accessibility_fault(staff, session, case, size):
    staff.set_viewport_size(size)
    case.facts = {**case.facts, "organisation": HMRC}
    case.case_status, case.answered_at, case.risk_flags = "staff_triage", BEGAN, ["DOMESTIC_ABUSE"]
    states = {
        "draft": {"body": "Hello\n\n# Why\n* One\n\n[[Write here]]"},
        "cy": {"variant": "cy", "body": "Helo\n\n# Pam"},
        "waits": {"state": "queued", "way": "email", "tries": 2, "why": "ConnectionRefusedError"},
        "post": {"state": "queued", "way": "post"},
        "sent": {"state": "sent", "way": "email", "sent_at": BEGAN},
        "failed": {"state": "failed", "way": "email", "why": "unsure"},
        "ask": {"kind": "ask"},
    }
    for name, given in states.items():
        make_letter(session, case, name, **given)
    pages = [CASE, "/staff/", f"{LETTERS}/new", f"{LETTERS}/new/ask", f"{LETTERS}/new/general"]
    for path in [*pages, *(f"{LETTERS}/letter-{name}" for name in states)]:
        staff.goto(path)
        sound(staff, path)

    staff.goto(f"{LETTERS}/letter-draft")
    refused(staff, "Send")
    sound(staff)
    staff.goto(CASE)
    staff.get_by_text("Change the clock").click()
    sound(staff)
    refused(staff, "Stop the clock")
    sound(staff)
    staff.get_by_label("Reason to stop it").fill("The inquest")
    staff.get_by_role("button", name="Stop the clock").click()
    staff.get_by_text("The clock was stopped.").wait_for()
    staff.get_by_text("Change the clock").click()
    sound(staff)


def test_from_a_new_complaint_to_the_letter_by_keyboard_alone(staff, session, case):
    staff.goto(CASE)
    staff.locator("#move").press("Space")
    staff.locator("#move-reason").press_sequentially("Mine")
    staff.get_by_role("button", name="Move it on").press("Enter")
    staff.get_by_text("The complaint was moved on.").wait_for()

    staff.get_by_role("link", name="Write to the person").press("Enter")
    staff.wait_for_url("**/letters/new")
    tab_to(staff, "Ask for more")
    staff.keyboard.press("Enter")
    staff.wait_for_url("**/letters/new/ask")
    staff.get_by_label("A copy of the final answer").press("Space")
    staff.get_by_role("button", name="Write it").press("Enter")
    staff.get_by_role("heading", name="Preview").wait_for()
    assert "A copy of the final answer" in staff.locator(".console-letter").inner_text()
    staff.get_by_label("I have read what is said above").press("Space")
    staff.get_by_role("button", name="Send").press("Enter")
    staff.get_by_text("The letter is on its way.").wait_for()
    assert "Waiting for the person, 10 working days left" in staff.content()

    answer(session, case)
    staff.goto("/staff/")
    staff.get_by_role("link", name="OMB-LETTER").first.press("Enter")
    staff.get_by_text("The person has answered").first.wait_for()
    staff.get_by_role("button", name="I have read it").press("Enter")
    staff.get_by_text("You have read the answer.").wait_for()

    staff.goto(f"{LETTERS}/new/not_yet")
    staff.get_by_role("button", name="Write it").press("Enter")
    staff.get_by_role("heading", name="Preview").wait_for()
    staff.get_by_label("Subject").press("End")
    staff.keyboard.type(" today")
    staff.get_by_role("button", name="Save and preview").press("Enter")
    staff.get_by_text("The letter was saved. It was not sent.").wait_for()
    staff.get_by_label("I have read what is said above").press("Space")
    staff.get_by_role("button", name="Send").press("Enter")
    staff.get_by_text("The letter is on its way.").wait_for()
    assert "Told not yet" in staff.locator(".console-tags").inner_text()


def answer(session, case):
    """The person writes, as the gateway takes it."""
    session.rollback()
    session.expire_all()
    draft = session.get(Draft, case.conversation_id)
    assert draft.case_status == "more_info"
    casework_answers.take(session, case.conversation_id, draft.risk_message_id or 1, BEGAN)
    session.commit()
    assert casework.changes(session, case.conversation_id)[-1].by is None
