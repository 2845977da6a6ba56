"""Takes README's pictures from the running service: `make pictures`."""

import shutil
import sys

from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy import delete

from backend.app import create_app
from backend.config import load_settings
from backend.data.session import db
from backend.data.supervision import TotalsCount
from backend.jobs import count_totals
from bench.cases.make import make
from bench.cases.stopped import make_stopped
from bench.chat import Chat
from bench.flow import answer
from ops.processes import ROOT
from ops.stack import Stack

FOLDER = ROOT / "docs" / "pictures"
TODAY = "2026-11-22"
STORY = (
    "my mum was on a ward at St James's in Leeds in January. they sent her home with no care plan "
    "and she fell two days later. we complained in april and got their final letter on "
    "3 September. I just want them to admit it so it doesn't happen to others"
)
TOLD = {
    "matter": STORY,
    "acting_for": "my mum, she knows and agrees",
    "confirm": "send it",
    "outcome_priority": "that they admit it",
}
MOST_TURNS = 40
SENT, STOPPED = 3000, 1200  # invented complaints, and talks that ended before sending
SETTLED_MS = 1500


def main() -> int:
    """Tell an invented complaint, then take pictures of the chat, of its case and of many."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with Stack(INTAKE_TODAY=TODAY) as stack, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        account = stack.manage("create-first-account").split()
        email, password = account[account.index("as") + 1], account[account.index("Password") + 1]
        reference = send(stack.url)
        chat(browser, stack.url)
        page = console(browser, stack.url, email, password, reference)
        supervision(page, stack)
        browser.close()
    return 0


def send(url: str) -> str:
    """Tell the complaint by the chat API up to its reference."""
    talk = Chat(url)
    for _ in range(MOST_TURNS):
        if talk.state["reference"]:
            break
        talk.say(TOLD.get(str(talk.question)) or answer(talk.question))
    return str(talk.state["reference"])


def chat(browser: Browser, url: str) -> None:
    """The chat on a phone after the first story."""
    page = browser.new_page(viewport={"width": 390, "height": 780}, device_scale_factor=2)
    page.goto(f"{url}/demo")
    with page.expect_response("**/api/chat/conversations"):
        page.get_by_role("button", name="Chat with us").click()
    page.wait_for_timeout(SETTLED_MS)
    for said in ("yes", STORY):
        page.locator("#words").fill(said)
        with page.expect_response("**/api/chat/messages"):
            page.get_by_role("button", name="Send", exact=True).click()
        page.wait_for_timeout(SETTLED_MS)
    page.screenshot(path=FOLDER / "chat.png")


def console(browser: Browser, url: str, email: str, password: str, reference: str) -> Page:
    """The queue and the case in the console; the page, signed in."""
    page = browser.new_page(viewport={"width": 1200, "height": 1100})
    page.goto(f"{url}/staff/")
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.screenshot(path=FOLDER / "queue.png")
    page.get_by_role("link", name=reference).click()
    page.screenshot(path=FOLDER / "console.png")
    return page


def supervision(page: Page, stack: Stack) -> None:
    """What managers see of many complaints, here invented ones."""
    app = create_app(load_settings(stack.settings))
    with app.app_context():
        make(db.session, SENT)
        make_stopped(db.session, STOPPED)
        db.session.execute(delete(TotalsCount))  # counted before: what is older is not looked at
        db.session.commit()
    count_totals(app)
    page.set_viewport_size({"width": 1200, "height": 1500})
    page.goto(f"{stack.url}/staff/supervision?days=90")
    page.screenshot(path=FOLDER / "supervision.png")


if __name__ == "__main__":
    sys.exit(main())
