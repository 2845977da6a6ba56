"""What staff do with a case: each change, who has it open, and which other cases are like it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.data.models import CODE, ID, Base
from backend.data.types import Moment


class CaseChange(Base):
    """One change of a case, with the words that staff gave for it; gone when the case is.

    The event of the same change keeps its number, and no words.
    """

    __tablename__ = "case_change"
    __table_args__ = (
        UniqueConstraint("conversation_id", "version"),  # of two saved at once, one is refused
        UniqueConstraint("conversation_id", "token"),  # one form changes a case once
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("draft.conversation_id", ondelete="CASCADE")
    )
    # The version that the case had after it.
    version: Mapped[int]
    kind: Mapped[str] = mapped_column(CODE)
    # What changed, by name: {"before": ..., "after": ...}.
    fields: Mapped[dict[str, Any]] = mapped_column(default=dict)
    words: Mapped[str] = mapped_column(Text, default="")
    # Nobody of the staff, where the person answered or a time ran out.
    by: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    token: Mapped[str | None] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Moment)


class CasePresence(Base):
    """When a member of staff last had a case open."""

    __tablename__ = "case_presence"

    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[int] = mapped_column(
        ForeignKey("staff_user.id", ondelete="CASCADE"), primary_key=True
    )
    seen_at: Mapped[datetime] = mapped_column(Moment)


class CaseTrace(Base):
    """What a case may share with others: who sent it, or the organisation and the time."""

    __tablename__ = "case_trace"
    __table_args__ = (Index("ix_case_trace_hash_from_on", "hash", "from_on"),)

    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("draft.conversation_id", ondelete="CASCADE"), primary_key=True
    )
    kind: Mapped[str] = mapped_column(String(12), primary_key=True)  # email, phone, home, body
    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    from_on: Mapped[date | None] = mapped_column(Date)
    to_on: Mapped[date | None] = mapped_column(Date)


class CaseLink(Base):
    """What staff say of two cases that are alike: the same complaint, related, or neither."""

    __tablename__ = "case_link"

    # The two ids in their order, so that one pair is one row.
    first_id: Mapped[str] = mapped_column(
        ForeignKey("draft.conversation_id", ondelete="CASCADE"), primary_key=True
    )
    second_id: Mapped[str] = mapped_column(
        ForeignKey("draft.conversation_id", ondelete="CASCADE"), primary_key=True, index=True
    )
    kind: Mapped[str] = mapped_column(String(12))  # duplicate, related, refused
    by: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    at: Mapped[datetime] = mapped_column(Moment)


class ParkedForm(Base):
    """What somebody had typed when their session ended; given back when they sign in again."""

    __tablename__ = "parked_form"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id", ondelete="CASCADE"))
    sealed: Mapped[str] = mapped_column(Text)  # encrypted
    at: Mapped[datetime] = mapped_column(Moment, index=True)
