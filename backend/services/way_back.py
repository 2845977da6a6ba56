"""The way back to a conversation by a code: a saved draft by the reference it got when it was
saved, a complaint that was sent by its own, to the address that the person gave in it."""

from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from backend.config import Settings
from backend.data.models import Conversation, Draft, KeptDraft
from backend.services import letters_contact, sealing
from backend.services.addresses import EMAIL, TEXT, Address
from backend.services.events import record
from backend.services.references import PREFIX, SAVED, new_reference, read_reference


def read(typed: str) -> str | None:
    """The reference in what somebody typed, of either kind; None where it can be neither."""
    return read_reference(typed, SAVED) or read_reference(typed)


def make(
    session: Session, settings: Settings, talk: Conversation, address: Address, now: datetime
) -> KeptDraft:
    """The way by which a person comes back to their chat; where they saved it, it is theirs, and
    codes go on going to the address that they chose."""
    kept = session.get(KeptDraft, talk.id, with_for_update=True)
    if kept is None:
        kept = KeptDraft(
            conversation_id=talk.id,
            reference=new_reference(SAVED),
            way=address.way,
            address=sealing.seal(settings, address.value),
            address_hash=sealing.hashed(settings, "address", address.value.casefold()),
            kept_at=now,
        )
        session.add(kept)
        record(session, talk.id, "way_back_made", at=now, way=address.way)
    talk.last_active_at = now  # the time to come back counts from now
    return kept


def named(reference: str) -> ColumnElement[bool]:
    """Whether a kept draft, beside its draft, is what a reference names."""
    return or_(KeptDraft.reference == reference, Draft.reference == reference)


def found(session: Session, settings: Settings, reference: str, now: datetime) -> KeptDraft | None:
    """Where a code for a reference is sent; None where there is nothing or nowhere safe."""
    query = (
        select(KeptDraft)
        .join(Draft, Draft.conversation_id == KeptDraft.conversation_id)
        .where(named(reference))
    )
    kept = session.scalars(query).one_or_none()
    if kept is not None or not reference.startswith(PREFIX):
        return kept
    draft = session.scalars(select(Draft).where(Draft.reference == reference)).one_or_none()
    if draft is None or letters_contact.is_delicate(draft):
        return None
    talk = session.get_one(Conversation, draft.conversation_id)
    if not letters_contact.has_chat(talk):  # staff took it down: there is no chat to come back to
        return None
    for way in letters_contact.ways(draft, talk, settings):
        if way.code in (EMAIL, TEXT):
            return make(session, settings, talk, Address(way.code, way.address), now)
    return None
