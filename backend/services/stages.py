"""Where a complaint stands, in plain words, told where the person writes to us."""

from datetime import datetime

from sqlalchemy.orm import Session

from backend.data.models import Conversation, Draft
from backend.services import telling
from intake.wording import text

# Complaints that staff took down: nobody reads what is said in them.
TAKEN_DOWN = ("phone", "post")


def tell(session: Session, draft: Draft, now: datetime) -> None:
    """Tell the person that their complaint was moved on, in the transaction that moves it."""
    talk = session.get_one(Conversation, draft.conversation_id)
    if talk.channel in TAKEN_DOWN:
        return
    news = text("chat.stage.moved", talk.locale, reference=draft.reference)
    stage = text(f"chat.stage.{draft.case_status}", talk.locale)
    telling.tell(session, talk, f"{news} {stage}", now=now, author="bot")
