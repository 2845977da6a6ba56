"""What happens at a provider, in words that are the same for all of them."""

from dataclasses import dataclass
from datetime import UTC, datetime

NOON = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Said:
    """Somebody wrote."""

    id: str
    text: str
    sender: str = ""
    at: datetime = NOON


@dataclass(frozen=True)
class Pressed:
    """Somebody pressed a button."""

    id: str
    value: str
    label: str = "Yes"
    sender: str = ""
    at: datetime = NOON


@dataclass(frozen=True)
class Attached:
    """Somebody sent a file; the provider keeps it at `place`."""

    id: str
    place: str
    kind: str = "image/jpeg"
    text: str = ""
    sender: str = ""
    at: datetime = NOON


@dataclass(frozen=True)
class Odd:
    """Somebody sent what no words and no file stand for: a sticker, a place."""

    id: str
    sender: str = ""
    at: datetime = NOON


@dataclass(frozen=True)
class Became:
    """The provider tells what became of one of our messages."""

    id: str
    state: str
    code: str = ""


Event = Said | Pressed | Attached | Odd | Became
