"""How conversations went, in codes and numbers, and the totals of each day: never a word."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, String, false, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.data.models import CODE, Base
from backend.data.types import Moment

DAY, MONTH = "day", "month"
EMPTY_LIST, EMPTY_OBJECT, NOTHING = text("'[]'"), text("'{}'"), text("0")


class CaseCourse(Base):
    """How one conversation went. It outlives the conversation, and then belongs to nobody.

    A trigger on `conversation` adds it (migration 0017), so that also those count who leave before
    anything was counted.
    """

    __tablename__ = "case_course"

    id: Mapped[int] = mapped_column(primary_key=True)
    # Empty once the conversation is erased: what is left is a number in a total.
    conversation_id: Mapped[str | None] = mapped_column(
        ForeignKey("conversation.id", ondelete="SET NULL"), unique=True
    )
    channel: Mapped[str] = mapped_column(String(20))
    # Only until it is counted and the conversation is erased; the day is enough from then on.
    began_at: Mapped[datetime | None] = mapped_column(Moment)
    # The days in London.
    began_on: Mapped[date | None] = mapped_column(Date, index=True)
    sent_on: Mapped[date | None] = mapped_column(Date, index=True)
    # Nobody has said anything for a while, and it is not sent.
    stopped: Mapped[bool] = mapped_column(server_default=false())
    # The question that was open last.
    question: Mapped[str | None] = mapped_column(CODE)
    asked: Mapped[list[str]] = mapped_column(default=list, server_default=EMPTY_LIST)
    answered: Mapped[list[str]] = mapped_column(default=list, server_default=EMPTY_LIST)
    # Told in the story or a letter, and so never asked.
    volunteered: Mapped[list[str]] = mapped_column(default=list, server_default=EMPTY_LIST)
    # The person's messages, and for each question how many were not understood.
    said: Mapped[int] = mapped_column(default=0, server_default=NOTHING)
    unclear: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default=EMPTY_OBJECT)
    # Why it went to a person: asked, taken, needs_staff.
    person: Mapped[list[str]] = mapped_column(default=list, server_default=EMPTY_LIST)
    # By the rules, once they are settled.
    result: Mapped[str | None] = mapped_column(String(20))
    # The rest is for what was sent.
    minutes: Mapped[int | None]
    staff_result: Mapped[str | None] = mapped_column(String(20))
    state: Mapped[str | None] = mapped_column(String(24))
    branch: Mapped[str | None] = mapped_column(String(24))
    # Empty where it was not found in the register: the name is then the person's own words.
    organisation: Mapped[str | None] = mapped_column(String(200))
    themes: Mapped[list[str]] = mapped_column(default=list, server_default=EMPTY_LIST)
    # What staff changed: the share of a text in percent, nothing for what is chosen from a list.
    edited: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default=EMPTY_OBJECT)
    counted_at: Mapped[datetime | None] = mapped_column(Moment, index=True)


class PeriodTotal(Base):
    """One number of a day, or of a whole month: what is counted, by what, in which channel."""

    __tablename__ = "period_total"
    __table_args__ = ({"sqlite_with_rowid": False},)  # kept in the order that it is read in

    period: Mapped[str] = mapped_column(String(5), primary_key=True)  # day, month
    measure: Mapped[str] = mapped_column(String(20), primary_key=True)
    first_on: Mapped[date] = mapped_column(Date, primary_key=True)
    channel: Mapped[str] = mapped_column(String(20), primary_key=True)
    name: Mapped[str] = mapped_column(String(200), primary_key=True)
    other: Mapped[str] = mapped_column(String(40), primary_key=True)
    number: Mapped[int]


class TotalsCount(Base):
    """When the totals were counted last, and whether somebody asked for that since; one row."""

    __tablename__ = "totals_count"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    counted_at: Mapped[datetime | None] = mapped_column(Moment)
    asked_at: Mapped[datetime | None] = mapped_column(Moment)
    # Whoever counts holds this; after that moment another may begin.
    busy_until: Mapped[datetime | None] = mapped_column(Moment)
