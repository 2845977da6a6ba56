"""When a person is to take a conversation over from the assistant, and when they are to ring."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from backend.data.models import CODE, Base
from backend.data.types import Moment


class TakeOver(Base):
    """One time that a conversation was, or was to be, in the hands of staff.

    Asked for and not taken; taken and not ended; ended. A call-back is one of its own.
    """

    __tablename__ = "take_over"
    __table_args__ = (
        Index("ix_take_over_conversation_id_ended_at", "conversation_id", "ended_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"))
    asked_by: Mapped[str] = mapped_column(String(8))  # person, staff, risk
    # The question that was open, to come back to.
    place: Mapped[str | None] = mapped_column(CODE)
    asked_at: Mapped[datetime] = mapped_column(Moment)
    taken_by: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    taken_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_by: Mapped[str | None] = mapped_column(String(8))  # person, staff, service
    ended_at: Mapped[datetime | None] = mapped_column(Moment, index=True)
    # A call-back: from when to when, and the number that was given (encrypted).
    call_from: Mapped[datetime | None] = mapped_column(Moment)
    call_to: Mapped[datetime | None] = mapped_column(Moment)
    call_number: Mapped[str | None] = mapped_column(Text)
