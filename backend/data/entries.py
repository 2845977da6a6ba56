"""What the lists of the console ask of a case, in one narrow row; the database keeps it itself."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from backend.data.models import Base
from backend.data.types import Moment

NEVER = date(9999, 12, 31)  # the day due of a case that has none


class CaseEntry(Base):
    """One draft as the lists see it.

    Triggers on `draft` write it (migration 0010) and nothing else may: a list over 100,000 cases
    then never reads what people wrote.
    """

    __tablename__ = "case_entry"
    __table_args__ = (
        Index("ix_case_entry_sent", "sent", "urgent", "moment", "conversation_id"),
        Index("ix_case_entry_state", "state", "urgent", "moment", "conversation_id"),
        Index("ix_case_entry_flagged", "flagged", "urgent", "moment", "conversation_id"),
        Index("ix_case_entry_assigned_to", "assigned_to"),
        Index("ix_case_entry_due_on", "sent", "urgent", "due_on"),
        Index("ix_case_entry_moment", "moment"),
    )

    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("draft.conversation_id", ondelete="CASCADE"), primary_key=True
    )
    # True for a life in danger: before everything else in every list.
    urgent: Mapped[bool]
    # When it was sent, or last worked on by the person.
    moment: Mapped[datetime] = mapped_column(Moment)
    sent: Mapped[bool]
    # Something was answered, or a risk was seen: else it is no work for anybody.
    begun: Mapped[bool]
    flagged: Mapped[bool]
    state: Mapped[str] = mapped_column(Text)
    assigned_to: Mapped[int | None]
    # The result as staff have it.
    result: Mapped[str | None] = mapped_column(Text)
    due_on: Mapped[date] = mapped_column(Date)
    organisation: Mapped[str] = mapped_column(Text)
    branch: Mapped[str] = mapped_column(Text)
    channel: Mapped[str] = mapped_column(Text)
    # Lists of codes as JSON, each code in its quotes.
    adjustments: Mapped[str] = mapped_column(Text)
    flags: Mapped[str] = mapped_column(Text)
