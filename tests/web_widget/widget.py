"""The widget as a person meets it: what it shows, and what can be done with it."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# Two frames: what a scroll brings about has happened.
STILL = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


class Widget:
    """Playwright looks into the shadow tree by itself, so these are plain look-ups."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.dialog = page.locator("dialog.chat")
        self.log = page.get_by_role("log")
        self.box = page.locator("#words")
        self.answers = page.locator(".answers")
        self.error = page.locator("#words-error")
        self.spoken = page.locator("[aria-live=polite]")

    def open(self) -> None:
        """Open it from the launcher and wait for the first question."""
        self.page.get_by_role("button", name="Chat with us").click()
        self.expect_said("Is it all right to go on?")

    def expect_said(self, text: str) -> None:
        """Wait until the transcript holds this."""
        expect(self.log).to_contain_text(text)

    def choose(self, label: str) -> None:
        """Press the answer with this label."""
        self.click(self.answers.get_by_role("button", name=label, exact=True))

    def write(self, text: str) -> None:
        """Write and send."""
        self.box.fill(text)
        self.page.get_by_role("button", name="Send", exact=True).click()

    def press(self, name: str) -> None:
        """Press any button of the window by its whole name."""
        self.click(self.dialog.get_by_role("button", name=name, exact=True))

    def click(self, button: Locator) -> None:
        """Press a button, once nothing moves any more."""
        button.scroll_into_view_if_needed()
        self.page.evaluate(STILL)  # at the end of the transcript "More below" makes room
        button.click()

    def own(self, text: str) -> Locator:
        """The person's own message with this text."""
        return self.log.locator(".message.person").filter(has_text=text)

    def accept(self) -> None:
        """Accept the privacy notice."""
        self.choose("Yes")
        self.expect_said("What happened?")

    def to_choices(self) -> None:
        """Go on to a question with one answer."""
        self.accept()
        self.write("They lost my letter.")
        self.expect_said("Who is the complaint about?")

    def to_checkboxes(self) -> None:
        """Go on to a question with several answers."""
        self.to_choices()
        self.choose("Me")
        self.expect_said("How did it affect you?")

    def to_date(self) -> None:
        """Go on to a question for a date."""
        self.to_checkboxes()
        self.answers.get_by_label("I lost money").check()
        self.press("Continue")
        self.expect_said("When did it happen?")

    def to_summary(self) -> None:
        """Go on to the summary."""
        self.to_date()
        self.write("March 2026")
        self.expect_said("Please check your answers.")

    def to_reference(self) -> None:
        """Send the complaint."""
        self.to_summary()
        self.choose("Send my complaint")
        self.expect_said("ABC-1234")

    def stored(self) -> dict[str, Any]:
        """All that the browser keeps."""
        return self.page.evaluate(
            """() => ({
              ...sessionStorage, ...localStorage,
              ...(document.cookie && { cookie: document.cookie }),
            })"""
        )

    def violations(self) -> list[str]:
        """What axe finds wrong on the page, shadow tree included."""
        # Evaluated, not added as a script element, which the page's policy rightly refuses.
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = self.page.evaluate(
            "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", LEVELS
        )
        return [
            f"{each['id']}: {node['target']} {node['failureSummary']}"
            for each in found["violations"]
            for node in each["nodes"]
        ]

    def record_speech(self) -> None:
        """From now on keep every line that is announced."""
        self.spoken.evaluate(
            """(region) => {
              window.spoken = [];
              new MutationObserver((changes) => changes.forEach((change) =>
                change.addedNodes.forEach((node) => window.spoken.push(node.textContent)),
              )).observe(region, { childList: true });
            }"""
        )

    def expect_spoken(self, *lines: str) -> None:
        """Wait until exactly these lines have been announced, in this order."""
        self.page.wait_for_function("n => window.spoken.length >= n", arg=len(lines))
        spoken = self.page.evaluate("() => window.spoken")
        assert spoken == list(lines)

    def focused(self) -> str:
        """The id, label or text of what has focus inside the window."""
        return self.page.evaluate(
            """() => {
              const root = document.querySelector('ombudsman-chat').shadowRoot;
              const node = root.activeElement;
              return node ? node.id || node.ariaLabel || node.innerText : '';
            }"""
        )
