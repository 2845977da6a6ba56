"""Letters on their way: taken once, tried again where that may help, and never sent twice."""

from datetime import datetime, timedelta

import structlog
from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from backend.clock import Clock
from backend.config import Settings
from backend.data.letters import EMAIL, FAILED, QUEUED, SENDING, SENT, TEXT, CaseLetter
from backend.data.models import Conversation
from backend.letters import blocks
from backend.letters.templates import locale_of
from backend.services import keeping, letters, letters_contact, posting
from backend.services.events import record
from backend.services.posting import Letter, SendingFailed
from intake.wording import text

log = structlog.get_logger()
AT_ONCE = 100
# Minutes until the next try, then the last of them again and again: about three days in all.
BACK_OFF = (1, 5, 15, 60, 240)
MOST_TRIES = 20
# Longer than any try takes: who has a letter after this was stopped in the middle.
STOPPED_AFTER = timedelta(minutes=10)
UNSURE, TOO_OFTEN, NO_WAY_BACK = "unsure", "too_often", "no_way_back"


def send_due(session: Session, settings: Settings, clock: Clock) -> int:
    """Send every letter whose time has come; returns how many went. Commits each one."""
    give_up_stopped(session, clock.now())
    query = (
        select(CaseLetter.id)
        .where(CaseLetter.state == QUEUED, CaseLetter.way.in_((EMAIL, TEXT)))
        .where(CaseLetter.next_try_at <= clock.now())
        .order_by(CaseLetter.next_try_at)
        .limit(AT_ONCE)
    )
    ids = session.scalars(query).all()
    session.commit()
    return sum(send_one(session, settings, each, clock) for each in ids)


def send_one(session: Session, settings: Settings, identity: str, clock: Clock) -> bool:
    """Send one letter, if nobody else has taken it; True where it went."""
    letter = _take(session, identity, clock.now())
    if letter is None:
        return False
    message = _message(session, letter)
    session.commit()  # taken before it can go, and no transaction stays open meanwhile
    if message is None:
        return _failed(session, letter, NO_WAY_BACK, clock.now())
    try:
        posting.sender(settings.messages, session, clock.now()).send(message)
    except SendingFailed as failure:
        return _not_now(session, letter, failure, clock.now())
    letter.state, letter.sent_at, letter.why = SENT, clock.now(), None
    letter.next_try_at = None
    _record(session, letter, letters.WENT, clock.now())
    return True


def give_up_stopped(session: Session, now: datetime) -> None:
    """Letters whose sending was cut off: whether they went is for a person to find out."""
    query = select(CaseLetter).where(
        CaseLetter.state == SENDING,
        or_(CaseLetter.next_try_at.is_(None), CaseLetter.next_try_at <= now),
    )
    for letter in session.scalars(query.limit(AT_ONCE)).all():
        _failed(session, letter, UNSURE, now)


def _take(session: Session, identity: str, now: datetime) -> CaseLetter | None:
    """The letter, for this process alone."""
    taken = session.execute(
        update(CaseLetter)
        .where(CaseLetter.id == identity, CaseLetter.state == QUEUED)
        .where(CaseLetter.next_try_at <= now)
        .values(state=SENDING, tries=CaseLetter.tries + 1, next_try_at=now + STOPPED_AFTER)
        .execution_options(synchronize_session=False)
    )
    if taken.rowcount == 0:  # type: ignore[attr-defined]
        session.rollback()
        return None
    return session.get_one(CaseLetter, identity, populate_existing=True)


def _message(session: Session, letter: CaseLetter) -> Letter | None:
    """What goes out; None where it would lead back to a chat that nothing leads back to."""
    talk = session.get_one(Conversation, letter.conversation_id)
    subject, words = letter.subject, blocks.as_mail(letter.body)
    if letters.is_notice(letter):
        kept = keeping.of(session, talk.id)
        if kept is None and letters_contact.has_chat(talk):
            return None
        locale = locale_of(letter.variant)
        about = "ask" if letter.kind == letters.ASK else "news"
        key = f"letters.{about if kept else 'by_phone'}_{letter.way}"
        subject = text("letters.ask_subject", locale)
        words = text(key, locale, saved=kept.reference if kept else "")
    return Letter(
        letter.way or "", letter.address, subject, words, key=letter.id, again=letter.tries > 1
    )


def _not_now(session: Session, letter: CaseLetter, failure: SendingFailed, now: datetime) -> bool:
    """Put it back for later where another try may help and cannot send it twice."""
    if failure.unsure:
        return _failed(session, letter, UNSURE, now)
    if not failure.passing:
        return _failed(session, letter, failure.why, now)
    if letter.tries >= MOST_TRIES:
        return _failed(session, letter, TOO_OFTEN, now)
    minutes = BACK_OFF[min(letter.tries, len(BACK_OFF)) - 1]
    letter.state, letter.why = QUEUED, failure.why[:60]
    letter.next_try_at = now + timedelta(minutes=minutes)
    session.commit()
    log.warning("letter_not_sent", letter=letter.id, why=failure.why, tries=letter.tries)
    return False


def _failed(session: Session, letter: CaseLetter, why: str, now: datetime) -> bool:
    letter.state, letter.why, letter.next_try_at = FAILED, why[:60], None
    log.warning("letter_failed", letter=letter.id, why=why, tries=letter.tries)
    _record(session, letter, letters.STUCK, now, why=why[:60])
    return False


def _record(session: Session, letter: CaseLetter, kind: str, now: datetime, **more: str) -> None:
    record(
        session, letter.conversation_id, kind, at=now,
        letter=letter.id, letter_kind=letter.kind, way=letter.way or "", **more,
    )  # fmt: skip
    session.commit()
