"""Work on many cases in a real browser: by keyboard alone, without scripts, no axe violation."""

import pytest

from backend import lists_jobs
from tests.backend.staff.in_browser import (
    IN_BROWSER,
    NARROW,
    WIDE,
    focused,
    refused,
    sign_in,
    sound,
    tab_to,
)

pytestmark = IN_BROWSER
SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])


@pytest.fixture(autouse=True)
def at_once(app):
    """Exports are made as soon as they are asked for, but for those that wait."""
    made = {name: lambda each, job=job: job(app, each) for name, job in lists_jobs.JOBS.items()}
    app.extensions[lists_jobs.TASKS] = made


@SIZES
def test_no_page_of_work_on_many_has_an_accessibility_fault(staff, size):
    staff.set_viewport_size(size)
    refused(staff, "Work on those ticked")
    sound(staff, "nothing ticked")

    staff.get_by_label("Choose OMB-PLAIN").check()
    sound(staff, "one ticked")
    staff.get_by_role("button", name="Work on those ticked").click()
    staff.get_by_role("heading", name="1 complaint chosen").wait_for()
    sound(staff, "choice")
    choice = staff.url
    refused(staff, "Move them on")
    sound(staff, "choice with errors")
    staff.get_by_label("Give all of them to").select_option("me")
    staff.get_by_role("button", name="Assign 1 complaint").click()
    staff.get_by_text("1 complaint done").wait_for()
    sound(staff, "done")
    staff.goto(choice)
    staff.get_by_label("Give all of them to").select_option("nobody")
    staff.get_by_role("button", name="Assign 1 complaint").click()
    staff.get_by_role("heading", name="Left as they were").wait_for()
    sound(staff, "left alone")
    staff.goto(f"{choice}/print")
    sound(staff, "print")


@SIZES
def test_no_page_of_exports_has_an_accessibility_fault(app, staff, size):
    staff.set_viewport_size(size)
    staff.goto("/staff/exports/new?result=LOOKS_ELIGIBLE")
    sound(staff, "export form")
    staff.get_by_role("button", name="Make the file").click()
    staff.get_by_text("Download the file").wait_for()
    sound(staff, "export")
    app.extensions[lists_jobs.TASKS] = dict.fromkeys(lists_jobs.JOBS, lambda _identity: None)
    staff.goto("/staff/exports/new")
    staff.get_by_role("button", name="Make the file").click()
    staff.get_by_text("Waiting to start. 3 complaints").wait_for()
    sound(staff, "export waits")
    staff.get_by_role("button", name="Stop, I do not need it").click()
    staff.get_by_text("The export was stopped").wait_for()
    sound(staff, "exports")


@SIZES
def test_no_page_of_saved_searches_has_an_accessibility_fault(staff, size):
    staff.set_viewport_size(size)
    staff.goto("/staff/?result=LOOKS_ELIGIBLE")
    staff.get_by_text("Save this search").click()
    refused(staff, "Save")
    sound(staff, "search without a name")
    staff.get_by_label("Name of the search").fill("Ours to look at")
    staff.get_by_role("button", name="Save", exact=True).click()
    staff.get_by_text("The search was saved.").wait_for()
    sound(staff, "settings of a search")
    staff.goto("/staff/searches")
    sound(staff, "saved searches")
    staff.get_by_role("link", name="Ours to look at", exact=True).click()
    staff.get_by_role("heading", name="Ours to look at").wait_for()
    sound(staff, "a saved search")
    staff.goto("/staff/?at=nonsense")
    sound(staff, "a link that is no place")


def test_two_complaints_are_chosen_moved_on_and_put_back_by_keyboard_alone(staff):
    tab_to(staff, "choose-all")
    staff.keyboard.press("Tab")
    staff.keyboard.press("Space")
    staff.get_by_text("1 of 3 ticked").wait_for()
    staff.keyboard.press("Shift+Tab")
    staff.keyboard.press("Space")
    staff.get_by_text("3 of 3 ticked").wait_for()
    tab_to(staff, "Work on those ticked")
    staff.keyboard.press("Enter")
    staff.get_by_role("heading", name="3 complaints chosen").wait_for()

    tab_to(staff, "move")
    staff.keyboard.press("Space")
    staff.keyboard.press("Tab")
    assert focused(staff) == "reason"
    staff.keyboard.type("Monday's share")
    staff.keyboard.press("Tab")
    staff.keyboard.press("Enter")
    staff.get_by_text("3 complaints done").wait_for()

    tab_to(staff, "Undo")
    staff.keyboard.press("Enter")
    staff.get_by_role("heading", name="Undo: Start looking at it: 3 complaints").wait_for()
    staff.get_by_text("3 complaints done").wait_for()


def test_the_page_of_a_job_hears_by_itself_that_it_is_over(app, staff):
    app.extensions[lists_jobs.TASKS] = dict.fromkeys(lists_jobs.JOBS, lambda _identity: None)
    staff.goto("/staff/exports/new")
    staff.get_by_role("button", name="Make the file").click()
    staff.get_by_text("Waiting to start. 3 complaints").wait_for()

    lists_jobs.export(app, staff.url.rpartition("/")[2])

    staff.get_by_text("Download the file").wait_for()
    with staff.expect_download() as download:
        staff.get_by_text("Download the file").click()
    assert download.value.suggested_filename.endswith(".xlsx")


def test_everything_is_done_without_scripts_too(chromium, address):
    context = chromium.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    sign_in(page)
    page.get_by_label("Choose OMB-PLAIN").check()
    page.get_by_label("Choose OMB-NUMBER").press("Space")
    page.get_by_label("Choose OMB-NUMBER").press("Enter")
    page.get_by_role("heading", name="2 complaints chosen").wait_for()
    page.get_by_label("Give all of them to").select_option("me")
    page.get_by_role("button", name="Assign 2 complaints").click()
    page.get_by_text("2 complaints done").wait_for()
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("heading", name="Undo: Assign 2 complaints").wait_for()
    context.close()


def test_each_complaint_begins_on_paper_of_its_own(staff):
    staff.get_by_role("button", name="Work on all 3 on this page").click()
    staff.get_by_role("link", name="Open a page to print").click()
    staff.get_by_role("button", name="Print").wait_for()
    staff.emulate_media(media="print")

    breaks = staff.eval_on_selector_all(
        ".console-sheet", "sheets => sheets.map(each => getComputedStyle(each).breakAfter)"
    )
    assert breaks == ["page", "page", "auto"]
    assert not staff.get_by_role("button", name="Print").is_visible()
