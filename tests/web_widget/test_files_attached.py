"""Attaching files in the widget: by keyboard, told in order, never in the way of the chat."""

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.web_widget.fake_server import FakeServer
from tests.web_widget.widget import Widget

PAPER = {"name": "letter.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 " + bytes(900)}
PHOTO = {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": b"x" * 2_500_000}


class Attached:
    """Stands in for the server's part of files."""

    def __init__(self, page: Page) -> None:
        self.files: list[dict[str, Any]] = []
        self.refuse: tuple[int, str] | None = None
        self.open = self.removable = True
        self.hold = False
        self.waiting: list[Route] = []
        self.tokens: list[str | None] = []
        page.route(re.compile(r"^http://127.0.0.1:\d+/api/chat/files"), self.answer)

    def answer(self, route: Route) -> None:
        request = route.request
        self.tokens.append(request.headers.get("authorization"))
        if request.method == "GET":
            route.fulfill(json={"files": self.files, "most": 5, "megabytes": 10,
                                "accepted": ".pdf,.jpg", "open": self.open,
                                "removable": self.removable})  # fmt: skip
        elif request.method == "DELETE":
            gone = request.url.rpartition("/")[2]
            self.files = [each for each in self.files if each["id"] != gone]
            route.fulfill(status=204)
        elif self.hold:
            self.waiting.append(route)
        else:
            self.take(route)

    def take(self, route: Route) -> None:
        if self.refuse:
            (status, detail), self.refuse = self.refuse, None
            body = json.dumps({"detail": detail})
            route.fulfill(status=status, body=body, content_type="application/problem+json")
            return
        sent = route.request.post_data_buffer or b""
        name = re.search(rb'filename="([^"]+)"', sent)[1].decode()
        made = {"id": f"f{len(self.files)}", "name": name, "kind": "pdf", "size": len(sent),
                "scanned": True, "at": "2026-11-22T10:00:00+00:00"}  # fmt: skip
        self.files.append(made)
        route.fulfill(status=201, json=made)


@pytest.fixture
def attached(page: Page, widget: Widget) -> Attached:
    widget.accept()
    return Attached(page)


def open_files(widget: Widget) -> None:
    widget.press("Options")
    widget.press("Attach a file")
    expect(widget.dialog.get_by_role("heading", name="Attach a file")).to_be_focused()


def choose(widget: Widget, *files: dict[str, Any]) -> None:
    widget.dialog.get_by_label("Choose a file").set_input_files(list(files))


def rows(widget: Widget) -> Any:
    return widget.dialog.get_by_role("list", name="Your files").get_by_role("listitem")


def test_a_file_is_attached_listed_and_told_once(widget, attached):
    open_files(widget)
    expect(widget.spoken).to_contain_text("What happened?")  # nothing waits to be said
    widget.record_speech()
    choose(widget, PAPER)

    expect(rows(widget)).to_contain_text("attached")
    expect(rows(widget)).to_contain_text("letter.pdf")
    widget.expect_spoken("Sending letter.pdf.", "letter.pdf is attached.")
    assert set(attached.tokens) == {"Bearer token"}


def test_nothing_of_it_is_fetched_before_it_is_used(page, widget, attached):
    fetched = page.evaluate("() => performance.getEntriesByType('resource').map((e) => e.name)")
    assert not [name for name in fetched if re.search(r"/files[-.]", name)]


def test_it_is_offered_beside_the_summary(widget, attached):
    widget.write("They lost my letter.")
    widget.choose("Me")
    widget.answers.get_by_label("I lost money").check()
    widget.press("Continue")
    widget.write("March 2026")
    widget.expect_said("Please check your answers.")

    widget.choose("Attach a file")

    expect(widget.dialog.get_by_role("heading", name="Attach a file")).to_be_focused()


def test_a_file_can_be_removed_and_focus_is_not_lost(widget, attached):
    open_files(widget)
    choose(widget, PAPER)
    expect(rows(widget)).to_contain_text("attached")
    widget.dialog.get_by_role("button", name="Remove letter.pdf").press("Enter")

    expect(rows(widget)).to_have_count(0)
    assert widget.focused() == "file" and attached.files == []


def test_a_refusal_is_tied_to_the_field_and_told(widget, attached):
    attached.refuse = (415, "We can't take that kind of file.")
    open_files(widget)
    choose(widget, PAPER)

    field = widget.dialog.get_by_label("Choose a file")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(re.compile("We can't take that kind of file"))
    expect(widget.spoken).to_contain_text("letter.pdf: We can't take that kind of file.")
    expect(rows(widget)).to_have_count(0)


@pytest.mark.parametrize("status", [500, 503])
def test_what_did_not_get_through_stays_with_a_way_to_try_again(widget, attached, status):
    attached.refuse = (status, "We could not check that file just now.")
    open_files(widget)
    choose(widget, PAPER)
    expect(rows(widget)).to_contain_text("Not attached yet.")

    widget.dialog.get_by_role("button", name="Try again letter.pdf").click()

    expect(rows(widget)).to_contain_text("letter.pdf")
    expect(rows(widget)).to_contain_text("attached")
    expect(widget.dialog.get_by_label("Choose a file")).not_to_have_attribute(
        "aria-invalid", "true"
    )


def test_offline_is_said_and_nothing_is_lost(widget, attached):
    open_files(widget)
    widget.page.context.set_offline(True)
    widget.page.unroute(re.compile(r"^http://127.0.0.1:\d+/api/chat/files"))
    choose(widget, PAPER)

    expect(rows(widget)).to_contain_text("Not attached yet.")
    widget.page.context.set_offline(False)


def test_a_file_too_big_and_one_too_many_are_refused_before_they_are_sent(widget, attached):
    open_files(widget)
    widget.dialog.get_by_label("Choose a file").evaluate(
        """(box) => {
          const files = new DataTransfer();
          files.items.add(new File([new Uint8Array(10_000_001)], 'scan.pdf'));
          box.files = files.files;
          box.dispatchEvent(new Event('change'));
        }"""
    )
    expect(widget.dialog.locator("#file-error")).to_contain_text("scan.pdf is too big")

    choose(widget, *[{**PAPER, "name": f"{n}.pdf"} for n in range(6)])
    expect(rows(widget)).to_have_count(5)
    expect(widget.dialog.locator("#file-error")).to_contain_text("You can attach 5 files")


def test_the_chat_goes_on_while_a_file_is_sent_and_it_can_be_cancelled(widget, attached):
    attached.hold = True
    open_files(widget)
    choose(widget, PHOTO)
    expect(widget.dialog.get_by_role("button", name="Cancel photo.jpg")).to_be_visible()

    widget.write("They lost my letter.")
    widget.expect_said("Who is the complaint about?")
    widget.dialog.get_by_role("button", name="Cancel photo.jpg").click()

    expect(rows(widget)).to_have_count(0)
    assert attached.files == []
    expect(widget.spoken).to_contain_text("photo.jpg is not attached.")


def test_what_was_attached_before_is_there_again_and_after_sending_cannot_be_changed(
    widget, attached
):
    attached.files = [{"id": "f0", "name": "<img src=x>.pdf", "kind": "pdf", "size": 900_000,
                       "scanned": True, "at": "2026-11-22T10:00:00+00:00"}]  # fmt: skip
    attached.open = attached.removable = False
    open_files(widget)

    expect(rows(widget)).to_contain_text("<img src=x>.pdf")
    expect(rows(widget).get_by_role("button")).to_have_count(0)
    expect(widget.dialog.get_by_label("Choose a file")).to_have_count(0)
    expect(widget.dialog).to_contain_text("has been sent with these files")


def test_where_staff_asked_a_file_is_taken_and_then_stays(widget, attached):
    attached.removable = False
    open_files(widget)
    expect(widget.dialog).to_contain_text("Our team asked you for something")
    choose(widget, PAPER)

    expect(rows(widget)).to_contain_text("attached")
    expect(rows(widget).get_by_role("button")).to_have_count(0)


def test_axe_finds_nothing_with_files_and_an_error_on_view(widget, attached, fake: FakeServer):
    open_files(widget)
    choose(widget, PAPER)
    expect(rows(widget)).to_contain_text("attached")
    attached.refuse = (415, "We can't take that kind of file.")
    choose(widget, PHOTO)
    expect(widget.dialog.locator("#file-error")).to_be_visible()

    assert widget.violations() == []
