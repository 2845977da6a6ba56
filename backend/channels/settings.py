"""What each channel is told from outside: off until it is named, and whole where it is."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from backend.channels import signed
from backend.setting_errors import SettingsError

ADDRESS = "PUBLIC_ADDRESS"
ON = "CHANNELS"
SHORTEST_SECRET = 16
SIGNED = "must be whsec_ and at least 16 bytes in base64; several with commas between."
Given = Mapping[str, str]


@dataclass(frozen=True)
class Stated:
    """The settings of one channel."""

    needed: tuple[str, ...]  # without each of these the service does not start
    may: Given = field(default_factory=dict)  # those it can do without, with their values then
    secrets: tuple[str, ...] = ()  # never short
    check: Callable[[Given], str | None] = lambda _given: None  # one sentence on what is wrong


def _mail(given: Given) -> str | None:
    """E-mail comes by a signed webhook, or is fetched; one of the two."""
    if not given["EMAIL_CHANNEL_SECRET"] and not given["EMAIL_IMAP_HOST"]:
        return (
            "One of EMAIL_CHANNEL_SECRET and EMAIL_IMAP_HOST must be set where CHANNELS has email."
        )
    if given["EMAIL_CHANNEL_SECRET"] and signed.wrong(given["EMAIL_CHANNEL_SECRET"]):
        return f"EMAIL_CHANNEL_SECRET {SIGNED}"
    if not given["EMAIL_IMAP_PORT"].isdecimal():
        return "EMAIL_IMAP_PORT must be a whole number."
    if given["EMAIL_IMAP_SECURITY"] not in ("tls", "none"):
        return "EMAIL_IMAP_SECURITY must be tls or none."
    return None


def _generic(given: Given) -> str | None:
    if signed.wrong(given["GENERIC_CHANNEL_SECRET"]):
        return f"GENERIC_CHANNEL_SECRET {SIGNED}"
    if not given["GENERIC_CHANNEL_URL"].startswith(("https://", "http://")):
        return "GENERIC_CHANNEL_URL must begin with https://."
    return None


def _telegram_takes(given: Given) -> str | None:
    """Telegram allows few characters in the secret that it shows."""
    if re.fullmatch(r"[A-Za-z0-9_-]{1,256}", given["TELEGRAM_SECRET"]):
        return _kept_from_others("TELEGRAM_ADDRESS", given)
    return "TELEGRAM_SECRET may have only letters, digits, _ and -, and 256 of them at most."


def _kept_from_others(name: str, given: Given) -> str | None:
    """Keys go to a provider's address: over https, or to this machine."""
    if re.match(r"https://|http://(127\.0\.0\.1|localhost)(:|/|$)", given[name] or "https://"):
        return None
    return f"{name} must begin with https://."


def _meta(given: Given) -> str | None:
    return _kept_from_others("META_ADDRESS", given)


def _a_sender(name: str) -> Callable[[Given], str | None]:
    """A number as the whole world writes it, or the id of one of Twilio's messaging services."""

    def check(given: Given) -> str | None:
        if re.fullmatch(r"\+\d{6,15}|\d{3,6}|MG[0-9a-f]{32}", given[name]):
            return _kept_from_others("TWILIO_ADDRESS", given)
        return f"{name} must be a number as +441632960000, or a messaging service's id (MG...)."

    return check


TWILIO = {"TWILIO_API_KEY": "", "TWILIO_API_SECRET": "", "TWILIO_ADDRESS": ""}
META = {"META_VERSION": "", "META_ADDRESS": ""}


# One entry a channel. Its name is that of the adapter, and the last part of its address.
STATED: dict[str, Stated] = {
    "sms": Stated(
        ("TWILIO_ACCOUNT", "TWILIO_AUTH_TOKEN", "SMS_SENDER"),
        TWILIO,
        secrets=("TWILIO_AUTH_TOKEN",),
        check=_a_sender("SMS_SENDER"),
    ),
    "whatsapp": Stated(
        ("TWILIO_ACCOUNT", "TWILIO_AUTH_TOKEN", "WHATSAPP_SENDER"),
        {**TWILIO, "WHATSAPP_TEMPLATE": ""},
        secrets=("TWILIO_AUTH_TOKEN",),
        check=_a_sender("WHATSAPP_SENDER"),
    ),
    "whatsapp_cloud": Stated(
        (
            "WHATSAPP_CLOUD_NUMBER",
            "WHATSAPP_CLOUD_TOKEN",
            "WHATSAPP_CLOUD_APP_SECRET",
            "WHATSAPP_CLOUD_VERIFY_TOKEN",
        ),
        {
            **META,
            "WHATSAPP_CLOUD_APP": "",
            "WHATSAPP_CLOUD_ACCOUNT": "",
            "WHATSAPP_CLOUD_TEMPLATE": "",
            "WHATSAPP_CLOUD_TEMPLATE_LANGUAGE": "en_GB",
        },
        secrets=("WHATSAPP_CLOUD_APP_SECRET", "WHATSAPP_CLOUD_VERIFY_TOKEN"),
        check=_meta,
    ),
    "messenger": Stated(
        ("MESSENGER_PAGE", "MESSENGER_TOKEN", "MESSENGER_APP_SECRET", "MESSENGER_VERIFY_TOKEN"),
        {**META, "MESSENGER_APP": "", "MESSENGER_TEMPLATE": ""},
        secrets=("MESSENGER_APP_SECRET", "MESSENGER_VERIFY_TOKEN"),
        check=_meta,
    ),
    "telegram": Stated(
        ("TELEGRAM_TOKEN", "TELEGRAM_SECRET"),
        {"TELEGRAM_ADDRESS": ""},
        secrets=("TELEGRAM_SECRET",),
        check=_telegram_takes,
    ),
    # Secrets as Standard Webhooks has them (whsec_ and base64); several with commas between.
    "generic": Stated(("GENERIC_CHANNEL_SECRET", "GENERIC_CHANNEL_URL"), check=_generic),
    "email": Stated(
        ("EMAIL_CHANNEL_ADDRESS", "SMTP_HOST"),
        {
            "EMAIL_CHANNEL_SECRET": "",
            "EMAIL_IMAP_HOST": "",
            "EMAIL_IMAP_PORT": "993",
            "EMAIL_IMAP_USER": "",
            "EMAIL_IMAP_PASSWORD": "",
            "EMAIL_IMAP_FOLDER": "Inbox",
            "EMAIL_IMAP_SECURITY": "tls",
            "EMAIL_AUTH_SERVER": "",
        },
        check=_mail,
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
