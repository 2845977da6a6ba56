"""Channels: who writes to us on which, what came in, and what goes out."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.data.models import ID, Base
from backend.data.types import Moment

CHANNEL = String(20)
HASH = String(64)
STATUS = String(10)


class ChannelIdentity(Base):
    """Somebody at one address on one channel: known by a hash, and the address locked."""

    __tablename__ = "channel_identity"
    __table_args__ = (UniqueConstraint("channel", "address_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(CHANNEL)
    address_hash: Mapped[str] = mapped_column(HASH)
    address: Mapped[str] = mapped_column(Text)  # encrypted
    thread: Mapped[str] = mapped_column(Text, default="")  # encrypted
    # The conversation that the next message belongs to.
    conversation_id: Mapped[str | None] = mapped_column(
        ForeignKey("conversation.id", ondelete="SET NULL"), index=True
    )
    locale: Mapped[str] = mapped_column(String(8), default="en")
    heard_at: Mapped[datetime] = mapped_column(Moment, index=True)
    stopped_at: Mapped[datetime | None] = mapped_column(Moment)
    # What we asked ourselves, outside the bot's questions: a code, a yes to erasing.
    waiting: Mapped[dict[str, Any] | None]
    # Who works off what came in, and who sends what goes out; each runs out if its holder dies.
    in_lease: Mapped[str | None] = mapped_column(ID)
    in_until: Mapped[datetime | None] = mapped_column(Moment)
    out_lease: Mapped[str | None] = mapped_column(ID)
    out_until: Mapped[datetime | None] = mapped_column(Moment)


class ChannelLink(Base):
    """Where what we say in a conversation is sent."""

    __tablename__ = "channel_link"

    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True
    )
    identity_id: Mapped[int] = mapped_column(
        ForeignKey("channel_identity.id", ondelete="CASCADE"), index=True
    )


class ChannelIn(Base):
    """One message or receipt that came in; its content is emptied when it is dealt with."""

    __tablename__ = "channel_in"
    __table_args__ = (
        UniqueConstraint("channel", "provider_hash"),
        Index("ix_channel_in_identity_id_status", "identity_id", "status"),
        Index("ix_channel_in_status_next_try_at", "status", "next_try_at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(CHANNEL)
    # The provider's id, hashed: that of a mail names a person's address.
    provider_hash: Mapped[str] = mapped_column(HASH)
    # Nobody, where it is a receipt that came before what it is about.
    identity_id: Mapped[int | None] = mapped_column(
        ForeignKey("channel_identity.id", ondelete="CASCADE")
    )
    content: Mapped[str] = mapped_column(Text)  # encrypted
    # Where the provider puts it among the person's messages.
    rank: Mapped[int] = mapped_column(BigInteger, default=0)
    written_at: Mapped[datetime | None] = mapped_column(Moment)
    arrived_at: Mapped[datetime] = mapped_column(Moment, index=True)
    status: Mapped[str] = mapped_column(STATUS, default="waiting")  # waiting, held, done, failed
    tries: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime] = mapped_column(Moment)
    files_done: Mapped[bool] = mapped_column(default=False)


class ChannelOut(Base):
    """One message on its way to one person; kept whole in the transcript, and here until sent."""

    __tablename__ = "channel_out"
    __table_args__ = (
        Index("ix_channel_out_identity_id_status", "identity_id", "status"),
        Index("ix_channel_out_status_next_try_at", "status", "next_try_at"),
        Index("ix_channel_out_channel_provider_hash", "channel", "provider_hash"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(CHANNEL)
    identity_id: Mapped[int] = mapped_column(ForeignKey("channel_identity.id", ondelete="CASCADE"))
    # Nothing, where it belongs to no conversation: that all was erased, say.
    conversation_id: Mapped[str | None] = mapped_column(
        ForeignKey("conversation.id", ondelete="CASCADE"), index=True
    )
    # The same for every try; one key is put in once.
    key: Mapped[str] = mapped_column(String(80), unique=True)
    # The message whose answer it is, and the lines of the transcript that it holds.
    run: Mapped[int | None]
    lines: Mapped[list[Any]] = mapped_column(default=list)
    # The question in it: how it is answered, and the choice behind each number.
    asks: Mapped[dict[str, Any] | None]
    content: Mapped[str] = mapped_column(Text)  # encrypted; emptied some time after it was sent
    # waiting, sending, sent, delivered, read, failed, dropped
    status: Mapped[str] = mapped_column(STATUS, default="waiting")
    urgent: Mapped[bool] = mapped_column(default=False)  # sent also to who wants no messages
    tries: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime] = mapped_column(Moment)
    why: Mapped[str] = mapped_column(String(80), default="")
    provider_hash: Mapped[str | None] = mapped_column(HASH)
    made_at: Mapped[datetime] = mapped_column(Moment, index=True)
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
