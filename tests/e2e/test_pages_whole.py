"""The same complaint as plain pages, with JavaScript switched off."""

import re

from playwright.sync_api import Page, expect

import intake
from tests.e2e.complaint import ANSWERS, MOST_TURNS, OTHERWISE
from tests.e2e.stack import Service

# The pages show no question ids: the open question is known by its words.
ASKED = {intake.question(name, {}, "en").text: name for name in ANSWERS}
CHOSEN = {"privacy_ack": "Yes, go on", "acting_for": "Me", "contact_method": "Email"}
SEND = re.compile("^Yes, send it$")


def answer_the_page(page: Page) -> None:
    """Answer the one question of this page, by a choice or in words."""
    send = page.get_by_role("button", name=SEND)
    if send.count():
        send.click()
        return
    words = page.locator("form:has(#answer)").inner_text()
    question = next((name for text, name in ASKED.items() if text in words), "")
    choice = page.get_by_label(CHOSEN.get(question, "-"), exact=True)
    if choice.count():
        choice.check()
    elif page.get_by_label(SEND).count():
        page.get_by_label(SEND).check()
    else:
        page.locator("#answer").fill(ANSWERS.get(question, OTHERWISE))
    page.get_by_role("button", name="Continue").first.click()


def test_a_complaint_without_javascript(without_script: Page, service: Service):
    page = without_script
    page.goto(f"{service.url}/chat")
    page.get_by_role("button", name=re.compile("Start")).click()

    for _ in range(MOST_TURNS):
        if page.locator(".reference").count():
            break
        answer_the_page(page)

    expect(page.locator(".reference")).to_have_text(re.compile(r"\w{3,}"))


def test_an_empty_answer_is_named_and_tied_to_its_field(without_script: Page, service: Service):
    page = without_script
    page.goto(f"{service.url}/chat")
    page.get_by_role("button", name=re.compile("Start")).click()

    page.get_by_role("button", name="Continue").first.click()

    expect(page).to_have_title(re.compile("^Error"))
    expect(page.locator("#answer")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_role("alert")).to_be_visible()
