"""Live chats: staff see who waits, take a chat, write, give it back, and ring."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from huey import MemoryHuey
from sqlalchemy import select

from backend.channels import jobs, waking
from backend.channels.base import Abilities
from backend.config import Live
from backend.data.models import Conversation
from backend.staff.access import RoleName
from tests.backend.channels.desk import Texter, use
from tests.backend.people import Person
from tests.backend.staff.working import send, words

OPEN = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
SHUT = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


@pytest.fixture
def settings(settings):
    return replace(settings, live=Live(on=True))


@pytest.fixture
def waiting(person: Person, clock) -> Person:
    """Somebody who asked for a person in opening hours."""
    clock.moment = OPEN
    return person.go_to("complained_locally").say("I want a person")


def press(browser, page, action, **fields):
    """Fill in a form of a page and send it."""
    return send(browser, action, browser.open(page).text, **fields)


def chat(person: Person) -> str:
    return f"/staff/live/{person.conversation}"


def test_who_asked_for_a_person_is_listed_with_why_and_how_long(waiting, casey, clock):
    clock.pass_time(minutes=3)
    page = words(casey.open("/staff/live").text)

    assert "Name not given yet" in page
    assert "They asked for a person 3 min" in page


def test_a_reply_takes_the_chat_and_reaches_the_person(waiting, casey):
    last = waiting.messages[-1]["id"]
    page = press(
        casey, chat(waiting), f"{chat(waiting)}/words", words="Hello, I am Sam.", token="1"
    )
    assert "You have this chat." in words(page.text)

    waiting.read(after=last)
    assert waiting.messages[-1]["text"] == "Hello, I am Sam."
    assert waiting.messages[-1]["from"] == "staff"


def test_what_the_person_writes_then_is_there_for_a_page_that_stays_open(waiting, casey):
    press(casey, chat(waiting), f"{chat(waiting)}/taking")
    last = casey.open(f"{chat(waiting)}/lines").get_json()["last"]
    waiting.say("My letter was lost.")

    told = casey.open(f"{chat(waiting)}/lines?after={last}").get_json()
    assert "My letter was lost." in told["html"]
    assert told["last"] > last


def test_markup_in_what_a_person_writes_stays_text(waiting, casey):
    waiting.say("<img src=x onerror=alert(1)>")
    told = casey.open(f"{chat(waiting)}/lines").get_json()
    assert "<img" not in told["html"]
    assert "&lt;img" in told["html"]


def test_a_chat_that_another_has_is_refused_and_the_words_stay(waiting, casey, clerk):
    other = clerk("other@example.org")
    page = chat(waiting)
    token = other.token(page)
    press(casey, page, f"{page}/taking")
    answer = other.client.post(
        f"{page}/words", data={"words": "Hello from me", "token": "2", "csrf_token": token}
    )

    assert answer.status_code == 409
    assert "Somebody else on the team has this chat now" in words(answer.text)
    waiting.read()
    assert "Hello from me" not in waiting.said


def test_an_empty_reply_is_asked_for(waiting, casey):
    page = press(casey, chat(waiting), f"{chat(waiting)}/words", words="  ", token="1")
    assert "Write what you want to say" in words(page.text)


def test_given_back_the_assistant_asks_its_question_again(waiting, casey):
    press(casey, chat(waiting), f"{chat(waiting)}/taking")
    press(casey, chat(waiting), f"{chat(waiting)}/back")

    waiting.read()
    assert waiting.messages[-1]["question"] == "complained_locally"
    assert waiting.state["owner"] == "bot"


def test_calls_to_make_show_the_number_and_are_noted(person, casey, clock):
    clock.moment = SHUT
    person.go_to("matter").say("I want a person")
    person.choose("23 November 2026, 9am to 11am").say("07700 900123")

    page = casey.open("/staff/live")
    assert "+447700900123" in words(page.text)
    done = press(casey, "/staff/live", "/staff/live/calls/1")
    assert "Noted: the call was made." in words(done.text)
    assert "No call is planned." in words(done.text)


def test_who_only_reads_cannot_write_with_people(waiting, clerk):
    auditor = clerk("auditor@example.org", RoleName.AUDITOR)
    assert auditor.open("/staff/live").status_code == 403
    assert auditor.open(chat(waiting)).status_code == 403


def test_an_unknown_chat_is_not_found(casey):
    assert casey.open("/staff/live/nobody").status_code == 404
    assert casey.open("/staff/live/nobody/lines").status_code == 404


@pytest.fixture
def queue(app) -> MemoryHuey:
    """Jobs that wait until they are run."""
    queue = MemoryHuey()
    made = jobs.tasks(app, queue)
    app.extensions[waking.TASKS] = lambda: made
    return queue


@pytest.fixture
def texter(app, clock, queue) -> Texter:
    """Somebody in a chat on a channel that shows typing and reading."""
    clock.moment = OPEN
    texter = Texter(app, use(app, abilities=Abilities(typing=True, read_marks=True)))
    texter.say("hello")
    return texter


@pytest.fixture
def marks(texter, queue):
    """What a person was shown since it was last looked at."""

    def look() -> list[str]:
        while task := queue.dequeue():
            queue.execute(task)
        found = [mark for _to, mark in texter.desk.shown]
        texter.desk.shown.clear()
        return found

    return look


@pytest.fixture
def page(session, texter) -> str:
    mine = select(Conversation.id).where(Conversation.channel == texter.desk.name)
    return f"/staff/live/{session.scalars(mine).one()}"


def test_what_is_written_to_the_assistant_is_read_at_once(texter, marks):
    assert marks() == ["read", "typing"]


def test_what_is_written_to_staff_is_read_when_staff_read_it(texter, casey, page, marks):
    press(casey, page, f"{page}/taking")
    last = casey.open(f"{page}/lines").get_json()["last"]
    marks()

    texter.say("Are you there?")
    assert marks() == []
    casey.open(f"{page}/lines?after={last}")
    assert marks() == ["read"]


def test_who_only_looks_on_shows_nothing_to_the_person(texter, casey, clerk, page, marks):
    press(casey, page, f"{page}/taking")
    texter.say("Are you there?")
    marks()
    other = clerk("other@example.org")
    other.open(page)
    other.client.post(f"{page}/typing", data={"csrf_token": other.token("/staff/")})

    assert marks() == []


def test_the_person_sees_that_staff_write(texter, casey, page, marks):
    press(casey, page, f"{page}/taking")
    marks()
    told = casey.client.post(f"{page}/typing", data={"csrf_token": casey.token("/staff/")})

    assert told.status_code == 204
    assert marks() == ["typing"]


def test_staff_see_what_became_of_what_they_said(texter, casey, page, marks):
    press(casey, page, f"{page}/words", words="Hello, I am Sam.", token="1")
    assert "Not sent yet" in words(casey.open(page).text)

    texter.back()
    assert "Sent" in casey.open(f"{page}/lines").get_json()["became"].values()
    texter.post(receipts=[{"provider_id": f"out-{len(texter.desk.sent)}", "state": "read"}])
    told = casey.open(f"{page}/lines").get_json()
    assert told["became"][str(told["last"])] == "Read"
    assert "Read" in words(told["html"])
