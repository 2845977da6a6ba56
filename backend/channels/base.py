"""What every channel has to be able to do: the one small interface that adapters fill in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


class Forged(Exception):
    """A call that does not prove who sends it; answered 401 and nothing more is looked at."""


class Unreadable(Exception):
    """A call that proves who sends it and makes no sense; answered 400."""


@dataclass(frozen=True)
class Call:
    """One call of a provider to our address: raw, as it was signed."""

    method: str
    url: str  # the configured public address with the path and query, never what a header says
    headers: Mapping[str, str]  # names in small letters
    body: bytes
    form: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Media:
    """Something attached to a message, to be fetched from where the provider keeps it."""

    place: str  # a provider's id or address
    kind: str = ""  # as the provider says: image/jpeg
    name: str = ""
    content: bytes | None = None  # where it came with the message


@dataclass(frozen=True)
class Arrived:
    """One message from one person, whatever it was written on."""

    provider_id: str  # the provider's own id of the message
    sender: str  # number, chat or e-mail address; the same person always the same
    text: str = ""
    choice: str | None = None  # the value of a native button or list row that was pressed
    media: tuple[Media, ...] = ()
    at: datetime | None = None  # when the provider says that it was written
    order: int | None = None  # where the provider numbers its messages
    # What a reply must name for the provider to put it in its place (thread, mail, chat).
    thread: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Receipt:
    """What became of a message of ours: sent, delivered, read or failed."""

    provider_id: str
    state: str
    why: str = ""  # a provider's code, never words


@dataclass(frozen=True)
class Delivery:
    """All that one call brought."""

    messages: tuple[Arrived, ...] = ()
    receipts: tuple[Receipt, ...] = ()


@dataclass(frozen=True)
class Answer:
    """What the provider gets back at once."""

    status: int = 200
    body: str = ""
    content_type: str = "text/plain"


@dataclass(frozen=True)
class Button:
    """One choice: what is shown and the opaque value that comes back."""

    label: str
    value: str


@dataclass(frozen=True)
class Out:
    """One message on its way to one person, rendered for the abilities of its channel."""

    to: str
    text: str
    buttons: tuple[Button, ...] = ()  # only where the channel has them, never more than it takes
    template: str = ""  # the name of an approved template, where plain words are not allowed now
    language: str = "en"
    thread: Mapping[str, str] = field(default_factory=dict)
    key: str = ""  # the same for every try of the same message


@dataclass(frozen=True)
class Abilities:
    """What a channel can show, so that one renderer serves all."""

    buttons: int = 0  # the most choices as native buttons; 0: numbered lines
    rows: int = 0  # the most choices as a native list
    label: int = 20  # the longest label of a button
    longest: int = 4000  # characters of one message
    segments: bool = False  # counted in SMS segments: kept to two, GSM-7 where possible
    window_hours: int = 0  # how long after a person's message plain words may be sent; 0: always
    media: bool = True
    typing: bool = False
    read_marks: bool = False
    largest_call: int = 256 * 1024  # bytes of one call of the provider
    # A second sending with the same key is known for the first one: safe after a killed process.
    keyed: bool = False
    hourly: int = 0  # so many messages of one person an hour are answered; 0: all


class Adapter(Protocol):
    """One provider. An adapter keeps nothing, touches no database and logs no words."""

    name: str  # sms, whatsapp, whatsapp_cloud, messenger, telegram, email, generic
    abilities: Abilities

    def verify(self, call: Call) -> None:
        """Prove the sender on the raw body, in constant time. Raises Forged."""

    def challenge(self, call: Call) -> Answer | None:
        """The answer to a provider's proof that the address is ours; None where it is no such."""

    def read(self, call: Call) -> Delivery:
        """The messages and receipts of a proven call. Raises Unreadable."""

    def acknowledged(self) -> Answer:
        """What the provider expects when a call was taken."""

    def send(self, out: Out) -> str:
        """Send, and give the provider's id. Raises backend.services.posting.SendingFailed."""

    def fetch(self, media: Media, most: int) -> bytes:
        """The attached thing, at most so many bytes. Raises SendingFailed."""

    def show(self, to: str, mark: str, thread: Mapping[str, str]) -> None:
        """Show `typing` or `read` where the channel has it; nothing elsewhere. Never raises."""

    def set_webhook(self, url: str) -> str:
        """Tell the provider our address, on an operator's command; gives one sentence back."""
