"""A process killed at any moment: no message is lost, and none is answered twice."""

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm import Session

from backend.channels import sending, working
from backend.channels.base import Abilities
from backend.data.channels import ChannelOut
from backend.data.models import Message
from tests.backend.channels.desk import Texter, identities, use

PEOPLE, EACH, KILLS = 3, 4, 30


class Killed(BaseException):
    """What no code of ours catches."""


@dataclass
class Killer:
    """Kills at the n-th commit, before or after it; from then on nothing more is kept."""

    at: int
    after: bool
    seen: int = 0

    def before_commit(self, _session: Session) -> None:
        self.seen += 1
        if self.seen > self.at or (self.seen == self.at and not self.after):
            raise Killed

    def after_commit(self, _session: Session) -> None:
        if self.seen == self.at and self.after:
            raise Killed


@contextmanager
def killing(killer: Killer) -> Iterator[None]:
    hooks = {"before_commit": killer.before_commit, "after_commit": killer.after_commit}
    for name, hook in hooks.items():
        event.listen(Session, name, hook)
    try:
        yield
    finally:
        for name, hook in hooks.items():
            event.remove(Session, name, hook)


@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_commit_a_process_dies_at_each_message_is_answered_once(app, clock, session, seed):
    chance = random.Random(seed)
    desk = use(app, abilities=Abilities(keyed=True))
    people = [Texter(app, desk, number=f"+44740012345{n}") for n in range(PEOPLE)]
    for number in range(EACH):
        for person in people:
            words = f"{person.number[-1]}x{number} is what happened"
            person.post(person.message(words, order=number))
    for _ in range(KILLS):
        for job in (working.work_now, sending.send_now):
            for identity in identities(app):
                killer = Killer(chance.randint(1, 14), chance.random() < 0.5)
                with killing(killer), suppress(Killed, InvalidRequestError):
                    job(app, identity)
        clock.pass_time(minutes=1)  # leases run out
    for identity in identities(app):
        working.work_now(app, identity)
        sending.send_now(app, identity)

    people_said = [f"{p}x{n} is what happened" for p in range(PEOPLE) for n in range(EACH)]
    said = session.scalars(select(Message.text).where(Message.client_id.is_not(None)))
    assert Counter(said) == Counter(people_said)
    assert session.scalars(select(Message.id).where(Message.status == "pending")).all() == []
    told = session.scalars(
        select(Message.id).where(Message.author == "bot", Message.kind != "error")
    ).all()
    rows = session.scalars(select(ChannelOut)).all()
    held = Counter(line for row in rows for line in row.lines)
    assert told and all(held[line] == 1 for line in told)
    assert {row.status for row in rows} == {"sent"}
    assert {row.key for row in rows} <= {out.key for out in desk.sent}
