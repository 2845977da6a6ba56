"""Words from either side and pages around it that would do harm: they change nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.web_widget.fake_server import FakeServer
from tests.web_widget.widget import Widget

SCRIPT = '<img src=x onerror="window.hit=1"><script>window.hit=1</script>'


def test_markup_from_either_side_is_only_text(widget: Widget, fake: FakeServer):
    widget.accept()
    fake.say_next("info", f"You said {SCRIPT} [x](javascript:alert(1)) javascript:alert(2)")

    widget.write(SCRIPT)

    widget.expect_said("Who is the complaint about?")
    widget.expect_said(f"You said {SCRIPT}")
    expect(widget.own(SCRIPT)).to_have_count(1)
    expect(widget.log.locator("img, script, a")).to_have_count(0)
    assert widget.page.evaluate("window.hit") is None


def test_markup_in_a_summary_and_in_labels_is_only_text(widget: Widget):
    widget.accept()
    widget.write(SCRIPT)
    widget.expect_said("Who is")
    widget.write(SCRIPT)
    widget.expect_said("How did it")
    widget.write(SCRIPT)
    widget.expect_said("When did")
    widget.write(SCRIPT)
    widget.expect_said("Please check your answers.")

    expect(widget.log.locator("img, script, a")).to_have_count(0)
    assert widget.page.evaluate("window.hit") is None


def test_a_reply_of_50_messages_is_shown_in_order_once_each(widget: Widget, fake: FakeServer):
    widget.accept()
    for number in range(49):
        fake.say_next("info", f"Line {number}.")

    widget.write("They lost my letter.")

    widget.expect_said("Who is the complaint about?")
    lines = [text for text in widget.log.locator(".body").all_inner_texts() if "Line" in text]
    assert lines == [f"Line {number}." for number in range(49)]
    expect(widget.log.get_by_text("Line 0.", exact=True)).to_be_in_viewport()
    widget.choose("Me")
    widget.expect_said("How did it affect you?")


def test_a_message_of_4000_characters_is_sent_whole_and_shown_whole(
    widget: Widget, fake: FakeServer
):
    widget.accept()
    long = "They lost my letter, again. " * 142 + "The very end."

    widget.write(long)

    widget.expect_said("Who is the complaint about?")
    assert fake.answers["matter"] == long.strip()
    expect(widget.own("The very end.")).to_have_count(1)
    assert widget.page.locator(".scroller").evaluate("n => n.scrollWidth <= n.clientWidth")


def test_one_word_of_4000_characters_breaks_and_nothing_runs_out_of_the_window(widget: Widget):
    widget.accept()

    widget.write("a" * 4_000)

    widget.expect_said("Who is the complaint about?")
    assert widget.page.locator(".scroller").evaluate("n => n.scrollWidth <= n.clientWidth")


HOSTILE = """
  * { all: unset !important; display: block !important; font-size: 3px !important;
      color: transparent !important; opacity: .01 !important; pointer-events: none !important; }
  button, div, dialog, p, textarea { display: none !important; position: static !important;
      visibility: hidden !important; transform: rotate(180deg) !important; }
  ombudsman-chat, ombudsman-chat * { display: none !important; width: 1px !important;
      height: 1px !important; overflow: hidden !important; clip: rect(0 0 0 0) !important; }
  body { transform: scale(.5); filter: blur(3px); }
"""


def test_the_style_of_a_hostile_page_does_not_reach_the_chat(widget: Widget):
    widget.page.evaluate(
        """css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css);
                    document.adoptedStyleSheets = [sheet, ...document.adoptedStyleSheets]; }""",
        HOSTILE,
    )

    widget.to_choices()

    for shown in (widget.box, widget.answers.get_by_role("button").first):
        style = "n => { const s = getComputedStyle(n); return [s.fontSize, s.visibility]; }"
        assert shown.evaluate(style) == ["17px", "visible"]
    assert widget.dialog.bounding_box()["height"] > 300
    assert widget.dialog.evaluate("n => getComputedStyle(n.getRootNode().host).opacity") == "1"


TWO = """() => {
  const chat = document.createElement('ombudsman-chat');
  chat.dataset.label = 'A second chat';
  chat.dataset.position = 'left';
  document.body.append(chat);
}"""


def test_two_widgets_on_a_page_are_one_conversation(widget: Widget, fake: FakeServer):
    widget.accept()
    widget.box.fill("They lost")
    widget.page.evaluate(TWO)

    widget.page.get_by_role("button", name="A second chat").click()

    expect(widget.page.locator("dialog.chat")).to_have_count(1)
    expect(widget.box).to_have_value("They lost")
    widget.write("They lost my letter.")
    widget.expect_said("Who is the complaint about?")
    assert fake.started == 1


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_clock_that_is_an_hour_off_changes_nothing(
    page: Page, fake: FakeServer, served: tuple[FakeServer, str], hours: int
):
    now = datetime.now(UTC) + timedelta(hours=hours)
    page.clock.install(time=now)
    page.clock.resume()
    page.goto(f"{served[1]}/demo")
    widget = Widget(page)
    widget.open()
    widget.to_choices()

    page.reload()
    widget.expect_said("Who is the complaint about?")
    page.clock.set_system_time(now - timedelta(hours=2 * hours))  # put right meanwhile
    widget.choose("Me")

    widget.expect_said("How did it affect you?")
    assert fake.started == 1
