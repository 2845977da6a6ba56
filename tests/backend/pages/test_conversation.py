"""The conversation as plain pages, read and filled in as a browser without script would."""

import re

import pytest
from sqlalchemy import func, select, update

from backend.data.models import Conversation, Message


def test_a_whole_conversation_ends_in_a_reference(reader):
    reader.start().say("They lost my notes.").choose("Yes")
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
    reader.start()
    form = reader.form
    reader.say("They lost my notes.")
    reader.form = form
    turns = len(bot.turns)

    reader.say("They lost my notes.")

    assert len(bot.turns) == turns


def test_several_answers_are_offered_as_checkboxes_and_one_as_radio_buttons(reader):
    reader.start().say("They lost my notes.")
    assert reader.form.kinds == {"radio"}
    reader.choose("Yes")
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
    reader.start().say("They lost my notes.")
    token = reader.form.options["Yes"]

    reader.send(answer="Something", choice=token)

    assert reader.status == 422
    assert ">\nSomething</textarea>" in reader.page
    assert f'value="{token}" checked' in reader.page


def test_html_that_was_typed_is_shown_and_never_run(reader):
    reader.start().say("<script>alert(1)</script><img src=x onerror=alert(1)>")

    assert "<script>alert" not in reader.page
    assert "&lt;script&gt;alert(1)" in reader.page
    assert "<img" not in reader.page


def test_no_page_needs_script_or_style_inside_it(reader):
    for page in (reader.open().page, reader.start().page, reader.open("/chat/start-again").page):
        assert re.findall(r"<script[^>]*>", page) == ['<script src="/static/chat.js" defer>']
        assert "<style" not in page
        assert not re.search(r"\son[a-z]+=", page)
        assert "style=" not in page


@pytest.mark.parametrize("path", ["/chat", "/chat/start-again", "/nothing"])
def test_phone_and_help_are_in_the_same_place_on_every_page(reader, path):
    page = reader.open(path).page

    aside = page[page.index("<aside") :]
    assert "0345" in aside
    assert "116 123" in aside
    assert "999" in aside


def test_the_question_is_the_legend_of_its_answers_and_is_not_said_twice(reader):
    reader.start().say("They lost my notes.")

    body = reader.page[reader.page.index("<body") :]
    assert "<legend>Have you complained to them?</legend>" in body
    assert body.count("Have you complained to them?") == 1


def test_the_summary_offers_a_change_for_each_answer(reader):
    reader.start().say("They lost my notes.").choose("Yes")
    reader.choose("It upset me").say("Keep the notes.")

    assert {"matter", "complained_locally", "impact"} <= reader.form.changes.keys()
    reader.change("matter")

    assert "What happened?" in reader.page


def test_when_rasa_is_down_the_page_says_so_and_offers_another_try(reader, bot):
    reader.start()
    bot.down = "unreachable"
    reader.say("They lost my notes.")
    assert "What you said is kept" in reader.page
    bot.down = ""

    reader.choose("Try again")

    assert "Have you complained to them?" in reader.page


def test_starting_again_asks_first_then_deletes_everything(reader, session):
    reader.start().open("/chat/start-again")
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
    reader.start()
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
    reader.start().say("They lost my notes.").choose("Yes").choose("It upset me")
    reader.say("Keep the notes.").choose("Yes, send it").open("/chat/start-again")
    assert "stays with us" in reader.page

    reader.send("/chat/start-again")

    assert "You have left the chat" in reader.page
    assert session.scalar(select(func.count()).select_from(Conversation)) == 1


def test_phone_numbers_can_be_rung_at_a_touch(reader):
    page = reader.open().page

    for number in ("03450154033", "999", "111", "116123"):
        assert f'href="tel:{number}"' in page


def test_ways_to_get_help_are_a_list_with_numbers_to_ring(reader):
    reader.start().say("I want to kill myself tonight.")

    listed = re.search(r'<ul class="words">.*?</ul>', reader.page, re.DOTALL)[0]
    assert listed.count("<li>") > 1
    assert "- " not in listed
    assert 'href="tel:116123"' in listed
