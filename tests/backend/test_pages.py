"""The conversation as plain pages, read and filled in as a browser without script would."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from backend.data.models import Conversation, Message


class Form(HTMLParser):
    """The fields, labels and text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.hidden: dict[str, str] = {}
        self.options: dict[str, str] = {}
        self.kinds: set[str] = set()
        self.buttons: dict[str, str] = {}
        self._ids: dict[str, str] = {}
        self._in: tuple[str, str] | None = None
        self._first = True
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        given = dict(attrs)
        if tag == "input" and given.get("type") == "hidden":
            self.hidden.setdefault(given["name"], given["value"])
        elif tag == "input":
            self.kinds.add(given["type"])
            self._ids[given["id"]] = given["value"]
        elif tag == "label" and given.get("for") in self._ids:
            self._in = ("label", given["for"])
        elif tag == "button" and given.get("name") == "choice":
            self._in = ("button", given["value"])

    def handle_data(self, data: str) -> None:
        if self._in is None:
            return
        kind, name = self._in
        if kind == "label":
            self.options[data] = self._ids[name]
        else:
            self.buttons[data] = name

    def handle_endtag(self, tag: str) -> None:
        if tag in ("label", "button"):
            self._in = None


@dataclass
class Reader:
    """A browser without script: follows redirects and keeps cookies."""

    client: FlaskClient
    status: int = 0
    page: str = ""
    form: Form = field(default_factory=lambda: Form(""))

    def open(self, path: str = "/chat") -> "Reader":
        return self._keep(self.client.get(path, follow_redirects=True))

    def send(self, path: str = "/chat", **fields: Any) -> "Reader":
        given = {**self.form.hidden, **fields}
        return self._keep(self.client.post(path, data=given, follow_redirects=True))

    def start(self) -> "Reader":
        return self.open().send("/chat/start")

    def say(self, text: str) -> "Reader":
        return self.send(answer=text)

    def choose(self, *labels: str) -> "Reader":
        return self.send(choice=[self.form.options[label] for label in labels])

    @property
    def title(self) -> str:
        found = re.search(r"<title>(.*?)</title>", self.page)
        return found[1] if found else ""

    def _keep(self, response: Any) -> "Reader":
        self.status, self.page = response.status_code, response.text
        self.form = Form(self.page)
        return self


@pytest.fixture
def reader(client) -> Reader:
    return Reader(client)


def test_a_whole_conversation_ends_in_a_reference(reader):
    reader.start().choose("Yes").say("They lost my notes.").choose("Yes")
    reader.choose("It upset me", "It cost me money").say("Keep the notes.").choose("Yes, send it")

    assert re.search(r'class="reference">OMB-\w{4}-\w{4}<', reader.page)
    assert reader.form.options == {}


def test_opening_the_page_changes_nothing(reader, session):
    reader.open()

    assert reader.status == 200
    assert session.scalar(select(func.count()).select_from(Conversation)) == 0


def test_an_answer_leads_to_a_page_that_may_be_loaded_again(client, reader):
    reader.start()

    sent = client.post("/chat", data={**reader.form.hidden, "answer": "Hello"})

    assert (sent.status_code, sent.headers["Location"]) == (303, "/chat#new")


def test_the_same_form_sent_twice_counts_once(reader, bot):
    reader.start().choose("Yes")
    form = reader.form
    reader.say("They lost my notes.")
    reader.form = form
    turns = len(bot.turns)

    reader.say("They lost my notes.")

    assert len(bot.turns) == turns


def test_several_answers_are_offered_as_checkboxes_and_one_as_radio_buttons(reader):
    reader.start()
    assert reader.form.kinds == {"radio"}
    reader.choose("Yes").say("They lost my notes.").choose("Yes")
    assert reader.form.kinds == {"checkbox"}


def test_words_may_be_typed_where_answers_are_offered(reader, bot):
    reader.start().say("yes that is fine")

    assert bot.turns[-1]["message"] == "yes that is fine"


def test_an_empty_answer_shows_what_is_wrong_at_the_top_and_at_the_field(reader):
    reader.start().say("  ")

    assert reader.status == 422
    assert reader.title.startswith("Error: ")
    assert 'class="error-summary" role="alert"' in reader.page
    assert 'href="#answer"' in reader.page
    assert 'aria-invalid="true"' in reader.page


def test_words_that_are_too_long_are_still_there_to_be_cut(reader):
    long = "lost notes " * 500

    reader.start().say(long)

    assert reader.status == 422
    assert long.strip() in reader.page


def test_both_at_once_keep_what_was_typed_and_picked(reader):
    reader.start()
    token = reader.form.options["Yes"]

    reader.send(answer="Something", choice=token)

    assert reader.status == 422
    assert ">Something</textarea>" in reader.page
    assert f'value="{token}" checked' in reader.page


def test_html_that_was_typed_is_shown_and_never_run(reader):
    reader.start().choose("Yes").say("<script>alert(1)</script><img src=x onerror=alert(1)>")

    assert "<script>alert" not in reader.page
    assert "&lt;script&gt;alert(1)" in reader.page
    assert "<img" not in reader.page


def test_no_page_needs_script_or_style_inside_it(reader):
    for page in (reader.open().page, reader.start().page, reader.open("/chat/start-again").page):
        assert "<script" not in page
        assert "<style" not in page
        assert "style=" not in page


@pytest.mark.parametrize("path", ["/chat", "/chat/start-again", "/nothing"])
def test_phone_and_help_are_in_the_same_place_on_every_page(reader, path):
    page = reader.open(path).page

    aside = page[page.index("<aside") :]
    assert "0345" in aside
    assert "116 123" in aside
    assert "999" in aside


def test_the_question_is_the_legend_of_its_answers_and_is_not_said_twice(reader):
    reader.start()

    assert re.search(r"<legend>Is it OK to go on\?</legend>", reader.page)
    assert reader.page.count("Is it OK to go on?") == 1


def test_the_summary_offers_a_change_for_each_answer(reader):
    reader.start().choose("Yes").say("They lost my notes.").choose("Yes")
    reader.choose("It upset me").say("Keep the notes.")

    reader.send(choice=reader.form.buttons["Change matter"], many="")

    assert "What happened?" in reader.page


def test_when_rasa_is_down_the_page_says_so_and_offers_another_try(reader, bot):
    reader.start().choose("Yes")
    bot.down = "unreachable"
    reader.say("They lost my notes.")
    assert "What you said is kept" in reader.page
    bot.down = ""

    reader.choose("Try again")

    assert "Have you complained to them?" in reader.page


def test_starting_again_asks_first_then_deletes_everything(reader, session):
    reader.start().choose("Yes").open("/chat/start-again")
    assert "can&#39;t be undone" in reader.page or "can't be undone" in reader.page

    reader.send("/chat/start-again")

    assert "have been deleted" in reader.page
    assert session.scalar(select(func.count()).select_from(Message)) == 0
    assert 'action="/chat/start"' in reader.open().page


def test_a_form_without_its_token_is_refused(client, reader):
    reader.start()

    refused = client.post("/chat", data={"id": "1", "answer": "Hello"})

    assert refused.status_code == 400
    assert "Go back" in refused.text


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client, reader):
    reader.open()
    cookies = client.post("/chat/start", data=reader.form.hidden).headers.getlist("Set-Cookie")

    chat = next(cookie for cookie in cookies if cookie.startswith("chat="))
    assert "HttpOnly" in chat
    assert "SameSite=Lax" in chat
    assert "Path=/chat" in chat


def test_a_token_of_the_api_is_no_good_as_a_cookie(client, person, reader):
    client.set_cookie("chat", person.token, path="/chat")

    assert "Start" in reader.open().page
    assert "run out of time" in reader.page


def test_what_staff_wrote_is_shown_as_theirs(reader, session, clock):
    reader.start().choose("Yes")
    conversation = session.scalar(select(Conversation.id))
    session.execute(update(Conversation).values(owner="staff"))
    session.add(
        Message(
            conversation_id=conversation,
            author="staff",
            kind="info",
            text="Hello, I am Sam.",
            choices=[],
            at=clock.now(),
            status="done",
        )
    )
    session.commit()

    reader.open()

    assert "Our team" in reader.page
    assert "Hello, I am Sam." in reader.page


def test_no_page_of_the_chat_is_kept_by_browsers(client):
    assert client.get("/chat").headers["Cache-Control"] == "no-store"


def test_after_sending_the_chat_can_be_left_and_the_complaint_stays(reader, session):
    reader.start().choose("Yes").say("They lost my notes.").choose("Yes").choose("It upset me")
    reader.say("Keep the notes.").choose("Yes, send it").open("/chat/start-again")
    assert "stays with us" in reader.page

    reader.send("/chat/start-again")

    assert "You have left the chat" in reader.page
    assert session.scalar(select(func.count()).select_from(Conversation)) == 1


def test_phone_numbers_can_be_rung_at_a_touch(reader):
    page = reader.open().page

    for number in ("03450154033", "999", "111", "116123"):
        assert f'href="tel:{number}"' in page
