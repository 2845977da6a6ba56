"""Spacing, motion, colours, sizes and languages that a person's device asks for."""

import pytest
from playwright.sync_api import Browser, expect

from tests.web_widget.fake_server import FakeServer
from tests.web_widget.test_access import STATES
from tests.web_widget.widget import Widget

# WCAG 1.4.12
SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
    word-spacing: .16em !important; } p { margin-bottom: 2em !important; }`);
  const root = document.querySelector('ombudsman-chat').shadowRoot;
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}"""
# Text that its own box cuts off, or that runs out of the window.
CUT = """() => {
  const root = document.querySelector('ombudsman-chat').shadowRoot;
  return [...root.querySelectorAll('button, label, p, h2, h3, dt, dd, li')]
    .filter((node) => node.checkVisibility() && !node.closest('.hidden'))
    .filter((node) => node.scrollWidth > node.clientWidth + 1 && node.clientWidth > 0
      && getComputedStyle(node).display !== 'inline'
      || node.getBoundingClientRect().right > innerWidth + 1)
    .map((node) => node.className + ' ' + node.textContent.slice(0, 40));
}"""
SHOWN = ["choices", "checkboxes", "date", "summary", "answers", "not sent", "options", "crisis"]


@pytest.mark.parametrize("state", SHOWN)
@pytest.mark.parametrize("width", [320, 1280])
def test_with_wide_text_spacing_nothing_is_cut_off(widget: Widget, state: str, width: int):
    widget.page.set_viewport_size({"width": width, "height": 640})
    STATES[state](widget)

    widget.page.evaluate(SPACED)

    assert widget.page.evaluate(CUT) == []


def test_nothing_moves_where_less_motion_is_asked_for_and_it_does_elsewhere(widget: Widget):
    widget.to_choices()
    moving = """() => [...document.querySelector('ombudsman-chat').shadowRoot.querySelectorAll('*')]
      .filter((node) => {
        const style = getComputedStyle(node);
        return style.animationName !== 'none' || style.scrollBehavior === 'smooth'
          || style.transitionDuration !== '0s';
      }).length"""

    assert widget.page.evaluate(moving) == 0
    widget.page.emulate_media(reduced_motion="no-preference")
    assert widget.page.evaluate(moving) > 0


def test_in_forced_colours_what_is_told_by_a_ground_has_an_edge(widget: Widget):
    widget.page.emulate_media(forced_colors="active")
    widget.to_choices()
    widget.press("Help in a crisis")

    edges = "n => { const s = getComputedStyle(n); return s.borderTopStyle + s.outlineStyle; }"
    for shown in (
        ".head",
        ".exit",
        ".own .own",
        '.help [aria-expanded="true"]',
        ".answers .choice",
    ):
        assert "solid" in widget.dialog.locator(shown).first.evaluate(edges), shown
    widget.box.focus()
    assert widget.box.evaluate("n => getComputedStyle(n).outlineStyle") == "solid"


@pytest.mark.parametrize("state", ["words", "checkboxes", "date"])
def test_fields_have_letters_of_16_pixels_so_that_no_phone_zooms_in(widget: Widget, state: str):
    STATES[state](widget)

    sizes = widget.dialog.locator("textarea, input[type=text]").evaluate_all(
        "all => all.map((node) => parseFloat(getComputedStyle(node).fontSize))"
    )
    assert sizes and min(sizes) >= 16


def test_a_phones_keyboard_offers_a_new_line_and_a_desks_sends(
    browser: Browser, widget: Widget, fake: FakeServer, served: tuple[FakeServer, str]
):
    expect(widget.box).to_have_attribute("enterkeyhint", "send")
    context = browser.new_context(
        viewport={"width": 375, "height": 667}, has_touch=True, is_mobile=True
    )
    phone = Widget(context.new_page())
    phone.page.goto(f"{served[1]}/demo")
    phone.open()

    expect(phone.box).to_have_attribute("enterkeyhint", "enter")
    context.close()


def test_the_window_names_its_language_whatever_the_page_does(widget: Widget):
    widget.page.evaluate("document.documentElement.lang = 'fr'")

    expect(widget.dialog).to_have_attribute("lang", "en")


def test_the_text_box_stays_above_a_phones_keyboard(widget: Widget):
    widget.page.set_viewport_size({"width": 375, "height": 667})
    widget.accept()
    widget.box.focus()

    widget.page.set_viewport_size({"width": 375, "height": 340})

    handle = widget.box.element_handle()
    widget.page.wait_for_function("b => b.getBoundingClientRect().bottom <= 340", arg=handle)


@pytest.mark.parametrize("size", [(640, 512), (320, 256)])
def test_zoomed_in_nothing_needs_scrolling_sideways(widget: Widget, size: tuple[int, int]):
    widget.page.set_viewport_size({"width": size[0], "height": size[1]})
    widget.to_date()
    widget.press("Your answers")

    wide = "n => n.scrollWidth <= n.clientWidth"
    assert widget.dialog.evaluate(wide)
    assert widget.page.evaluate("document.documentElement.scrollWidth") <= size[0]
