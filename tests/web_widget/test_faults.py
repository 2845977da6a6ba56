"""When something fails the words stay, and nothing counts twice."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.web_widget.fake_server import FakeServer
from tests.web_widget.widget import Widget


def test_a_message_lost_on_the_way_is_sent_again_with_the_same_id(
    widget: Widget, context: BrowserContext, fake: FakeServer
):
    widget.accept()
    context.set_offline(True)
    widget.write("They lost my letter.")
    expect(widget.own("They lost my letter.")).to_contain_text("Not sent yet.")

    context.set_offline(False)

    widget.expect_said("Who is the complaint about?")
    expect(widget.own("They lost my letter.")).to_have_count(1)
    expect(widget.own("They lost my letter.")).not_to_contain_text("Not sent")
    assert fake.answers == {"privacy_ack": "Yes", "matter": "They lost my letter."}


def test_an_answer_lost_on_the_way_back_is_fetched_with_the_same_id(
    widget: Widget, fake: FakeServer
):
    widget.accept()

    def drop_the_answer(route, request):
        route.fetch()
        route.abort()

    widget.page.route("**/api/chat/messages", drop_the_answer, times=1)
    widget.write("They lost my letter.")
    widget.press("Try again")

    widget.expect_said("Who is the complaint about?")
    assert fake.ids[-1] == fake.ids[-2]
    assert [m["text"] for m in fake.messages if m["from"] == "person"] == [
        "Yes",
        "They lost my letter.",
    ]


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_failing_server_is_told_plainly_and_can_be_tried_again(
    widget: Widget, fake: FakeServer, status: int
):
    widget.accept()
    fake.fail(status, "We can’t save your answer just now.")

    widget.write("They lost my letter.")
    expect(widget.own("They lost my letter.")).to_contain_text(
        "We can’t save your answer just now."
    )
    widget.press("Try again")

    widget.expect_said("Who is the complaint about?")
    assert fake.ids[-1] == fake.ids[-2]


def test_too_many_messages_says_how_long_to_wait(widget: Widget, fake: FakeServer):
    widget.accept()
    fake.fail(429, "Too many requests", Retry_After="30")

    widget.write("They lost my letter.")

    expect(widget.own("They lost my letter.")).to_contain_text(
        "Please wait 30 seconds, then try again."
    )


def test_what_is_written_after_a_failure_waits_behind_it(widget: Widget, fake: FakeServer):
    widget.accept()
    fake.fail(503)
    widget.write("They lost my letter.")
    expect(widget.own("They lost my letter.")).to_contain_text("Not sent yet.")

    widget.write("It is about me")

    widget.expect_said("How did it affect you?")
    assert fake.answers["matter"] == "They lost my letter."
    assert fake.answers["acting_for"] == "It is about me"


def test_a_refused_message_goes_back_to_the_box_with_the_reason(widget: Widget, fake: FakeServer):
    widget.accept()
    fake.fail(422, "That is too long to send at once.")

    widget.write("They lost my letter.")

    expect(widget.error).to_have_text("That is too long to send at once.")
    expect(widget.box).to_have_value("They lost my letter.")
    expect(widget.box).to_have_attribute("aria-invalid", "true")
    expect(widget.own("They lost my letter.")).to_have_count(0)


def test_a_refused_choice_can_be_chosen_again(widget: Widget, fake: FakeServer):
    widget.to_choices()
    fake.fail(422, "That answer is no longer on offer.")

    widget.choose("Me")
    expect(widget.error).to_have_text("That answer is no longer on offer.")
    widget.choose("Me")

    widget.expect_said("How did it affect you?")


def test_an_expired_chat_says_so_keeps_the_words_and_starts_again(widget: Widget, fake: FakeServer):
    widget.accept()
    fake.alive = False

    widget.write("They lost my letter.")
    expect(widget.error).to_contain_text("This chat has ended")
    assert widget.stored() == {}
    widget.press("Start again")

    widget.expect_said("Is it all right to go on?")
    expect(widget.box).to_have_value("They lost my letter.")
    assert fake.started == 2


def test_a_chat_that_cannot_begin_can_be_tried_again(
    page: Page, fake: FakeServer, served: tuple[FakeServer, str]
):
    fake.fail(503)
    page.goto(f"{served[1]}/demo")
    page.get_by_role("button", name="Chat with us").click()
    widget = Widget(page)
    widget.expect_said("The chat can’t be reached just now.")

    widget.press("Try again")

    widget.expect_said("Is it all right to go on?")


def test_help_is_there_when_nothing_can_be_reached(widget: Widget, context: BrowserContext):
    context.set_offline(True)

    widget.press("Help in a crisis")
    expect(widget.dialog.get_by_role("link", name="116 123")).to_be_visible()
    widget.press("Speak to a person")
    expect(widget.dialog.get_by_role("link", name="0345 015 4033")).to_be_visible()


@pytest.mark.parametrize("missing", ["chat-*.js", "words.en-*.json"])
def test_a_chat_whose_files_do_not_load_names_the_other_ways(
    page: Page, fake: FakeServer, served: tuple[FakeServer, str], missing: str
):
    page.route(f"**/widget/{missing}", lambda route: route.fulfill(status=404, body="{}"))
    page.goto(f"{served[1]}/demo")

    page.get_by_role("button", name="Chat with us").click()

    expect(page.get_by_role("alert")).to_contain_text("call us on 0345 015 4033")
    expect(page.get_by_role("alert").get_by_role("link")).to_have_attribute(
        "href", f"{served[1]}/chat"
    )


def test_words_that_wait_are_sent_by_themselves_when_the_server_is_back(
    widget: Widget, fake: FakeServer
):
    widget.accept()
    widget.page.clock.install()
    for _ in range(2):
        fake.fail(503)
    widget.write("They lost my letter.")
    expect(widget.own("They lost my letter.")).to_contain_text("Not sent yet.")

    wait_for_ids(widget, fake, 3)
    expect(widget.own("They lost my letter.")).to_contain_text("Not sent yet.")
    wait_for_ids(widget, fake, 4)

    widget.expect_said("Who is the complaint about?")
    assert len(set(fake.ids)) == 2


def test_a_failure_that_goes_on_is_announced_once(widget: Widget, fake: FakeServer):
    widget.accept()
    expect(widget.spoken).to_contain_text("What happened?")
    widget.record_speech()
    widget.page.clock.install()
    for _ in range(3):
        fake.fail(503)
    widget.write("They lost my letter.")
    wait_for_ids(widget, fake, 5)

    widget.expect_said("Who is the complaint about?")
    assert len(fake.ids) == 5
    widget.page.clock.run_for(5_000)
    said = widget.page.evaluate("window.spoken")
    assert [line for line in said if "Not sent" in line] == said[:1]


def test_a_retry_by_itself_leaves_focus_where_it_is(widget: Widget, fake: FakeServer):
    widget.accept()
    widget.page.clock.install()
    for _ in range(2):
        fake.fail(503)
    widget.write("They lost my letter.")
    again = widget.dialog.get_by_role("button", name="Try again")
    again.focus()

    wait_for_ids(widget, fake, 3)

    expect(again).to_be_focused()


def wait_for_ids(widget: Widget, fake: FakeServer, number: int) -> None:
    """Let the browser's clock go on, second by second, until so many messages have come in."""
    # In steps: a step that came before the page had set its timer would be lost.
    for _ in range(60):
        if came(fake, number, seconds=0.2):
            return
        widget.page.clock.run_for(1_000)
    raise AssertionError(f"{len(fake.ids)} messages came, {number} were to come")


def came(fake: FakeServer, number: int, seconds: float) -> bool:
    """True where so many messages have come in, now or within these seconds."""
    with fake.came:
        return fake.came.wait_for(lambda: len(fake.ids) >= number, seconds)


def test_a_token_that_ran_out_overnight_is_told_on_coming_back_and_words_stay(
    widget: Widget, fake: FakeServer
):
    widget.to_choices()
    widget.box.fill("I was about to say this.")
    fake.alive = False

    widget.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    expect(widget.error).to_contain_text("This chat has ended")
    expect(widget.box).to_have_value("I was about to say this.")
    widget.press("Start again")
    widget.expect_said("Is it all right to go on?")
    expect(widget.box).to_have_value("I was about to say this.")


def test_all_that_waited_comes_back_to_the_box_when_the_token_has_run_out(
    widget: Widget, fake: FakeServer
):
    widget.accept()
    fake.fail(503)
    widget.write("First.")
    expect(widget.own("First.")).to_contain_text("Not sent yet.")
    fake.fail(503)
    widget.write("Second.")
    wait_for_ids(widget, fake, 3)
    widget.box.fill("Third.")
    fake.alive = False

    widget.dialog.get_by_role("button", name="Try again").first.click()

    expect(widget.error).to_contain_text("This chat has ended")
    expect(widget.box).to_have_value("First.\n\nSecond.\n\nThird.")


def test_leaving_with_unsent_words_is_asked_about_first(
    widget: Widget, context: BrowserContext, fake: FakeServer
):
    asked: list[str] = []
    widget.accept()
    widget.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    widget.page.reload()
    widget.expect_said("What happened?")
    assert asked == []

    widget.box.fill("They lost my letter.")
    widget.page.reload()

    assert asked == ["beforeunload"]


def test_help_is_there_when_the_chat_could_not_even_begin(
    page: Page, fake: FakeServer, served: tuple[FakeServer, str]
):
    page.route("**/api/chat/**", lambda route: route.abort())
    page.goto(f"{served[1]}/demo")
    page.get_by_role("button", name="Chat with us").click()
    widget = Widget(page)
    widget.expect_said("The chat can’t be reached just now.")

    widget.press("Help in a crisis")
    expect(widget.dialog.get_by_role("link", name="116 123")).to_be_visible()
    widget.press("Speak to a person")
    expect(widget.dialog.get_by_role("link", name="0345 015 4033")).to_be_visible()
