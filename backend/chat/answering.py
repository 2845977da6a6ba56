"""What a person writes once staff asked for more: it goes to the case, and the person is told."""

from datetime import datetime

from sqlalchemy.orm import Session

from backend.chat import transcript
from backend.chat.incoming import Said
from backend.data.models import Conversation, Draft, Message
from backend.services import casework_answers
from intake import speaking
from intake.wording import text

BOT = "bot"


def added(
    session: Session, talk: Conversation, draft: Draft, said: Said, mine: int, now: datetime
) -> Message | None:
    """Add the message to the case where staff wait for it; the line that tells the person so.

    None where the bot answers as ever: a choice or a wish for another language is for the bot.
    Where staff have the chat they answer it themselves, so that nothing needs to be said.
    """
    if said.chosen or speaking.asked_for(said.text) or not casework_answers.expected(draft):
        return None
    casework_answers.take(session, talk.id, mine, now)
    if talk.owner != BOT:
        return None
    told = text("letters.added", talk.locale, reference=draft.reference)
    out = {"kind": "notice", "text": told}
    line = transcript.line(talk.id, out, at=now, reply_to=mine, run=mine, lang=talk.locale)
    session.add(line)
    return line
