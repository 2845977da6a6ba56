"""Letters and messages from staff to the person; each belongs to a case and goes with it."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.data.models import CODE, ID, Base
from backend.data.types import Moment

DRAFT, QUEUED, SENDING, SENT, FAILED = STATES = ("draft", "queued", "sending", "sent", "failed")
EMAIL, TEXT, POST, CHAT = WAYS = ("email", "text", "post", "chat")


class CaseLetter(Base):
    """One letter: written, queued, then sent once or failed for a reason."""

    __tablename__ = "case_letter"
    __table_args__ = (
        UniqueConstraint("conversation_id", "token"),  # one form makes one letter
        Index("ix_case_letter_conversation_id_created_at", "conversation_id", "created_at"),
        Index("ix_case_letter_state_next_try_at", "state", "next_try_at"),
    )

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("draft.conversation_id", ondelete="CASCADE")
    )
    kind: Mapped[str] = mapped_column(CODE)
    # en, cy or easy_read: which template it was made from.
    variant: Mapped[str] = mapped_column(String(12))
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    # What the person is asked for: question ids, of which the case page tells what came.
    missing: Mapped[list[Any]] = mapped_column(default=list)
    state: Mapped[str] = mapped_column(String(8), default=DRAFT)
    # Counts up with each save; a save that names an older one is refused.
    version: Mapped[int] = mapped_column(default=0)
    way: Mapped[str | None] = mapped_column(String(8))
    # Where it goes, as it was when it was queued.
    address: Mapped[str] = mapped_column(Text, default="")
    # Why it was not sent, as a code; what passes is tried again by itself.
    why: Mapped[str | None] = mapped_column(String(60))
    tries: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime | None] = mapped_column(Moment)
    token: Mapped[str | None] = mapped_column(String(64))
    created_by: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    created_at: Mapped[datetime] = mapped_column(Moment)
    updated_at: Mapped[datetime] = mapped_column(Moment)
    sent_by: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
