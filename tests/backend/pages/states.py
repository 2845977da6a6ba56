"""Every page and state that the public can meet without script, each made anew from nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from backend.data.models import Conversation, Draft, Message
from backend.services.references import SAVED, new_reference
from tests.backend import papers
from tests.backend.fakes import FakeBot, SetClock
from tests.backend.pages.reader import Reader

LONG = "They lost my notes and nobody would say where. " * 100
MARKUP = "<script>alert(1)</script><img src=x onerror=alert(1)> javascript:alert(1)"


@dataclass
class World:
    """All that a state may need to come about."""

    app: Flask
    client: FlaskClient
    bot: FakeBot
    clock: SetClock
    session: Session
    monkeypatch: Any

    @property
    def reader(self) -> Reader:
        return Reader(self.client)

    @property
    def talk(self) -> str:
        return str(self.session.scalar(select(Conversation.id)))

    def line(self, kind: str, text: str, author: str = "bot", **more: Any) -> None:
        """One more line, as if somebody had said it."""
        row = {"conversation_id": self.talk, "author": author, "kind": kind, "text": text}
        given = {"choices": [], "at": self.clock.now(), "status": "done", **more}
        self.session.add(Message(**row, **given))
        self.session.commit()

    def asked(self, question: str, text: str, kind: str) -> None:
        """The question we are on, as the bot would have asked it."""
        self.session.execute(update(Draft).values(question=question))
        self.line("question", text, question=question, input=kind)

    def break_turns(self, error: Exception) -> None:
        """Have every turn end in an error that nobody foresaw."""

        def fail(*_: Any, **__: Any) -> None:
            raise error

        self.monkeypatch.setattr("backend.chat.gateway.take_turn", fail)


def told(world: World) -> Reader:
    return world.reader.start().say("They lost my notes.")


def to_summary(world: World) -> Reader:
    return told(world).choose("Yes").choose("It upset me", "It cost me money").say("Keep them.")


def sent(world: World) -> Reader:
    return to_summary(world).choose("Yes, send it")


def first(world: World) -> Reader:
    return world.reader.open()


def cookies_off(world: World) -> Reader:
    return world.reader.open("/chat/begun")


def expired(world: World) -> Reader:
    world.client.set_cookie("chat", "not-a-token", path="/chat")
    return world.reader.open()


def expired_with_words(world: World) -> Reader:
    reader = world.reader.start()
    world.client.delete_cookie("chat", path="/chat")
    return reader.say("I can't go on. I want to kill myself.")


def started_again_with_words(world: World) -> Reader:
    return expired_with_words(world).send("/chat/start", answer="They lost my notes.")


def open_question(world: World) -> Reader:
    return world.reader.start()


def one_of_several(world: World) -> Reader:
    return told(world)


def several(world: World) -> Reader:
    return told(world).choose("Yes")


def a_date(world: World) -> Reader:
    reader = told(world)
    world.asked("happened_on", "When did it happen?", "date")
    return reader.open()


def a_name(world: World) -> Reader:
    reader = told(world)
    world.asked("name", "What is your name?", "text")
    return reader.open()


def an_address(world: World) -> Reader:
    reader = told(world)
    world.asked("postal_address", "What is your address?", "text")
    return reader.open()


def nothing_said(world: World) -> Reader:
    return world.reader.start().say(" ")


def nothing_chosen(world: World) -> Reader:
    return told(world).say("")


def too_long(world: World) -> Reader:
    return world.reader.start().say(LONG)


def words_and_choice(world: World) -> Reader:
    reader = told(world)
    return reader.send(answer="Something", choice=reader.form.options["Yes"])


def answered_in_another_tab(world: World) -> Reader:
    reader = world.reader.start()
    old = reader.form
    reader.say("They lost my notes.")
    reader.form = old
    return reader.say("They also lost my scans.")


def of_another_chat(world: World) -> Reader:
    reader = world.reader.start()
    return reader.send(answer="They lost my notes.", talk="another")


def changing(world: World) -> Reader:
    return to_summary(world).change("matter")


def rasa_down(world: World) -> Reader:
    reader = world.reader.start()
    world.bot.down = "unreachable"
    return reader.say("They lost my notes.")


def in_danger(world: World) -> Reader:
    return world.reader.start().say("I want to kill myself tonight.")


def with_staff(world: World) -> Reader:
    reader = told(world)
    world.session.execute(update(Conversation).values(owner="staff"))
    world.line("info", "Hello, I am Sam. Was it in May?", author="staff")
    return reader.open()


def fifty_lines(world: World) -> Reader:
    reader = told(world)
    for number in range(50):
        world.line("info", f"This is line {number}.")
    return reader.open()


def markup(world: World) -> Reader:
    reader = world.reader.start().say(MARKUP)
    world.line("info", MARKUP, author="staff")
    return reader.open()


def summary(world: World) -> Reader:
    return to_summary(world)


def reference(world: World) -> Reader:
    return sent(world)


def draft(world: World) -> Reader:
    return to_summary(world).open("/chat/draft")


def draft_with_nothing(world: World) -> Reader:
    return world.reader.start().open("/chat/draft")


def draft_sent(world: World) -> Reader:
    return sent(world).open("/chat/draft")


def copy(world: World) -> Reader:
    return to_summary(world).open("/chat/copy")


def copy_sent(world: World) -> Reader:
    return sent(world).open("/chat/copy")


def keeping(world: World) -> Reader:
    return told(world).open("/chat/keep")


def keeping_nowhere(world: World) -> Reader:
    return keeping(world).send("/chat/keep", address="jo")


def kept(world: World) -> Reader:
    return keeping(world).send("/chat/keep", address="jo@example.org")


def coming_back(world: World) -> Reader:
    return world.reader.open("/chat/return")


def coming_back_without_reference(world: World) -> Reader:
    return coming_back(world).send("/chat/return", reference="")


def entering_code(world: World) -> Reader:
    return coming_back(world).send("/chat/return", reference=new_reference(SAVED))


def wrong_code(world: World) -> Reader:
    return entering_code(world).send("/chat/return/code", code="123456")


def files(world: World) -> Reader:
    return told(world).open("/chat/files")


def file_attached(world: World) -> Reader:
    letter = (BytesIO(papers.pdf()), "final-response.pdf")
    return files(world).send("/chat/files", file=letter)


def file_refused(world: World) -> Reader:
    return files(world).send("/chat/files", file=(BytesIO(b"hello"), "letter.pdf"))


def asking_to_start_again(world: World) -> Reader:
    return told(world).open("/chat/start-again")


def erased(world: World) -> Reader:
    return asking_to_start_again(world).send("/chat/start-again")


def asking_to_leave(world: World) -> Reader:
    return sent(world).open("/chat/start-again")


def left(world: World) -> Reader:
    return asking_to_leave(world).send("/chat/start-again")


def no_such_page(world: World) -> Reader:
    return world.reader.open("/nothing")


def token_missing(world: World) -> Reader:
    reader = told(world)
    world.client.delete_cookie("session")
    return reader.say("Yes, in May. Nobody answered.")


def broken(world: World) -> Reader:
    reader = told(world)
    world.break_turns(RuntimeError("a fault"))
    return reader.say("Yes, in May. Nobody answered.")


def database_away(world: World) -> Reader:
    from sqlalchemy.exc import OperationalError

    reader = told(world)
    world.break_turns(OperationalError("select", {}, Exception("gone")))
    return reader.say("I can't go on. I want to kill myself.")


def too_often(world: World) -> Reader:
    from werkzeug.exceptions import TooManyRequests

    reader = told(world)
    world.break_turns(TooManyRequests())
    return reader.say("Yes, in May. Nobody answered.")


def far_too_big(world: World) -> Reader:
    return world.reader.start().say("notes " * 100_000)


STATES: list[Callable[[World], Reader]] = [
    first, cookies_off, expired, expired_with_words, started_again_with_words, open_question,
    one_of_several, several, a_date, a_name, an_address, nothing_said, nothing_chosen, too_long,
    words_and_choice, answered_in_another_tab, of_another_chat, changing, rasa_down, in_danger,
    with_staff, fifty_lines, markup, summary, reference, draft, draft_with_nothing, draft_sent,
    copy, copy_sent, keeping, keeping_nowhere, kept, coming_back, coming_back_without_reference,
    entering_code, wrong_code, files, file_attached, file_refused, asking_to_start_again, erased,
    asking_to_leave, left, no_such_page, token_missing, broken, database_away, too_often,
    far_too_big,
]  # fmt: skip


def conversations(session: Session) -> int:
    """How many conversations there are."""
    return session.scalar(select(func.count()).select_from(Conversation)) or 0
