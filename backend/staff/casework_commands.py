"""Commands about cases, for operators: flask --app backend.app casework <command>."""

import click
from flask.cli import AppGroup
from sqlalchemy import select

from backend.context import services
from backend.data.models import Draft
from backend.data.session import db
from backend.services import casework_days, casework_related, search
from intake.config import load

AT_ONCE = 500

casework = AppGroup("casework", help="Cases that staff work on.")


@casework.command("refresh")
def refresh() -> None:
    """Set the day that each sent case is due where none is set, its traces and its searched words.

    For cases from before there were any, and after a change of ADDRESS_KEY.
    """
    settings, done, last = services().settings, 0, ""
    while drafts := _after(last):
        for draft in drafts:
            if draft.stopped_on is None:  # while its clock stands it is due on no day
                draft.due_on = casework_days.due(draft, load().case_days)
            casework_related.leave_traces(db.session, settings, draft)
            search.keep(db.session, draft)
        done, last = done + len(drafts), drafts[-1].conversation_id
        db.session.commit()
        db.session.expunge_all()
    click.echo(f"{done} cases refreshed.")


def _after(last: str) -> list[Draft]:
    """The next sent cases in the order of their ids."""
    query = select(Draft).where(Draft.submitted_at.is_not(None), Draft.conversation_id > last)
    return list(db.session.scalars(query.order_by(Draft.conversation_id).limit(AT_ONCE)))
