"""Save and come back: a draft kept by choice, found again with a reference and a code."""

import hmac
import re
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Row, delete, func, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from backend.channels.identity import back_on_the_web
from backend.chat.rasa import Rasa
from backend.config import Settings
from backend.data.models import Conversation, Draft, KeptDraft, OutboxMessage, ReturnCode
from backend.problems import Problem
from backend.services import casework_parked, conversations, sealing, way_back
from backend.services.addresses import Address, read_address
from backend.services.events import record
from backend.services.posting import Letter, Sender, SendingFailed
from backend.services.references import SAVED, new_reference
from intake.wording import text

log = structlog.get_logger()
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
# What could tell a right reference from a wrong one by time takes far less than this.
LEAST_SECONDS = 0.2
DIGITS = 6
NOBODY = "0" * 64


def keep(
    session: Session, settings: Settings, conversation: str, typed: str, *, now: datetime
) -> KeptDraft:
    """Save an unsent draft by the person's choice; done again, the newest address counts."""
    address = _checked(settings, typed)
    try:
        return _keep(session, settings, conversation, address, now)
    except IntegrityError:  # pressed twice: the other press made it a moment ago
        session.rollback()
        return _keep(session, settings, conversation, address, now)


def _keep(
    session: Session, settings: Settings, conversation: str, address: Address, now: datetime
) -> KeptDraft:
    _refuse_sent(session, conversation)
    kept = session.get(KeptDraft, conversation, with_for_update=True)
    hashed = sealing.hashed(settings, "address", address.value.casefold())
    if kept is None:
        kept = KeptDraft(conversation_id=conversation, reference=new_reference(SAVED))
        session.add(kept)
        record(session, conversation, "kept", at=now, actor="person", way=address.way)
    elif kept.address_hash != hashed:
        _end_codes(session, conversation, now)
    kept.way, kept.address_hash = address.way, hashed
    kept.address, kept.kept_at = sealing.seal(settings, address.value), now
    session.commit()
    return kept


def _checked(settings: Settings, typed: str) -> Address:
    ways = settings.messages.ways
    if not ways:
        raise Problem(409, "keep_off")
    address = read_address(typed)
    if address is None:
        raise Problem(422, "keep_address" if len(ways) > 1 else f"keep_address_{ways[0]}")
    if address.way not in ways:
        raise Problem(422, f"keep_address_{ways[0]}")
    return address


def _refuse_sent(session: Session, conversation: str) -> None:
    query = select(Draft.reference).where(Draft.conversation_id == conversation)
    found = session.execute(query).one_or_none()
    if found is None:
        raise Problem(410, "gone")
    if found.reference:
        raise Problem(409, "keep_sent", reference=found.reference)


def of(session: Session, conversation: str) -> KeptDraft | None:
    """How a conversation is saved; None where it is not."""
    return session.get(KeptDraft, conversation)


def address_of(settings: Settings, kept: KeptDraft) -> str:
    """The address as its owner may read it."""
    return sealing.unseal(settings, kept.address) or ""


def checked_reference(typed: str) -> str:
    """The reference in its usual form. Raises Problem 422 where it can't be one at all."""
    reference = way_back.read(typed)
    if reference is None:
        raise Problem(422, "return_reference")
    return reference


def send_code(
    session: Session,
    settings: Settings,
    sender: Sender,
    reference: str,
    *,
    first: bool,
    now: datetime,
) -> bool:
    """Send a code to the address that is kept for a reference; False where none is to be sent.

    Raises SendingFailed where another try may help.
    """
    kept = way_back.found(session, settings, reference, now)
    address = sealing.unseal(settings, kept.address) if kept else None
    if kept is None or address is None or _too_many(session, settings, kept, now):
        log.info("code_not_sent", known=kept is not None, readable=address is not None)
        return False
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    row = ReturnCode(
        conversation_id=kept.conversation_id,
        address_hash=kept.address_hash,
        code_hash=sealing.hashed(settings, "code", kept.conversation_id, code),
        made_at=now,
        expires_at=now + timedelta(minutes=settings.messages.code_minutes),
    )
    session.add(row)
    session.commit()  # it works before it can arrive
    try:
        sender.send(_letter(session, settings, kept, address, code, first=first))
    except SendingFailed as failure:
        session.delete(row)
        session.commit()
        log.warning("code_not_sent", conversation=kept.conversation_id, why=failure.why)
        if failure.passing:
            raise
        return False
    log.info("code_sent", conversation=kept.conversation_id, way=kept.way)
    return True


def _too_many(session: Session, settings: Settings, kept: KeptDraft, now: datetime) -> bool:
    """True where a draft, or an address over all drafts, has had its share of codes."""
    made = select(func.count(ReturnCode.id)).where(ReturnCode.made_at > now - HOUR)
    of_draft = made.where(ReturnCode.conversation_id == kept.conversation_id)
    of_address = made.where(ReturnCode.address_hash == kept.address_hash)
    most = settings.messages.codes_per_hour
    return any((session.scalar(query) or 0) >= most for query in (of_draft, of_address))


def _letter(
    session: Session,
    settings: Settings,
    kept: KeptDraft,
    address: str,
    code: str,
    *,
    first: bool,
) -> Letter:
    talk = session.get_one(Conversation, kept.conversation_id)
    body = text(
        f"keep.{'first' if first else 'again'}_{kept.way}",
        talk.locale,
        code=code,
        minutes=settings.messages.code_minutes,
        reference=kept.reference,
    )
    return Letter(kept.way, address, text("keep.subject", talk.locale), body)


def come_back(
    session: Session, settings: Settings, reference: str, typed: str, *, now: datetime
) -> str:
    """The conversation that a reference and its code open, once; its older tokens end.

    Raises Problem 422, the same for whatever is wrong.
    """
    row = _count_try(session, settings, reference, now)
    conversation, known = (row.conversation_id, row.code_hash) if row else ("", NOBODY)
    code = re.sub(r"\D", "", typed)
    given = sealing.hashed(settings, "code", conversation, code)
    if not hmac.compare_digest(given, known) or row is None:
        session.commit()  # the try counts
        raise Problem(422, "return_wrong", minutes=settings.messages.code_minutes)
    session.execute(update(ReturnCode).where(ReturnCode.id == row.id).values(used_at=now))
    _end_tokens(session, conversation, now)
    back_on_the_web(session, conversation)  # a channel takes it over from there
    record(session, conversation, "returned", at=now, actor="person")
    session.commit()
    return conversation


def _count_try(
    session: Session, settings: Settings, reference: str, now: datetime
) -> Row[int, str, str] | None:
    """Count a try at the newest code of a draft, and lock it until the end of this try."""
    newest = (
        select(func.max(ReturnCode.id))
        .join(KeptDraft, KeptDraft.conversation_id == ReturnCode.conversation_id)
        .join(Draft, Draft.conversation_id == KeptDraft.conversation_id)
        .where(way_back.named(reference))
        .scalar_subquery()
    )
    return session.execute(
        update(ReturnCode)
        .where(ReturnCode.id == newest, ReturnCode.used_at.is_(None))
        .where(ReturnCode.tries < settings.messages.code_tries, ReturnCode.expires_at > now)
        .values(tries=ReturnCode.tries + 1)
        .returning(ReturnCode.id, ReturnCode.conversation_id, ReturnCode.code_hash)
        .execution_options(synchronize_session=False)
    ).one_or_none()


@contextmanager
def evenly() -> Iterator[None]:
    """Take the same time whether it goes well or not, so that time tells nothing."""
    until = time.monotonic() + LEAST_SECONDS
    try:
        yield
    finally:
        time.sleep(max(0.0, until - time.monotonic()))


def erases(session: Session, conversation: str) -> bool:
    """True where leaving a conversation erases it: it was neither saved nor sent."""
    sent = session.scalar(select(Draft.reference).where(Draft.conversation_id == conversation))
    return not sent and of(session, conversation) is None


def leave(session: Session, rasa: Rasa, conversation: str, *, now: datetime) -> None:
    """End every token of a conversation; what was neither saved nor sent is erased."""
    if erases(session, conversation):
        conversations.erase_now(session, rasa, conversation, actor="person", now=now)
    else:
        _end_tokens(session, conversation, now)
        session.commit()


def _end_tokens(session: Session, conversation: str, now: datetime) -> None:
    more = Conversation.token_version + 1
    session.execute(
        update(Conversation)
        .where(Conversation.id == conversation)
        .values(token_version=more, last_active_at=now)
    )


def _end_codes(session: Session, conversation: str, now: datetime) -> None:
    session.execute(
        update(ReturnCode)
        .where(ReturnCode.conversation_id == conversation, ReturnCode.used_at.is_(None))
        .values(used_at=now)
    )


def erase_old(session: Session, settings: Settings, now: datetime) -> None:
    """Erase codes, messages of development and parked forms after a day, and old addresses.

    Saved drafts that were never sent are erased whole, as other drafts are (retention).
    """
    session.execute(delete(ReturnCode).where(ReturnCode.made_at < now - DAY))
    session.execute(delete(OutboxMessage).where(OutboxMessage.at < now - DAY))
    casework_parked.erase_old(session, now)
    old = now - timedelta(days=settings.messages.kept_days)
    staying = (
        select(Conversation.id)
        .join(Draft, Draft.conversation_id == Conversation.id)
        .where(Conversation.last_active_at < old)
        .where(or_(Draft.reference.is_not(None), Conversation.owner == "staff"))
    )
    session.execute(delete(KeptDraft).where(KeptDraft.conversation_id.in_(staying)))
    session.commit()
