"""What became of a message of ours, as its provider says."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.channels import inbox
from backend.channels.base import Receipt
from backend.channels.identity import provider_hash
from backend.config import Settings
from backend.data.channels import ChannelIn, ChannelOut

# A state never goes back: receipts come in any order.
STEPS = ("sent", "delivered", "read")
FAILED = "failed"
WAITS = timedelta(hours=1)


def take(
    session: Session, settings: Settings, channel: str, receipt: Receipt, now: datetime
) -> None:
    """Note it on what it is about; kept for later where that is not known yet."""
    if not note(session, settings, channel, receipt):
        inbox.keep_receipt(session, settings, channel, receipt, now)


def note(session: Session, settings: Settings, channel: str, receipt: Receipt) -> bool:
    """Note it; False where no message of ours has its id."""
    row = session.scalars(
        select(ChannelOut)
        .where(
            ChannelOut.channel == channel,
            ChannelOut.provider_hash == provider_hash(settings, channel, receipt.provider_id),
        )
        .limit(1)
    ).one_or_none()
    if row is None:
        return False
    if receipt.state == FAILED and row.status in STEPS[:1]:
        row.status, row.why = FAILED, receipt.why[:80]
    elif receipt.state in STEPS and row.status in STEPS:
        row.status = max(row.status, receipt.state, key=STEPS.index)
    return True


def catch_up(session: Session, settings: Settings, now: datetime) -> None:
    """Note the receipts that came too early; those about nothing of ours go after an hour."""
    early = select(ChannelIn).where(
        ChannelIn.identity_id.is_(None), ChannelIn.status == inbox.WAITING
    )
    for row in session.scalars(early.limit(500)).all():
        told = inbox.opened(settings, row)
        receipt = Receipt(told["id"], told["state"], told["why"]) if told else None
        known = receipt is not None and note(session, settings, row.channel, receipt)
        if known or now - row.arrived_at > WAITS:
            inbox.finish(row)
    session.commit()
