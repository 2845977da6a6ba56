"""What staff or the service say to a person outside a turn of the bot, on the person's channel."""

from datetime import datetime

from sqlalchemy.orm import Session

from backend.data.models import Conversation, Message


def tell(
    session: Session,
    talk: Conversation,
    text: str,
    *,
    now: datetime,
    kind: str = "notice",
    author: str = "staff",
) -> Message:
    """Put a message into the conversation, in the transaction of what it tells about.

    The widget and the pages fetch it; a channel has it put in its outbox by the same transaction.
    """
    row = Message(
        conversation_id=talk.id, author=author, kind=kind, text=text,
        choices=[], lang=talk.locale, at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row
