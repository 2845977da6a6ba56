"""Shows a person that they were read, or that somebody writes, where their channel has it.

Only what is true: while staff have the chat, it is read when they read it.
"""

from collections.abc import Mapping

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.channels import identity as identities
from backend.channels import registry, waking
from backend.context import Services, services
from backend.data.channels import ChannelIdentity, ChannelLink, ChannelOut
from backend.data.session import db

READ, TYPING = "read", "typing"
JOBS = {READ: waking.READ, TYPING: waking.TYPING}


def show(
    context: Services, who: ChannelIdentity, thread: Mapping[str, str], marks: tuple[str, ...]
) -> None:
    """Show marks to a person who has not stopped messages. Never raises."""
    adapter = registry.find(who.channel)
    address = identities.address(context.settings, who)
    if adapter is None or address is None or who.stopped_at:
        return
    has = {READ: adapter.abilities.read_marks, TYPING: adapter.abilities.typing}
    for mark in (mark for mark in marks if has[mark]):
        adapter.show(address, mark, thread)


def show_now(app: Flask, identity: int, mark: str) -> None:
    """The job: show one mark beside the last that the person wrote."""
    with app.app_context():
        who = db.session.get(ChannelIdentity, identity)
        if who is None:
            return
        db.session.expunge(who)
        db.session.rollback()  # nothing is held while the provider is asked
        show(services(), who, identities.thread(services().settings, who), (mark,))


def ask(session: Session, conversation: str, mark: str) -> None:
    """Have a mark shown in a conversation; nothing where it is on our own pages."""
    link = session.get(ChannelLink, conversation)
    if link is not None:
        waking.wake(JOBS[mark], link.identity_id)


def became(session: Session, conversation: str) -> dict[int, str]:
    """What became of each line that a channel took, by the line's id."""
    query = (
        select(ChannelOut.lines, ChannelOut.status)
        .where(ChannelOut.conversation_id == conversation)
        .order_by(ChannelOut.id.desc())
        .limit(100)
    )
    return {line: status for lines, status in session.execute(query) for line in lines}
