"""Case systems that work with us: their tokens, and the webhooks that tell them what happened."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.data.models import CODE, ID, Base
from backend.data.types import Moment


class ApiToken(Base):
    """A token of a case system. What opens the door is kept as a hash alone."""

    __tablename__ = "api_token"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    # The part that may be read: it tells whose a token is that turns up where it should not.
    prefix: Mapped[str] = mapped_column(String(20), unique=True)
    hash: Mapped[str] = mapped_column(String(64))
    scopes: Mapped[list[str]]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    made_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    last_used_at: Mapped[datetime | None] = mapped_column(Moment)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)


class WebhookEndpoint(Base):
    """Where a case system wants to be told, of what, and how that is going."""

    __tablename__ = "webhook_endpoint"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    url: Mapped[str] = mapped_column(Text)
    types: Mapped[list[str]]
    secret: Mapped[str] = mapped_column(Text)  # encrypted
    # While a secret is being changed both sign.
    old_secret: Mapped[str | None] = mapped_column(Text)  # encrypted
    old_until: Mapped[datetime | None] = mapped_column(Moment)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    made_at: Mapped[datetime] = mapped_column(Moment)
    # Since when nothing arrived, and since when nothing is sent any more, with the reason.
    failing_since: Mapped[datetime | None] = mapped_column(Moment)
    off_since: Mapped[datetime | None] = mapped_column(Moment)
    off_why: Mapped[str | None] = mapped_column(CODE)


class WebhookMessage(Base):
    """One thing that happened to a case, as it is told: codes, the version, and where to look."""

    __tablename__ = "webhook_message"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    # The row of the record that it tells of; its place in the chain is the order.
    event_id: Mapped[int] = mapped_column(ForeignKey("case_event.id"), unique=True)
    type: Mapped[str] = mapped_column(CODE)
    subject: Mapped[str] = mapped_column(String(20))
    data: Mapped[dict[str, Any]]
    at: Mapped[datetime] = mapped_column(Moment, index=True)


class WebhookDelivery(Base):
    """One message to one endpoint: whether it arrived, and when the next try is."""

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        UniqueConstraint("endpoint_id", "message_id"),
        Index("ix_webhook_delivery_state_next_try_at", "state", "next_try_at"),
        Index("ix_webhook_delivery_endpoint_id_state_id", "endpoint_id", "state", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    endpoint_id: Mapped[int] = mapped_column(ForeignKey("webhook_endpoint.id", ondelete="CASCADE"))
    message_id: Mapped[str] = mapped_column(
        ForeignKey("webhook_message.id", ondelete="CASCADE"), index=True
    )
    state: Mapped[str] = mapped_column(String(8), default="waiting")  # waiting, sent, dead
    tries: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime] = mapped_column(Moment)
    # Who is sending it now, and until when that counts.
    lease: Mapped[str | None] = mapped_column(ID)
    lease_until: Mapped[datetime | None] = mapped_column(Moment)
    # What came of the last try: a status of HTTP where there was an answer, and a code of ours.
    status: Mapped[int | None]
    why: Mapped[str | None] = mapped_column(CODE)
    done_at: Mapped[datetime | None] = mapped_column(Moment)
