"""Saved searches, cases chosen from a list, what was done with many at once, and exports."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from backend.data.models import ID, Base
from backend.data.types import Moment


class SavedSearch(Base):
    """Filters, words and order that a member of staff keeps under a name."""

    __tablename__ = "saved_search"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(60))
    asked: Mapped[dict[str, Any]] = mapped_column(default=dict)
    # Shared with everybody by a manager.
    team: Mapped[bool]
    made_at: Mapped[datetime] = mapped_column(Moment)


class SearchWatch(Base):
    """What a saved search is to one member of staff: each has their own, also of a shared one."""

    __tablename__ = "search_watch"

    search_id: Mapped[int] = mapped_column(
        ForeignKey("saved_search.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[int] = mapped_column(
        ForeignKey("staff_user.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    looked_at: Mapped[datetime] = mapped_column(Moment)
    # A message a day with the number of new ones.
    by_mail: Mapped[bool]
    mailed_on: Mapped[date | None] = mapped_column(Date)
    # Shown first after signing in.
    first: Mapped[bool]


class CaseChoice(Base):
    """Cases that somebody chose from a list, to do one thing with all of them; kept for a day."""

    __tablename__ = "case_choice"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id", ondelete="CASCADE"))
    total: Mapped[int]
    at: Mapped[datetime] = mapped_column(Moment, index=True)


class ChosenCase(Base):
    """One case of a choice, and the version that it had on the list it was chosen from."""

    __tablename__ = "chosen_case"

    choice_id: Mapped[str] = mapped_column(
        ForeignKey("case_choice.id", ondelete="CASCADE"), primary_key=True
    )
    place: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("draft.conversation_id", ondelete="CASCADE"), index=True
    )
    version: Mapped[int]


class BulkRun(Base):
    """One thing done with many cases, or the undoing of one."""

    __tablename__ = "bulk_run"

    # The token of the form, so that a form sent twice is one run.
    id: Mapped[str] = mapped_column(ID, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(8))  # assign, move, undo
    # To whom, or which move.
    given: Mapped[dict[str, Any]] = mapped_column(default=dict)
    # The reason; empty once each case has it.
    words: Mapped[str] = mapped_column(Text, default="")
    undoes: Mapped[str | None] = mapped_column(
        ForeignKey("bulk_run.id", ondelete="CASCADE"), unique=True
    )
    state: Mapped[str] = mapped_column(String(8))  # waiting, running, done
    total: Mapped[int]
    at: Mapped[datetime] = mapped_column(Moment, index=True)
    # The last sign of whoever works on it: after a while without one, another takes it up.
    beat_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)


class BulkCase(Base):
    """What became of one case in a run."""

    __tablename__ = "bulk_case"

    run_id: Mapped[str] = mapped_column(
        ForeignKey("bulk_run.id", ondelete="CASCADE"), primary_key=True
    )
    place: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("draft.conversation_id", ondelete="CASCADE"), index=True
    )
    # The version that it is done on; once it is done, the version it has after.
    version: Mapped[int]
    # Empty before its turn, then done or why not.
    outcome: Mapped[str] = mapped_column(String(16), default="")


class CaseExport(Base):
    """A table of cases that somebody asked for; its file lies locked in a folder for a day."""

    __tablename__ = "case_export"

    # The token of the form, so that a form sent twice is one export.
    id: Mapped[str] = mapped_column(ID, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id", ondelete="CASCADE"))
    format: Mapped[str] = mapped_column(String(4))
    columns: Mapped[list[str]]
    # The filters of the list; of chosen cases the choice instead.
    asked: Mapped[dict[str, Any]] = mapped_column(default=dict)
    choice_id: Mapped[str | None] = mapped_column(ForeignKey("case_choice.id", ondelete="SET NULL"))
    state: Mapped[str] = mapped_column(String(10))  # waiting, running, done, failed, cancelled
    done: Mapped[int]
    total: Mapped[int]
    at: Mapped[datetime] = mapped_column(Moment, index=True)
    beat_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    # The file's own key, locked with the service's: without this row nobody can read it.
    sealed_key: Mapped[str] = mapped_column(Text, default="")
    size: Mapped[int]
