"""What staff or the service say to a person outside a turn of the bot, on the person's channel."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from backend.chat import transcript
from backend.chat.rasa import Out
from backend.data.models import Conversation, Message


def tell(
    session: Session,
    talk: Conversation,
    text: str,
    *,
    now: datetime,
    kind: str = "notice",
    author: str = "staff",
    choices: Sequence[Out] = (),
    client_id: str | None = None,
) -> Message:
    """Put a message into the conversation, in the transaction of what it tells about.

    The widget and the pages fetch it; a channel has it put in its outbox by the same transaction.
    Choices are offered beside those that stand. Raises IntegrityError where a message with this
    `client_id` is there.
    """
    out: Out = {"kind": kind, "text": text, "choices": list(choices)}
    row = transcript.line(talk.id, out, at=now, reply_to=None, run=None, lang=talk.locale)
    row.author, row.client_id = author, client_id
    if choices:
        talk.offered = {**talk.offered, **transcript.offers([out], [row])}
    return put(session, row)


def again(session: Session, question: Message, *, now: datetime) -> Message:
    """Ask a question once more, with the choices that it offered."""
    return put(session, transcript.copy(question, at=now, reply_to=None, run=None))


def put(session: Session, row: Message) -> Message:
    """Put a finished line into its conversation."""
    session.add(row)
    session.flush()
    return row
