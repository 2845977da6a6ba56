"""What each channel is told from outside: off until it is named, and whole where it is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from backend.setting_errors import SettingsError

ADDRESS = "PUBLIC_ADDRESS"
ON = "CHANNELS"
SHORTEST_SECRET = 16
Given = Mapping[str, str]


@dataclass(frozen=True)
class Stated:
    """The settings of one channel."""

    needed: tuple[str, ...]  # without each of these the service does not start
    may: Given = field(default_factory=dict)  # those it can do without, with their values then
    secrets: tuple[str, ...] = ()  # never short
    check: Callable[[Given], str | None] = lambda _given: None  # one sentence on what is wrong


def _no_way_in(given: Given) -> str | None:
    """E-mail comes by a signed webhook, or is fetched; one of the two."""
    if given["EMAIL_CHANNEL_SECRET"] or given["EMAIL_IMAP_HOST"]:
        return None
    return "One of EMAIL_CHANNEL_SECRET and EMAIL_IMAP_HOST must be set where CHANNELS has email."


# One entry a channel. Its name is that of the adapter, and the last part of its address.
STATED: dict[str, Stated] = {
    # Secrets as Standard Webhooks has them (whsec_ and base64); several with commas between.
    "generic": Stated(
        ("GENERIC_CHANNEL_SECRET", "GENERIC_CHANNEL_URL"), secrets=("GENERIC_CHANNEL_SECRET",)
    ),
    "email": Stated(
        ("EMAIL_CHANNEL_ADDRESS", "SMTP_HOST"),
        {
            "EMAIL_CHANNEL_SECRET": "",
            "EMAIL_IMAP_HOST": "",
            "EMAIL_IMAP_PORT": "993",
            "EMAIL_IMAP_USER": "",
            "EMAIL_IMAP_PASSWORD": "",
            "EMAIL_IMAP_FOLDER": "Inbox",
        },
        check=_no_way_in,
    ),
}


@dataclass(frozen=True)
class Channels:
    """The channels that are on, with what each was given."""

    address: str = ""  # where the public reaches us: what signatures are checked against
    given: Mapping[str, Given] = field(default_factory=dict, repr=False)
    # After so many days without a message a number may be somebody else's.
    gap_days: int = 60


def read_channels(given: Given, env: str) -> Channels:
    """The channels that the settings name. Raises SettingsError with one clear sentence."""
    names = [name for name in given.get(ON, "").replace(" ", "").split(",") if name]
    odd = next((name for name in names if name not in STATED), None)
    if odd is not None:
        raise SettingsError(f"{ON} must be among {', '.join(STATED)}, not {odd!r}.")
    return Channels(
        address=_address(given, env, needed=bool(names)),
        given={name: _one(name, given) for name in names},
        gap_days=_days(given.get("CHANNEL_GAP_DAYS") or "60"),
    )


def _address(given: Given, env: str, *, needed: bool) -> str:
    value = given.get(ADDRESS, "").rstrip("/")
    if not value and needed:
        raise SettingsError(f"{ADDRESS} must be set where {ON} is: signatures are checked with it.")
    if value and not value.startswith(
        "https://" if env == "production" else ("https://", "http://")
    ):
        raise SettingsError(f"{ADDRESS} must begin with https://, not {value!r}.")
    return value


def _one(name: str, given: Given) -> Given:
    stated = STATED[name]
    for each in stated.needed:
        if not given.get(each):
            raise SettingsError(f"{each} must be set where {ON} has {name}.")
    for each in stated.secrets:
        if len(given[each]) < SHORTEST_SECRET:
            raise SettingsError(f"{each} is too short; it needs {SHORTEST_SECRET} characters.")
    told = {each: given[each] for each in stated.needed}
    told |= {each: given.get(each) or value for each, value in stated.may.items()}
    wrong = stated.check(told)
    if wrong:
        raise SettingsError(wrong)
    return told


def _days(value: str) -> int:
    if not value.isdecimal():
        raise SettingsError(f"CHANNEL_GAP_DAYS must be a whole number, not {value!r}.")
    return int(value)
