"""Searches that staff keep under a name: their own, and those that a manager shares."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, func, or_, select, update
from sqlalchemy.orm import Session

from backend.data.lists import SavedSearch, SearchWatch

MOST = 30  # of one member of staff
LONGEST = 60


@dataclass(frozen=True)
class Kept:
    """A saved search as one member of staff has it."""

    id: int
    owner: int
    name: str
    asked: Mapping[str, Any]
    team: bool
    looked_at: datetime
    by_mail: bool = False
    first: bool = False


class Full(Exception):
    """Somebody has as many saved searches as there may be."""


def of(session: Session, user: int) -> list[Kept]:
    """The saved searches of a member of staff with those that are shared, by name."""
    return [_kept(*row) for row in session.execute(_query(user).order_by(SavedSearch.name))]


def find(session: Session, user: int, number: int) -> Kept | None:
    """One of them; None for anybody else's that is not shared."""
    row = session.execute(_query(user).where(SavedSearch.id == number)).first()
    return None if row is None else _kept(*row)


def save(
    session: Session, user: int, name: str, asked: Mapping[str, str], *, team: bool, now: datetime
) -> SavedSearch:
    """Keep a search under a name. Raises Full."""
    mine = select(func.count()).select_from(SavedSearch).where(SavedSearch.user_id == user)
    if (session.scalar(mine) or 0) >= MOST:
        raise Full
    row = SavedSearch(user_id=user, name=name, asked=dict(asked), team=team, made_at=now)
    session.add(row)
    session.flush()
    _watch(session, user, row.id, now)
    return row


def look(session: Session, user: int, number: int, now: datetime) -> None:
    """Keep that somebody has seen what is in it until now."""
    _watch(session, user, number, now).looked_at = now


def settle(
    session: Session, user: int, number: int, *, by_mail: bool, first: bool, now: datetime
) -> None:
    """Keep what it is to this member of staff: at most one is shown first."""
    if first:
        others = update(SearchWatch).where(SearchWatch.user_id == user)
        session.execute(others.values(first=False))
    watch = _watch(session, user, number, now)
    watch.by_mail, watch.first = by_mail, first


def rename(session: Session, number: int, name: str, *, team: bool) -> None:
    """Give it another name; share it or take it back."""
    row = session.get_one(SavedSearch, number)
    row.name = name
    if row.team and not team:  # nobody is told of what they cannot see any more
        others = delete(SearchWatch).where(SearchWatch.search_id == number)
        session.execute(others.where(SearchWatch.user_id != row.user_id))
    row.team = team


def remove(session: Session, number: int) -> None:
    """Forget it, for everybody."""
    session.execute(delete(SavedSearch).where(SavedSearch.id == number))


def first(session: Session, user: int) -> int | None:
    """The one that is shown first after signing in."""
    wanted = (SearchWatch.user_id == user, SearchWatch.first.is_(True))
    return session.scalar(select(SearchWatch.search_id).where(*wanted).limit(1))


def _query(user: int) -> Any:
    own = and_(SearchWatch.search_id == SavedSearch.id, SearchWatch.user_id == user)
    seen = or_(SavedSearch.user_id == user, SavedSearch.team.is_(True))
    return select(SavedSearch, SearchWatch).outerjoin(SearchWatch, own).where(seen)


def _kept(row: SavedSearch, watch: SearchWatch | None) -> Kept:
    about = (row.id, row.user_id, row.name, row.asked, row.team)
    if watch is None:
        return Kept(*about, looked_at=row.made_at)
    return Kept(*about, watch.looked_at, by_mail=watch.by_mail, first=watch.first)


def _watch(session: Session, user: int, number: int, now: datetime) -> SearchWatch:
    found = session.get(SearchWatch, (number, user), populate_existing=True)
    if found is None:
        found = SearchWatch(
            search_id=number, user_id=user, looked_at=now, by_mail=False, first=False
        )
        session.add(found)
    return found
