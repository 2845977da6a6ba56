"""The tables: conversations with their messages, the draft case of each, events and staff."""

from datetime import date, datetime
from typing import Any, ClassVar

from flask import current_app
from flask_security.models import sqla
from sqlalchemy import Date, ForeignKey, Index, MetaData, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from backend.data.types import Json, Moment

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
ID = String(36)
CODE = String(40)


class Base(DeclarativeBase):
    """Common base: one naming scheme, so that migrations can name constraints."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar = {dict[str, Any]: Json, list[str]: Json, list[Any]: Json}


class Conversation(Base):
    """One person's talk with the service; who speaks for us in it; who is working on it now."""

    __tablename__ = "conversation"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    locale: Mapped[str] = mapped_column(String(8), default="en")
    channel: Mapped[str] = mapped_column(String(20), default="web")
    owner: Mapped[str] = mapped_column(String(8), default="bot")  # bot, staff, none
    status: Mapped[str] = mapped_column(String(12), default="open")  # open, submitted, ended
    # Tokens of the choices offered last, each with the real value, label and question.
    offered: Mapped[dict[str, Any]] = mapped_column(default=dict)
    lease: Mapped[str | None] = mapped_column(ID)
    lease_until: Mapped[datetime | None] = mapped_column(Moment)
    # Counts up whenever the tokens given out so far end.
    token_version: Mapped[int] = mapped_column(default=0, server_default="0")
    created_at: Mapped[datetime] = mapped_column(Moment)
    last_active_at: Mapped[datetime] = mapped_column(Moment, index=True)


class Message(Base):
    """One line of the transcript, by the person, the bot or staff."""

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("conversation_id", "client_id"),
        Index("ix_message_conversation_id_id", "conversation_id", "id"),
        {"sqlite_autoincrement": True},  # an erased id is never given to another message
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"))
    author: Mapped[str] = mapped_column(String(8))  # person, bot, staff
    kind: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(Text)
    question: Mapped[str | None] = mapped_column(CODE)
    input: Mapped[str | None] = mapped_column(String(8))
    choices: Mapped[list[Any]] = mapped_column(default=list)
    # The language it was said in, or of the conversation at that time.
    lang: Mapped[str | None] = mapped_column(String(8))
    at: Mapped[datetime] = mapped_column(Moment)
    # The rest is for the person's own messages, and for which of them a reply belongs to.
    client_id: Mapped[str | None] = mapped_column(String(64))
    status: Mapped[str] = mapped_column(String(10), default="done")  # pending, done
    tries: Mapped[int] = mapped_column(default=0)
    chosen: Mapped[Any | None] = mapped_column(Json)
    change: Mapped[str | None] = mapped_column(CODE)
    risk: Mapped[dict[str, Any] | None]
    state: Mapped[dict[str, Any] | None]
    reply_to: Mapped[int | None]
    run: Mapped[int | None]


class Draft(Base):
    """The draft case of a conversation: what was understood and what the engine makes of it."""

    __tablename__ = "draft"
    __table_args__ = (
        Index("ix_draft_case_status_submitted_at", "case_status", "submitted_at"),
        Index("ix_draft_submitted_at_updated_at", "submitted_at", "updated_at"),
        Index("ix_draft_case_status_due_on", "case_status", "due_on"),
    )

    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True
    )
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    sources: Mapped[dict[str, Any]] = mapped_column(default=dict)
    dialogue: Mapped[dict[str, Any]] = mapped_column(default=dict)
    question: Mapped[str | None] = mapped_column(CODE)
    turn: Mapped[int] = mapped_column(default=0)
    revision: Mapped[int] = mapped_column(default=0)
    # The decision on these facts, made by the engine here and never taken from a caller.
    result: Mapped[str | None] = mapped_column(String(20), index=True)
    settled: Mapped[bool] = mapped_column(default=False)
    reasons: Mapped[list[Any]] = mapped_column(default=list)
    flags: Mapped[list[str]] = mapped_column(default=list)
    signposts: Mapped[list[str]] = mapped_column(default=list)
    next_steps: Mapped[list[str]] = mapped_column(default=list)
    rules_version: Mapped[str] = mapped_column(CODE, default="")
    # The highest risk noticed, and the message with the words that showed it.
    risk_level: Mapped[str] = mapped_column(String(2), default="R0", index=True)
    risk_flags: Mapped[list[str]] = mapped_column(default=list)
    risk_message_id: Mapped[int | None]
    risk_at: Mapped[datetime | None] = mapped_column(Moment)
    # draft, submitted_by_person, then what staff make of it.
    case_status: Mapped[str] = mapped_column(String(24), default="draft")
    assigned_to: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"), index=True)
    # Counts up with each change by staff; a save that names an older one is refused.
    version: Mapped[int] = mapped_column(default=0, server_default="0")
    # What staff say the result is, where they differ from the engine.
    staff_result: Mapped[str | None] = mapped_column(String(20))
    due_on: Mapped[date | None] = mapped_column(Date)
    # While the clock is stopped: since when, when it was due then (it is due on no day now), and
    # whether it waits for the person or staff stopped it.
    stopped_on: Mapped[date | None] = mapped_column(Date)
    stopped_due_on: Mapped[date | None] = mapped_column(Date)
    stopped_for: Mapped[str | None] = mapped_column(CODE)
    # When the person answered what staff asked; nothing once staff have read it.
    answered_at: Mapped[datetime | None] = mapped_column(Moment, index=True)
    reference: Mapped[str | None] = mapped_column(String(20), unique=True)
    submission_key: Mapped[str | None] = mapped_column(String(120))
    submitted_at: Mapped[datetime | None] = mapped_column(Moment)
    created_at: Mapped[datetime] = mapped_column(Moment)
    updated_at: Mapped[datetime] = mapped_column(Moment)


class CaseEvent(Base):
    """What happened to a case or an account, by whom and when; never with a person's words.

    Only added to, which the database itself sees to: at the end of each transaction its events
    get their places and hashes in the chain (`data/chain.py`).
    """

    __tablename__ = "case_event"
    __table_args__ = (
        Index("ix_case_event_conversation_id_id", "conversation_id", "id"),
        Index("ix_case_event_actor_id", "actor", "id"),
        Index("ix_case_event_account_id", "account", "id"),
        Index("ix_case_event_kind_id", "kind", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    # No foreign key: that something was erased stays known after it is gone. Empty where the
    # event is about an account of staff.
    conversation_id: Mapped[str] = mapped_column(ID)
    account: Mapped[int | None]
    kind: Mapped[str] = mapped_column(CODE)
    actor: Mapped[str] = mapped_column(String(80), default="service")
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)
    at: Mapped[datetime] = mapped_column(Moment, index=True)
    seq: Mapped[int | None] = mapped_column(unique=True, index=True)
    hash: Mapped[str | None] = mapped_column(String(64))


class CaseTheme(Base):
    """A theme that the words of a sent complaint suggest to staff, for each to check and to count.

    The draft it belongs to keeps the version of the rules.
    """

    __tablename__ = "case_theme"

    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("draft.conversation_id", ondelete="CASCADE"), primary_key=True
    )
    code: Mapped[str] = mapped_column(CODE, primary_key=True, index=True)
    # The words that suggest it, each with the question that they answered.
    words: Mapped[list[Any]] = mapped_column(default=list)


class UnclearMessage(Base):
    """A message that was not understood, kept by consent, redacted, and linked to nobody."""

    __tablename__ = "unclear_message"
    __table_args__ = (Index("ix_unclear_message_label_id", "label", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    question: Mapped[str] = mapped_column(CODE)
    text: Mapped[str] = mapped_column(Text)
    # What it was taken for, and how surely; nothing where it was taken for nothing.
    read: Mapped[str | None] = mapped_column(String(200))
    confidence: Mapped[float | None]
    locale: Mapped[str] = mapped_column(String(8))
    collected_on: Mapped[date] = mapped_column(Date, index=True)
    label: Mapped[str | None] = mapped_column(String(80))
    labelled_by: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    labelled_on: Mapped[date | None] = mapped_column(Date)


class KeptDraft(Base):
    """A draft that the person chose to save: how it is found again, and where codes are sent."""

    __tablename__ = "kept_draft"

    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True
    )
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    way: Mapped[str] = mapped_column(String(8))  # email, text
    address: Mapped[str] = mapped_column(Text)  # encrypted
    address_hash: Mapped[str] = mapped_column(String(64))
    kept_at: Mapped[datetime] = mapped_column(Moment)


class ReturnCode(Base):
    """A code that was made to come back to a saved draft; only the newest of a draft counts."""

    __tablename__ = "return_code"
    __table_args__ = (Index("ix_return_code_conversation_id_id", "conversation_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    # No foreign key: what was sent to an address counts for a day, also when the draft is erased.
    conversation_id: Mapped[str] = mapped_column(ID)
    address_hash: Mapped[str] = mapped_column(String(64), index=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    tries: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime] = mapped_column(Moment, index=True)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)


class OutboxMessage(Base):
    """A message that development shows in the console instead of sending it."""

    __tablename__ = "outbox_message"

    id: Mapped[int] = mapped_column(primary_key=True)
    way: Mapped[str] = mapped_column(String(8))  # email, text
    address: Mapped[str] = mapped_column(String(320))
    subject: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment, index=True)


class Erasure(Base):
    """A conversation that Rasa must still forget; kept until it has."""

    __tablename__ = "erasure"

    conversation_id: Mapped[str] = mapped_column(ID, primary_key=True)
    requested_at: Mapped[datetime] = mapped_column(Moment)
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime] = mapped_column(Moment, index=True)


sqla.FsModels.set_db_info(  # type: ignore[no-untyped-call]
    base_model=Base,
    user_table_name="staff_user",
    role_table_name="staff_role",
    webauthn_table_name="staff_passkey",
)


class Role(Base, sqla.FsRoleMixin):
    """What a member of staff may do."""

    __tablename__ = "staff_role"


class User(Base, sqla.FsUserMixin):
    """A member of staff."""

    __tablename__ = "staff_user"

    # Lock-out: wrong tries since the last right one, and until when none is accepted.
    failed_sign_ins: Mapped[int] = mapped_column(default=0, server_default="0")
    locked_until: Mapped[datetime | None] = mapped_column(Moment)
    # Where the password was made by somebody else: until when it opens the account.
    one_time_until: Mapped[datetime | None] = mapped_column(Moment)
    # The newest sign-in code that was taken; no code works twice.
    totp_counter: Mapped[int | None]
    # Who this is to the provider of single sign-on.
    sso_subject: Mapped[str | None] = mapped_column(String(255), unique=True, index=True)

    def check_tf_required_setup(self) -> bool:
        """True where the second factor may be changed and not taken away."""
        return bool(current_app.config["STAFF_SECOND_FACTOR_REQUIRED"])


class WebAuthn(Base, sqla.FsWebAuthnMixin):
    """A passkey of a member of staff."""

    __tablename__ = "staff_passkey"
