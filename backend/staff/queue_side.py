"""What stands beside a list: saved searches with what is new in them, and how many cases match."""

from typing import Any

from flask import get_flashed_messages, url_for
from flask_security import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.services import bulk, saved_searches
from backend.services.saved_searches import LONGEST, Kept
from backend.staff import access, lists, saved_alerts
from backend.staff.access import RoleName
from backend.staff.lists import Filters, Page, Reader

# What was wrong with a form, and the field to go to.
PLACES = {"none_chosen": "choose-1", "search_name": "search-name"}


def build(
    session: Session, filters: Filters, reader: Reader, page: Page, saved: int | None
) -> dict[str, Any]:
    """All that the template needs of it; the counts are asked for together."""
    kept = saved_searches.of(session, reader.id)
    counts = [saved_alerts.counted(session, reader, each) for each in kept]
    several_pages = page.previous is not None or page.next is not None
    # Who asks for words or an age waits for no second reading of much of the table.
    counted = several_pages and not (filters.words or filters.age)
    if counted:
        counts.append(lists.counted(session, filters, reader, bulk.MOST + 1))
    found = list(session.execute(select(*counts)).one()) if counts else []
    total = found.pop() if counted else None if several_pages else len(page.drafts)
    here = next((each for each in kept if each.id == saved), None)
    return {
        "searches": [
            {**_shown(each, number), "active": each is here}
            for each, number in zip(kept, found, strict=True)
        ],
        "saved": here,
        "total": total,
        "most": bulk.MOST,
        "longest_name": LONGEST,
        "may_share": access.has_any(frozenset({RoleName.MANAGER})),
        "problems": {PLACES[kind]: text for kind, text in _flashed()},
    }


def _flashed() -> list[tuple[str, str]]:
    """What was wrong with a form of the page that led back to it."""
    found: Any = get_flashed_messages(with_categories=True, category_filter=list(PLACES))
    return list(found)


def _shown(kept: Kept, number: int) -> dict[str, Any]:
    return {
        "text": kept.name,
        "href": url_for("staff_saved.search", search=kept.id),
        "badge": saved_alerts.badge(number),
        "shared": kept.team and kept.owner != current_user.id,
    }
