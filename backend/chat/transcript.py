"""Reading and writing the lines of a conversation."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Insert, Table, bindparam, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from backend.chat.incoming import RETRY, Said
from backend.chat.rasa import Out
from backend.data.models import Conversation, Draft, Message
from backend.problems import Problem, sentence

ASKING = ("question", "summary")  # the kinds of line that ask
START = "start"  # the kind of the unseen line that opens a conversation
PENDING = "pending"  # said, kept, and not yet answered by the bot
PUSH = "push"  # asks to deal with what is pending, and is nothing more itself
DONE = "done"
MOST = 500
Offers = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Owed:
    """What the person said that the bot must still answer."""

    id: int
    kind: str
    text: str
    chosen: dict[str, Any] | None = None
    change: str | None = None
    risk: dict[str, Any] | None = None
    tries: int = 0


_of_talk = Message.conversation_id == bindparam("talk")
_load = (
    select(Conversation, Draft)
    .join(Draft, Draft.conversation_id == Conversation.id)
    .where(Conversation.id == bindparam("talk"))
    .execution_options(populate_existing=True)
)
_lines: Table = Message.__table__  # type: ignore[assignment]
_owed_columns = (
    Message.id,
    Message.kind,
    Message.text,
    Message.chosen,
    Message.change,
    Message.risk,
    Message.tries,
)
_owed = select(*_owed_columns).where(_of_talk, Message.status == PENDING)
_last_owed = _owed.order_by(Message.id.desc()).limit(1)
_all_owed = _owed.where(Message.id <= bindparam("up_to")).order_by(Message.id)
_finish = (
    update(_lines)
    .where(_lines.c.id == bindparam("message"))
    .values(status=DONE, state=bindparam("shown"))
)


def _insert(dialect: Any) -> Insert:
    """A line of the person's, unless one with its id is there."""
    statement: Insert = (
        dialect.insert(_lines)
        .on_conflict_do_nothing(index_elements=["conversation_id", "client_id"])
        .returning(_lines.c.id)
    )
    return statement


_inserts = {"sqlite": _insert(sqlite), "postgresql": _insert(postgresql)}


def load(session: Session, conversation: str) -> tuple[Conversation, Draft]:
    """A conversation and its draft as they are now. Raises Problem 410 where they are erased."""
    found = session.execute(_load, {"talk": conversation}).one_or_none()
    if found is None:
        raise Problem(410, "gone")
    return found[0], found[1]


def store(
    session: Session,
    conversation: str,
    client_id: str,
    said: Said,
    status: str,
    at: datetime,
    lang: str | None = None,
) -> int | None:
    """Keep what the person said; None where a message with this id is kept already."""
    row: dict[str, Any] = {
        "conversation_id": conversation,
        "author": "person",
        "kind": "info",
        "text": said.text,
        "choices": [],
        "lang": lang,
        "at": at,
        "client_id": client_id,
        "status": status,
        "tries": 0,
        "chosen": said.chosen,
        "change": said.change,
    }
    kept: int | None = session.scalar(_inserts[session.get_bind().dialect.name], row)
    return kept


def by_client_id(session: Session, conversation: str, client_id: str) -> Message | None:
    """The message that came in with this id."""
    return session.scalars(
        select(Message)
        .where(Message.conversation_id == conversation, Message.client_id == client_id)
        .execution_options(populate_existing=True)
    ).one_or_none()


def owed(session: Session, conversation: str, up_to: int) -> list[Owed]:
    """What the person said that the bot has not answered, in order."""
    rows = session.execute(_all_owed, {"talk": conversation, "up_to": up_to})
    return [Owed(*row) for row in rows]


def last_owed(session: Session, conversation: str) -> Owed | None:
    """The newest message that the bot still owes an answer."""
    row = session.execute(_last_owed, {"talk": conversation}).one_or_none()
    return Owed(*row) if row else None


def since(session: Session, conversation: str, after: int) -> Sequence[Message]:
    """The lines that came after an id, without the unseen opening one."""
    return session.scalars(
        select(Message)
        .where(Message.conversation_id == conversation, Message.id > after, Message.kind != START)
        .order_by(Message.id)
        .limit(MOST)
    ).all()


def newest(session: Session, conversation: str) -> Sequence[Message]:
    """The last lines of a conversation, in order, without the unseen opening one."""
    rows = session.scalars(
        select(Message)
        .where(Message.conversation_id == conversation, Message.kind != START)
        .order_by(Message.id.desc())
        .limit(MOST)
    ).all()
    return rows[::-1]


def finished(session: Session, message: int) -> Message | None:
    """The message, if it has had its answer."""
    mine = session.get(Message, message, populate_existing=True)
    return mine if mine is not None and mine.status == DONE else None


def answer_to(session: Session, mine: Message) -> list[Message]:
    """The lines that answered a message, in order; passing errors only while it is unanswered."""
    rows = session.scalars(
        select(Message)
        .where(
            Message.conversation_id == mine.conversation_id,
            Message.id > mine.id,
            or_(Message.reply_to == mine.id, Message.run == mine.id),
        )
        .order_by(Message.id)
    ).all()
    lasting = [row for row in rows if row.kind != "error"]
    return lasting if mine.status == DONE else list(rows)


def line(
    conversation: str, out: Out, *, at: datetime, reply_to: int | None, run: int | None, lang: str
) -> Message:
    """A line of the bot; each choice gets a token of its own in place of its value."""
    choices = [
        {"label": c["label"], "value": _token(c["value"]), "hint": c.get("hint")}
        for c in out.get("choices") or []
    ]
    return Message(
        conversation_id=conversation,
        author="bot",
        kind=out["kind"],
        text=out["text"],
        question=out.get("question"),
        input=out.get("input"),
        choices=choices,
        lang=lang,
        at=at,
        status=DONE,
        reply_to=reply_to,
        run=run,
    )


def _token(value: str) -> str:
    """A token that tells nothing but whether its choice steers ("do.") or is an answer."""
    return ("do." if value.startswith("cmd:") else "") + secrets.token_urlsafe(9)


def offers(outs: Sequence[Out], rows: Sequence[Message]) -> Offers:
    """What each token of these lines stands for."""
    return {
        shown["value"]: {"value": real["value"], "label": real["label"], "question": row.question}
        for out, row in zip(outs, rows, strict=True)
        for real, shown in zip(out.get("choices") or [], row.choices, strict=True)
    }


def failure_out(why: str, locale: str) -> Out:
    """The line for a turn that the bot did not answer."""
    again = {"label": sentence("try_again", locale=locale), "value": RETRY, "hint": None}
    return {"kind": "error", "text": sentence(why, locale=locale), "choices": [again]}


def copy(row: Message, *, at: datetime, reply_to: int | None, run: int | None) -> Message:
    """The same line once more, with the same choices."""
    return Message(
        conversation_id=row.conversation_id,
        author=row.author,
        kind=row.kind,
        text=row.text,
        question=row.question,
        input=row.input,
        choices=row.choices,
        lang=row.lang,
        at=at,
        status=DONE,
        reply_to=reply_to,
        run=run,
    )


def question_now(session: Session, draft: Draft) -> Message | None:
    """The line that asked the question we are on."""
    query = (
        select(Message)
        .where(Message.conversation_id == draft.conversation_id, Message.author == "bot")
        .where(Message.kind.in_(ASKING), Message.question == draft.question)
        .order_by(Message.id.desc())
        .limit(1)
    )
    return session.scalars(query).one_or_none()


def last_before(session: Session, conversation: str, message: int) -> Message | None:
    """The line before a message."""
    return session.scalars(
        select(Message)
        .where(Message.conversation_id == conversation, Message.id < message)
        .order_by(Message.id.desc())
        .limit(1)
    ).one_or_none()


def note_risk(session: Session, message: int, found: dict[str, Any]) -> None:
    """Keep what the screen found with the message."""
    session.execute(update(_lines).where(_lines.c.id == message).values(risk=found))


def note_try(session: Session, message: int) -> None:
    """Count that the bot could not answer a message."""
    more = _lines.c.tries + 1
    session.execute(update(_lines).where(_lines.c.id == message).values(tries=more))


def finish(session: Session, message: int, state: dict[str, Any]) -> None:
    """Mark a message as dealt with, with the state that its answer showed."""
    session.execute(_finish, {"message": message, "shown": state})
