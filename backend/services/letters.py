"""Letters from staff to the person: drafted, saved, and sent together with the case's move."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from backend.clock import LONDON
from backend.config import Settings
from backend.data.letters import CHAT, DRAFT, EMAIL, FAILED, POST, QUEUED, SENT, TEXT, CaseLetter
from backend.data.models import Conversation, Draft
from backend.letters import blocks, templates
from backend.services import casework, casework_flow, letters_contact, letters_fields, way_back
from backend.services.addresses import Address
from backend.services.casework import Asked, NotAllowed
from backend.services.events import record
from backend.services.letters_contact import NO_CHAT, Way
from backend.services.telling import tell

DRAFTED, REMOVED = "letter_drafted", "letter_removed"
GOES, WENT, STUCK = "letter_queued", "letter_sent", "letter_failed"
AGAIN = "letter_tried_again"
ASK = "ask"
# The move of the flow that belongs to a kind of letter.
MOVES = {
    ASK: "ask",
    "not_yet": "advise",
    "signpost": "signpost",
    "accept": "accept",
    "close": "close",
}
LONGEST, LONGEST_SUBJECT = 20_000, 200


class Changed(Exception):
    """Somebody else saved or sent the letter meanwhile."""


@dataclass(frozen=True)
class Typed:
    """A letter as it stands in the form, and the version that was opened."""

    version: int
    subject: str
    body: str


@dataclass(frozen=True)
class How:
    """How a letter goes out, and what goes with it."""

    way: str
    in_chat: bool
    read: bool  # that what must be read before writing to the person was read
    move: str = ""
    reason: str = ""
    roles: Iterable[str] = field(default_factory=frozenset)


def draft_letter(
    session: Session, case: Draft, asked: Asked, kind: str, variant: str, missing: Sequence[str]
) -> CaseLetter:
    """A new letter, written from its template. Raises NotAllowed."""
    if case.submitted_at is None:
        raise NotAllowed("letter_not_sent_case")
    if kind not in templates.KINDS or variant not in templates.VARIANTS:
        raise NotAllowed("letter_kind")
    today = asked.now.astimezone(LONDON).date()
    filled = letters_fields.fields(case, kind, variant, missing, today)
    written = templates.write(kind, variant, filled)
    letter = CaseLetter(
        id=str(uuid.uuid4()),
        conversation_id=case.conversation_id,
        kind=kind,
        variant=variant,
        subject=written.subject[:LONGEST_SUBJECT],
        body=written.body,
        missing=list(missing),
        state=DRAFT,
        version=0,
        tries=0,
        address="",
        token=asked.token,
        created_by=asked.by,
        created_at=asked.now,
        updated_at=asked.now,
    )
    session.add(letter)
    _note(session, letter, DRAFTED, asked)
    return letter


def save(session: Session, letter: CaseLetter, typed: Typed, now: datetime) -> CaseLetter:
    """Keep what staff wrote. Raises Changed where somebody else saved it since, or it went out."""
    raised = session.execute(
        update(CaseLetter)
        .where(CaseLetter.id == letter.id, CaseLetter.version == typed.version)
        .where(CaseLetter.state == DRAFT)
        .values(subject=typed.subject, body=typed.body, version=typed.version + 1, updated_at=now)
        .execution_options(synchronize_session=False)
    )
    if raised.rowcount == 0:  # type: ignore[attr-defined]
        raise Changed
    return session.get_one(CaseLetter, letter.id, populate_existing=True)


def remove(session: Session, letter: CaseLetter, asked: Asked) -> None:
    """Take a draft away. Raises Changed where it is none any more."""
    gone = session.execute(
        delete(CaseLetter).where(CaseLetter.id == letter.id, CaseLetter.state == DRAFT)
    )
    if gone.rowcount == 0:  # type: ignore[attr-defined]
        raise Changed
    _note(session, letter, REMOVED, asked)


def send(
    session: Session, settings: Settings, letter: CaseLetter, asked: Asked, typed: Typed, how: How
) -> CaseLetter:
    """Send a letter as typed and move the case on, both or neither.

    Raises NotAllowed; Stale and Repeated for the case; Changed for the letter.
    """
    case = _claimed(session, letter, asked, how)
    letter = save(session, letter, typed, asked.now)
    talk = session.get_one(Conversation, case.conversation_id)
    way = _way(settings, letter, case, talk, how)
    _queue(letter, way, asked)
    chat = letters_contact.has_chat(talk)
    if chat and (how.in_chat or way.code in (CHAT, TEXT) or letter.kind == ASK):
        _say(session, talk, letter, asked.now)
    if chat and is_notice(letter) and way.code in (EMAIL, TEXT):
        way_back.make(session, settings, talk, Address(way.code, way.address), asked.now)
    _keep(session, case, letter, asked, how)
    if way.code == CHAT:
        _note(session, letter, WENT, asked)
    return letter


def try_again(session: Session, letter: CaseLetter, asked: Asked) -> CaseLetter:
    """Put a letter that failed in the queue again. Raises Changed."""
    waits = {"state": QUEUED, "next_try_at": asked.now, "why": None}
    return _from(session, letter, FAILED, AGAIN, asked, waits)


def posted(session: Session, letter: CaseLetter, asked: Asked) -> CaseLetter:
    """Say that a printed letter is in the post. Raises Changed."""
    if letter.way != POST:
        raise Changed
    went = {"state": SENT, "sent_at": asked.now, "sent_by": asked.by}
    return _from(session, letter, QUEUED, WENT, asked, went)


def of(session: Session, case: str) -> list[CaseLetter]:
    """The letters of a case, newest first."""
    query = select(CaseLetter).where(CaseLetter.conversation_id == case)
    return list(session.scalars(query.order_by(CaseLetter.created_at.desc(), CaseLetter.id)))


def find(session: Session, case: str, identity: str) -> CaseLetter | None:
    """One letter of a case."""
    found = session.get(CaseLetter, identity.replace("\0", ""))
    return found if found is not None and found.conversation_id == case else None


def move_for(kind: str, state: str, roles: Iterable[str]) -> str:
    """The move that may go with a kind of letter from here; empty where there is none."""
    may = {move.name for move in casework_flow.moves(state, roles)}
    return MOVES[kind] if MOVES.get(kind) in may else ""


def is_notice(letter: CaseLetter) -> bool:
    """True where what goes out only says that something waits, and nothing of the case."""
    return letter.kind == ASK or letter.way == TEXT


def _claimed(session: Session, letter: CaseLetter, asked: Asked, how: How) -> Draft:
    """The case with its version raised: moved on where a move goes with the letter."""
    if not how.move:
        return casework.claim(session, letter.conversation_id, asked)
    if how.move != MOVES.get(letter.kind):
        raise NotAllowed("letter_move")
    return casework.move(
        session, letter.conversation_id, asked, how.move, how.roles, how.reason, tell=False
    )


def _keep(session: Session, case: Draft, letter: CaseLetter, asked: Asked, how: How) -> None:
    """What happened, once: with the change of the case where nothing else raised its version."""
    detail = {"letter": letter.id, "letter_kind": letter.kind, "way": letter.way}
    if how.move:
        record(session, case.conversation_id, GOES, at=asked.now, actor=asked.name, **detail)
    else:
        casework.keep(session, case, asked, GOES, {}, how.reason, **detail)


def _way(settings: Settings, letter: CaseLetter, case: Draft, talk: Conversation, how: How) -> Way:
    """The way that was chosen, where nothing stands against it. Raises NotAllowed."""
    there = letters_contact.ways(case, talk, settings)
    way = next((each for each in there if each.code == how.way), None)
    if way is None or (way.code == TEXT and letter.kind != ASK and talk.channel in NO_CHAT):
        raise NotAllowed("letter_way")
    if letters_contact.to_be_read(case) and not how.read:
        raise NotAllowed("letter_care")
    if templates.UNFINISHED.search(letter.subject + letter.body):
        raise NotAllowed("letter_unfinished")
    return way


def _queue(letter: CaseLetter, way: Way, asked: Asked) -> None:
    letter.way, letter.address, letter.sent_by = way.code, way.address, asked.by
    letter.state = SENT if way.code == CHAT else QUEUED
    letter.sent_at = asked.now if way.code == CHAT else None
    letter.next_try_at = asked.now if way.code in (EMAIL, TEXT) else None
    letter.version += 1


def _say(session: Session, talk: Conversation, letter: CaseLetter, now: datetime) -> None:
    """Put it into the person's chat, in its own language."""
    line = tell(session, talk, blocks.as_mail(letter.body).strip(), now=now, kind="info")
    line.lang = templates.locale_of(letter.variant)


def _from(
    session: Session, letter: CaseLetter, state: str, kind: str, asked: Asked, values: Any
) -> CaseLetter:
    """Bring a letter out of one state; of two who ask at once, one is refused."""
    changed = session.execute(
        update(CaseLetter)
        .where(CaseLetter.id == letter.id, CaseLetter.state == state)
        .values(version=CaseLetter.version + 1, **values)
        .execution_options(synchronize_session=False)
    )
    if changed.rowcount == 0:  # type: ignore[attr-defined]
        raise Changed
    _note(session, letter, kind, asked)
    return session.get_one(CaseLetter, letter.id, populate_existing=True)


def _note(session: Session, letter: CaseLetter, kind: str, asked: Asked) -> None:
    """That something happened to a letter; never what stands in it or where it goes."""
    record(
        session, letter.conversation_id, kind, at=asked.now, actor=asked.name,
        letter=letter.id, letter_kind=letter.kind, way=letter.way or "",
    )  # fmt: skip
