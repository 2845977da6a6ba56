"""Messages that no more tries will help by themselves: listed without a word, and tried again."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backend.channels import inbox, waking
from backend.data.channels import ChannelIn, ChannelOut
from backend.data.models import Draft
from backend.services.events import NO_CASE, record

MOST = 200
OUT, IN = "out", "in"


@dataclass(frozen=True)
class Dead:
    """One message that was not sent, or not worked off; never its words or an address."""

    way: str
    id: int
    channel: str
    at: datetime
    why: str
    tries: int
    conversation: str | None = None
    reference: str | None = None


def listed(session: Session) -> list[Dead]:
    """The newest of them."""
    rows = session.execute(
        select(ChannelOut, Draft.reference)
        .outerjoin(Draft, Draft.conversation_id == ChannelOut.conversation_id)
        .where(ChannelOut.status == "failed")
        .order_by(ChannelOut.id.desc())
        .limit(MOST)
    )
    found = [
        Dead(OUT, r.id, r.channel, r.made_at, r.why, r.tries, r.conversation_id, reference)
        for r, reference in rows
    ]
    came = session.scalars(
        select(ChannelIn)
        .where(ChannelIn.status == inbox.FAILED)
        .order_by(ChannelIn.id.desc())
        .limit(MOST)
    )
    found += [Dead(IN, r.id, r.channel, r.arrived_at, "not_answered", r.tries) for r in came]
    return sorted(found, key=lambda each: each.at, reverse=True)[:MOST]


def count(session: Session) -> int:
    """How many there are."""
    out = select(func.count(ChannelOut.id)).where(ChannelOut.status == "failed")
    came = select(func.count(ChannelIn.id)).where(ChannelIn.status == inbox.FAILED)
    return (session.scalar(out) or 0) + (session.scalar(came) or 0)


def replay(session: Session, way: str, number: int, *, by: str, now: datetime) -> bool:
    """Try one again from the start; False where it is not among them any more. Commits."""
    row: ChannelOut | ChannelIn | None
    row = session.get(ChannelOut, number) if way == OUT else session.get(ChannelIn, number)
    if row is None or row.status != "failed" or row.identity_id is None:
        return False
    row.status, row.tries, row.next_try_at = "waiting", 0, now
    about = row.conversation_id if isinstance(row, ChannelOut) else None
    told = {"channel": row.channel, "way": way}
    record(session, about or NO_CASE, "channel_tried_again", at=now, actor=by, **told)
    session.commit()
    waking.wake(waking.SEND if way == OUT else waking.WORK, row.identity_id)
    return True
