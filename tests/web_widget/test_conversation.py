"""Talking through the widget: words, choices, the summary and the reference."""

import re

import pytest
from playwright.sync_api import expect

from tests.web_widget.fake_server import FakeServer
from tests.web_widget.widget import Widget


def test_a_message_is_shown_once_and_answered(widget: Widget, fake: FakeServer):
    widget.accept()

    widget.write("They lost my letter.")

    widget.expect_said("Who is the complaint about?")
    expect(widget.own("They lost my letter.")).to_have_count(1)
    expect(widget.box).to_have_value("")
    assert fake.answers["matter"] == "They lost my letter."


def test_enter_sends_and_shift_enter_makes_a_new_line(widget: Widget, fake: FakeServer):
    widget.accept()

    widget.box.press_sequentially("One")
    widget.box.press("Shift+Enter")
    widget.box.press_sequentially("Two")
    widget.box.press("Enter")

    widget.expect_said("Who is the complaint about?")
    assert fake.answers["matter"] == "One\nTwo"


def test_a_person_may_write_where_choices_are_offered(widget: Widget, fake: FakeServer):
    widget.to_choices()

    widget.write("It is about me")

    widget.expect_said("How did it affect you?")
    assert fake.answers["acting_for"] == "It is about me"


def test_several_answers_are_sent_together(widget: Widget, fake: FakeServer):
    widget.to_checkboxes()

    widget.answers.get_by_label("I lost money").check()
    widget.answers.get_by_label("It was upsetting").check()
    widget.press("Continue")

    widget.expect_said("When did it happen?")
    assert fake.answers["impact"] == "It was upsetting, I lost money"


def test_a_way_past_several_answers_is_a_button_beside_them(widget: Widget, fake: FakeServer):
    widget.to_checkboxes()
    expect(widget.answers.get_by_role("checkbox")).to_have_count(4)

    widget.choose("Skip this question")

    widget.expect_said("When did it happen?")
    assert fake.answers["impact"] == "Skip this question"


def test_continue_without_a_choice_says_so_at_the_choices(widget: Widget):
    widget.to_checkboxes()

    widget.press("Continue")

    first = widget.answers.get_by_role("checkbox").first
    expect(first).to_be_focused()
    expect(first).to_have_accessible_description(
        "Choose at least one answer, or write your own below."
    )


def test_a_date_question_gives_an_example_with_the_box(widget: Widget):
    widget.to_date()

    expect(widget.box).to_have_accessible_description(
        "For example 14 March 2026, March 2026 or last summer. A rough date is fine. "
        "Press Enter to send, or Shift and Enter for a new line."
    )


def test_an_empty_message_is_refused_at_the_box(widget: Widget, fake: FakeServer):
    widget.accept()

    widget.write("   ")

    expect(widget.error).to_have_text("Write an answer first.")
    expect(widget.box).to_be_focused()
    assert len(fake.ids) == 1


def test_a_message_too_long_is_refused_and_kept(widget: Widget, fake: FakeServer):
    widget.accept()
    long = "a" * 4_012

    widget.write(long)

    expect(widget.error).to_contain_text("12 characters too long")
    expect(widget.box).to_have_value(long)
    assert len(fake.ids) == 1


def test_the_characters_left_are_told_near_the_end(widget: Widget):
    widget.accept()

    widget.box.fill("a" * 3_990)

    expect(widget.page.get_by_text("You have 10 characters left.").first).to_be_visible()


def test_each_answer_in_the_summary_can_be_changed(widget: Widget, fake: FakeServer):
    widget.to_summary()

    widget.press("Change Who it is about")
    widget.choose("Someone who agrees")

    expect(
        widget.log.get_by_role("definition").filter(has_text="Someone who agrees")
    ).to_have_count(1)
    assert fake.answers["acting_for"] == "Someone who agrees"
    expect(widget.log.get_by_role("button", name="Change What happened")).to_have_count(1)


def test_the_summary_keeps_the_paragraphs_of_an_answer(widget: Widget):
    widget.accept()
    widget.write("First this.\nThen: that.\n\nAnd no reply.")
    widget.expect_said("Who is")
    widget.choose("Me")
    widget.expect_said("How did it")
    widget.answers.get_by_label("I lost money").check()
    widget.press("Continue")
    widget.expect_said("When did")
    widget.write("March 2026")
    widget.expect_said("Please check your answers.")

    expect(widget.log.locator("dt")).to_have_text(
        ["What happened", "Who it is about", "How it affected you", "When it happened"]
    )
    expect(widget.log.locator("dd").first).to_have_text(
        "First this.\nThen: that.\n\nAnd no reply.", use_inner_text=True
    )


def test_the_reference_is_shown_and_can_be_copied(widget: Widget):
    widget.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    widget.to_reference()

    widget.press("Copy reference")

    expect(widget.log).to_contain_text("Copied.")
    assert widget.page.evaluate("navigator.clipboard.readText()") == "ABC-1234"
    expect(widget.dialog).to_contain_text("Reference: ABC-1234")


def test_progress_is_told_in_words(widget: Widget, fake: FakeServer):
    widget.to_choices()
    expect(widget.dialog).to_contain_text("About 3 questions left")

    fake.result = "LOOKS_ELIGIBLE"
    widget.choose("Me")
    expect(widget.dialog).to_contain_text("About 2 questions left to send")


def test_a_sent_complaint_says_what_happens_next_and_offers_no_more_changes(widget: Widget):
    widget.to_reference()

    widget.expect_said("What happens now: a person will read what you sent.")
    expect(widget.dialog.get_by_role("button", name=re.compile("^Change"))).to_have_count(0)


def test_each_of_ones_own_answers_has_its_change_beside_it(widget: Widget, fake: FakeServer):
    widget.to_date()

    widget.own("Me").get_by_role("button", name="Change “Me”").click()
    widget.expect_said("Change: Me")
    widget.choose("Someone who agrees")

    widget.expect_said("When did it happen?")
    assert fake.answers["acting_for"] == "Someone who agrees"
    expect(widget.own("Change: Me").get_by_role("button")).to_have_count(0)
    expect(widget.own("Someone who agrees").get_by_role("button")).to_have_count(1)
    expect(widget.log.get_by_role("button", name="Change “Me”")).to_have_count(0)


def test_a_message_that_holds_several_answers_shows_them_all_to_change(
    widget: Widget, fake: FakeServer
):
    widget.to_checkboxes()
    fake.told["acting_for"] = fake.told["matter"]
    widget.answers.get_by_label("I lost money").check()
    widget.press("Continue")
    widget.expect_said("When did it happen?")

    widget.own("They lost my letter.").get_by_role("button", name="Change").click()

    panel = widget.dialog.get_by_role("region", name="Your answers")
    expect(panel.get_by_role("button", name=re.compile("^Change "))).to_have_count(3)


def test_the_answers_so_far_are_shown_at_any_time_each_with_its_change(
    widget: Widget, fake: FakeServer
):
    widget.press("Your answers")
    expect(widget.dialog).to_contain_text("There are no answers yet.")
    widget.press("Your answers")
    widget.to_date()

    widget.press("Your answers")

    panel = widget.dialog.get_by_role("region", name="Your answers")
    expect(panel.get_by_role("term")).to_have_text(
        ["What happened", "Who it is about", "How it affected you"]
    )
    expect(panel).to_contain_text("They lost my letter.")
    panel.get_by_role("button", name="Change What happened").click()
    expect(panel).to_be_hidden()
    widget.write("They lost two letters.")
    expect(widget.own("They lost two letters.").get_by_role("button")).to_have_count(1)
    assert fake.answers["matter"] == "They lost two letters."


def test_the_answers_can_be_seen_but_not_changed_once_they_are_sent(widget: Widget):
    widget.to_reference()

    widget.press("Your answers")

    panel = widget.dialog.get_by_role("region", name="Your answers")
    expect(panel).to_contain_text("March 2026")
    expect(panel).to_contain_text("We can look at complaints about the NHS.")
    expect(panel.get_by_role("button", name=re.compile("^Change"))).to_have_count(0)


def test_answers_that_cannot_be_fetched_say_so_in_the_panel(widget: Widget):
    widget.to_choices()
    widget.page.route("**/api/chat/draft", lambda route: route.abort())

    widget.press("Your answers")

    panel = widget.dialog.get_by_role("region", name="Your answers")
    expect(panel).to_contain_text("We can’t reach the service just now.")


def test_the_chat_and_the_answers_can_be_copied_as_plain_text(widget: Widget):
    widget.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    widget.to_choices()
    read = "navigator.clipboard.readText()"

    widget.press("Options")
    widget.press("Copy this chat")
    expect(widget.dialog).to_contain_text("Copied.")
    chat = widget.page.evaluate(read)
    widget.press("Your answers")
    widget.press("Copy these answers")
    expect(widget.dialog).to_contain_text("Copied.")

    assert "You\nThey lost my letter.\n\nAssistant\nWho is the complaint about?" in chat
    assert "Change" not in chat
    assert widget.page.evaluate(read) == "What happened: They lost my letter."


def test_what_cannot_be_copied_by_itself_is_told(widget: Widget):
    widget.to_choices()
    widget.page.evaluate("void (navigator.clipboard.writeText = () => Promise.reject())")

    widget.press("Options")
    widget.press("Copy this chat")

    expect(widget.dialog).to_contain_text("Select the text and copy it yourself.")


SHOWN_IN_PRINT = """() => {
  const inside = [...document.querySelector('ombudsman-chat').shadowRoot.querySelectorAll('*')];
  return [...document.body.querySelectorAll('*'), ...inside]
    .filter((node) => node.checkVisibility() && !node.children.length)
    .map((node) => node.textContent).join('|');
}"""


@pytest.mark.parametrize("width", [1280, 375])
def test_a_print_holds_the_chat_and_nothing_else(widget: Widget, width: int):
    widget.page.set_viewport_size({"width": width, "height": 700})
    widget.to_date()
    widget.page.emulate_media(media="print")

    shown = widget.page.evaluate(SHOWN_IN_PRINT)

    assert "They lost my letter." in shown and "When did it happen?" in shown
    for not_shown in ("Tell us what went wrong", "Help in a crisis", "Send", "Change"):
        assert not_shown not in shown
    assert widget.page.pdf(format="A4").count(b"/Type /Page\n") == 1


def test_a_print_of_the_answers_leaves_the_chat_out(widget: Widget):
    widget.to_date()
    widget.page.evaluate("void (window.print = () => { window.printed = true; })")
    widget.press("Your answers")

    widget.press("Print these answers")
    widget.page.emulate_media(media="print")

    assert widget.page.evaluate("window.printed")
    shown = widget.page.evaluate(SHOWN_IN_PRINT)
    assert "I lost money" in shown and "When did it happen?" not in shown


def test_the_page_prints_as_ever_once_the_chat_is_closed(widget: Widget):
    widget.press("Close chat")
    widget.page.emulate_media(media="print")

    expect(widget.page.get_by_role("heading", name="Tell us what went wrong")).to_be_visible()


def test_help_in_a_crisis_is_a_box_of_its_own_with_numbers_to_call(
    widget: Widget, fake: FakeServer
):
    widget.accept()
    fake.say_next(
        "risk", "I am sorry. Call 999, or Samaritans on 116 123.\nhttps://www.samaritans.org."
    )

    widget.write("I can't go on")

    box = widget.log.locator(".risk")
    expect(box.get_by_role("heading", name="Help and support")).to_be_visible()
    expect(box.get_by_role("link", name="116 123")).to_have_attribute("href", "tel:116123")
    expect(box.get_by_role("link", name="999")).to_have_attribute("href", "tel:999")
    expect(box.get_by_role("link", name="samaritans")).to_have_attribute(
        "href", "https://www.samaritans.org"
    )
    widget.expect_said("Who is the complaint about?")


def test_a_message_of_staff_arrives_by_itself_and_moves_no_focus(widget: Widget, fake: FakeServer):
    widget.accept()
    fake.owner = "staff"
    widget.page.clock.install()
    widget.write("Is anyone there?")
    expect(widget.dialog).to_contain_text("A member of staff is in this chat.")
    widget.box.focus()

    fake.say("info", "Hello, this is Sam.", author="staff")
    widget.page.clock.run_for(2_000)

    expect(widget.log.locator(".staff")).to_contain_text("Hello, this is Sam.")
    expect(widget.box).to_be_focused()


def test_a_member_of_staff_who_takes_over_unasked_is_heard(widget: Widget, fake: FakeServer):
    widget.page.clock.install()
    widget.accept()

    fake.owner = "staff"
    fake.say("info", "Hello, this is Sam.", author="staff")
    widget.page.clock.run_for(11_000)

    expect(widget.log.locator(".staff")).to_contain_text("Hello, this is Sam.")
    expect(widget.dialog).to_contain_text("A member of staff is in this chat.")
