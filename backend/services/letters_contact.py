"""How a person can be written to: by the ways they gave, with what must be read before."""

from dataclasses import dataclass
from typing import Any

from backend.config import Settings
from backend.data.letters import CHAT, EMAIL, POST, TEXT
from backend.data.models import Conversation, Draft
from backend.services import addresses
from backend.services.addresses import Address
from backend.services.entered import CHANNELS
from intake import facts as reading

# Ways in that nobody can be answered on: staff took these down.
NO_CHAT = frozenset(CHANNELS)
CARE = ("adjustments", "safe_contact")
NOTHING: tuple[Any, ...] = (None, "", [], ["none"], "not_sure")
CHOSEN = {"email": EMAIL, "phone": TEXT, "post": POST}
# Danger that makes a message to the wrong place a harm of its own.
HARMED = frozenset({"DOMESTIC_ABUSE", "ADULT_AT_RISK", "CHILD_AT_RISK"})


@dataclass(frozen=True)
class Way:
    """One way to send a letter, and where to."""

    code: str
    address: str


def ways(draft: Draft, talk: Conversation, settings: Settings) -> list[Way]:
    """The ways there are for this person now, the one that they chose first."""
    there = [Way(POST, reading.words(draft.facts, "postal_address"))]
    there += [
        Way(each.way, each.value)
        for question in ("email", "phone")
        if (each := _address(draft, question)) and each.way in settings.messages.ways
    ]
    found = [way for way in there if way.address]
    if talk.channel not in NO_CHAT:
        found.append(Way(CHAT, ""))
    chosen = CHOSEN.get(reading.answer(draft.facts, "contact_method") or "", CHAT)
    return sorted(found, key=lambda way: (way.code != chosen, way.code != CHAT))


def to_be_read(draft: Draft) -> bool:
    """True where there is something to read before anybody writes to this person."""
    told = any(draft.facts.get(question) not in NOTHING for question in CARE)
    return told or bool(HARMED & {*draft.flags, *draft.risk_flags})


def is_delicate(draft: Draft) -> bool:
    """True where nothing may be sent that no person has thought about."""
    told = draft.facts.get("safe_contact") not in NOTHING
    return told or bool(HARMED & {*draft.flags, *draft.risk_flags})


def has_chat(talk: Conversation) -> bool:
    """True where a person has a chat to be answered in."""
    return talk.channel not in NO_CHAT


def _address(draft: Draft, question: str) -> Address | None:
    typed = reading.words(draft.facts, question)
    return addresses.read_address(typed) if typed else None
