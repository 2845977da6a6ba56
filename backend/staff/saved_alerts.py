"""What is new in saved searches: counted for their pages, and told once a day in numbers alone."""

from collections.abc import Sequence
from datetime import date, datetime

import structlog
from sqlalchemy import ScalarSelect, select, update
from sqlalchemy.orm import Session, selectinload

from backend.config import Settings
from backend.data.lists import SearchWatch
from backend.data.models import User
from backend.services import saved_searches
from backend.services.addresses import EMAIL
from backend.services.posting import Letter, Sender, SendingFailed
from backend.services.saved_searches import Kept
from backend.staff import lists, queue_page
from backend.staff.access import READERS
from backend.staff.lists import Reader

log = structlog.get_logger()
MOST = 100  # so many are counted; more are shown as "99+"
SUBJECT = "{} in your saved searches"
TEXT = """Hello,

{new} since you last looked at your saved searches:

{lines}

You get this message because you asked for it. To stop it, open the search in the console and \
choose “Settings of this search”.
"""


def new(session: Session, reader: Reader, kept: Sequence[Kept]) -> dict[int, int]:
    """How many cases came to each search since it was last looked at, asked all at once."""
    if not kept:
        return {}
    found = session.execute(select(*(counted(session, reader, each) for each in kept))).one()
    return {each.id: number for each, number in zip(kept, found, strict=True)}


def counted(session: Session, reader: Reader, kept: Kept) -> ScalarSelect[int]:
    """The same of one search, as a part of a query."""
    filters = queue_page.read_filters(kept.asked)
    return lists.counted(session, filters, reader, MOST, kept.looked_at)


def badge(number: int) -> str:
    """A count as it is shown: nothing for none."""
    return "99+" if number >= MOST else str(number) if number else ""


def tell(session: Session, settings: Settings, sender: Sender, today: date, now: datetime) -> int:
    """Send each member of staff who asked for it the day's message; returns how many went out."""
    told = 0
    wanting = select(SearchWatch.user_id).where(
        SearchWatch.by_mail.is_(True), SearchWatch.mailed_on.is_distinct_from(today)
    )
    users = select(User).where(User.id.in_(wanting)).options(selectinload(User.roles))
    for user in session.scalars(users.order_by(User.id)).all():
        if user.active and any(role.name in READERS for role in user.roles):
            told += _tell_one(session, settings, sender, user, Reader(user.id, today, now))
    return told


def _tell_one(
    session: Session, settings: Settings, sender: Sender, user: User, reader: Reader
) -> bool:
    kept = [each for each in saved_searches.of(session, user.id) if each.by_mail]
    found = {key: number for key, number in new(session, reader, kept).items() if number}
    session.commit()
    if not found:
        return False
    try:
        sender.send(_letter(settings, user.email, found))
    except SendingFailed as failure:
        log.warning("alert_not_sent", user=user.id, why=failure.why)
        return False
    mine = update(SearchWatch).where(SearchWatch.user_id == user.id)
    session.execute(mine.values(mailed_on=reader.today))
    session.commit()
    return True


def _letter(settings: Settings, address: str, found: dict[int, int]) -> Letter:
    """Numbers and links: neither what a complaint says nor what a search is called."""
    site = settings.channels.address or ("" if settings.production else settings.backend_url)
    lines = [f"{badge(number)} new: {site}/staff/searches/{key}" for key, number in found.items()]
    total = sum(found.values())
    new = "1 new complaint" if total == 1 else f"{total} new complaints"
    return Letter(EMAIL, address, SUBJECT.format(new), TEXT.format(new=new, lines="\n".join(lines)))
