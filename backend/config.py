"""Settings: read from the environment once, checked once, then passed about."""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from dotenv import dotenv_values

from backend.channels.settings import Channels, read_channels
from backend.setting_errors import SettingsError

__all__ = ["Settings", "SettingsError", "load_settings"]
ROOT = Path(__file__).resolve().parents[1]
ENV_FILE = ROOT / ".env"
ENVIRONMENTS = ("development", "test", "production")
SECRETS = (
    "SECRET_KEY",
    "SECURITY_PASSWORD_SALT",
    "BACKEND_SERVICE_TOKEN",
    "RASA_CHANNEL_SECRET",
    "FILES_KEY",
    "ADDRESS_KEY",
    "SIGN_IN_KEY",
)
SHORTEST_SECRET = 16
SECOND_FACTOR = ("offered", "required")
STAFF_ROLES = ("caseworker", "manager", "administrator", "auditor")
ORIGIN = r"https?://[a-z0-9.-]+(:\d+)?"


@dataclass(frozen=True)
class Limits:
    """How often the public may call, in the words of Flask-Limiter."""

    start_per_address: str = "60 per hour"
    per_token: str = "60 per minute"  # noqa: S105
    per_address: str = "600 per minute"
    files_per_token: str = "30 per hour"  # noqa: S105
    files_per_address: str = "120 per hour"
    per_case_system: str = "600 per minute"


# One machine drives many conversations in development: evaluation, load runs, browser tests.
WIDE_LIMITS = Limits(
    "60000 per hour", "6000 per minute", "60000 per minute", "6000 per hour", "60000 per hour"
)


@dataclass(frozen=True)
class Messages:
    """How messages leave the service, and how people come back to a saved draft with a code."""

    by: str = "console"
    sender: str = ""
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_security: str = "starttls"
    smtp_user: str = ""
    smtp_password: str = field(default="", repr=False)
    notify_key: str = field(default="", repr=False)
    notify_email: str = ""
    notify_text: str = ""
    code_minutes: int = 15
    code_tries: int = 5
    codes_per_hour: int = 5
    kept_days: int = 90

    @property
    def ways(self) -> tuple[str, ...]:
        """The ways in which a message can be sent: by e-mail, by text, both or none."""
        if self.by == "notify":
            given = {"email": self.notify_email, "text": self.notify_text}
            return tuple(way for way, template in given.items() if template)
        return {"console": ("email", "text"), "smtp": ("email",)}.get(self.by, ())


@dataclass(frozen=True)
class Live:
    """Whether staff answer chats, how long somebody waits for them, and what danger calls them."""

    on: bool = False
    minutes: int = 10
    risk: str = "none"


@dataclass(frozen=True)
class SignOn:
    """Single sign-on by OpenID Connect; off where no issuer is set."""

    issuer: str = ""
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    makes_accounts: bool = False
    role_claim: str = "roles"
    # What the claim says, and the role that it stands for here. Empty: roles are kept here.
    roles: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Settings:
    """Everything the backend can be told from outside."""

    secret_key: str = field(repr=False)
    password_salt: str = field(repr=False)
    service_token: str = field(repr=False)
    rasa_secret: str = field(repr=False)
    env: str = "development"
    var: Path = ROOT / "var"
    database_url: str = field(default="", repr=False)
    redis_url: str = field(default="", repr=False)
    today: date | None = None
    port: int = 8000
    rasa_url: str = "http://127.0.0.1:5005"
    actions_url: str = "http://127.0.0.1:5055"
    backend_url: str = "http://127.0.0.1:8000"
    allowed_origins: tuple[str, ...] = ()
    limits: Limits = WIDE_LIMITS
    metrics_token: str = field(default="", repr=False)
    trusted_proxies: int = 0
    chat_token_days: int = 28
    unclear_days: int = 90
    unclear_labelled_days: int = 365
    turn_seconds: float = 8.0
    log_level: str = "INFO"
    # Addresses of saved drafts: the key first in the list locks, the others still open.
    address_keys: tuple[str, ...] = field(default=(), repr=False)
    messages: Messages = Messages()
    # Attached files: the key first in the list locks, the others still open what they locked.
    files_keys: tuple[str, ...] = field(default=(), repr=False)
    files_folder: Path = ROOT / "var" / "files"
    clamd: str = ""
    # What staff's sign-in codes are made from: the key first in the list locks, the others open.
    sign_in_keys: tuple[str, ...] = field(default=(), repr=False)
    ask_second_factor: bool = False
    sign_on: SignOn = SignOn()
    live: Live = Live()
    channels: Channels = field(default_factory=Channels)

    @property
    def production(self) -> bool:
        """True where real people are served."""
        return self.env == "production"

    @property
    def second_factor_required(self) -> bool:
        """True where a password alone opens nothing but the page to set up a second factor."""
        return self.production or self.ask_second_factor


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read and check all settings. Raises SettingsError with one clear sentence."""
    if environ is None:
        read_env_file()
    given = dict(os.environ if environ is None else environ)
    env = _one_of(given, "INTAKE_ENV", "development", ENVIRONMENTS)
    var = Path(given.get("INTAKE_VAR") or ROOT / "var").resolve()
    if env != "production":
        given = {**local_secrets(var, given), **_non_empty(given)}
    secret = {name: _secret(given, name) for name in SECRETS}
    port = _whole(given, "BACKEND_PORT", 8000)
    return Settings(
        secret_key=secret["SECRET_KEY"],
        password_salt=secret["SECURITY_PASSWORD_SALT"],
        service_token=secret["BACKEND_SERVICE_TOKEN"],
        rasa_secret=secret["RASA_CHANNEL_SECRET"],
        env=env,
        var=var,
        database_url=_database_url(given, var),
        redis_url=given.get("REDIS_URL", ""),
        today=_today(given, env),
        port=port,
        rasa_url=_url(given, "RASA_URL", _whole(given, "RASA_PORT", 5005)),
        actions_url=_url(given, "ACTIONS_URL", _whole(given, "ACTIONS_PORT", 5055)),
        backend_url=_url(given, "BACKEND_URL", port),
        allowed_origins=_origins(given, env),
        limits=_limits(given, env),
        metrics_token=given.get("METRICS_TOKEN", ""),
        trusted_proxies=_whole(given, "TRUSTED_PROXIES", 0),
        chat_token_days=_whole(given, "CHAT_TOKEN_DAYS", 28),
        unclear_days=_whole(given, "UNCLEAR_DAYS", 90),
        unclear_labelled_days=_whole(given, "UNCLEAR_LABELLED_DAYS", 365),
        log_level=given.get("LOG_LEVEL") or "INFO",
        address_keys=_keys(secret["ADDRESS_KEY"], "ADDRESS_KEY"),
        messages=_messages(given, env),
        files_keys=_keys(secret["FILES_KEY"]),
        files_folder=(ROOT / (given.get("FILES_DIR") or var / "files")).resolve(),
        clamd=_clamd(given),
        sign_in_keys=_keys(secret["SIGN_IN_KEY"], "SIGN_IN_KEY"),
        sign_on=_sign_on(given, env),
        live=_live(given),
        channels=read_channels(given, env),
        ask_second_factor=_one_of(given, "SECOND_FACTOR", "offered", SECOND_FACTOR) == "required",
    )


def read_env_file() -> None:
    """Put what stands in .env into the environment, where it is not set already."""
    for name, value in dotenv_values(ENV_FILE).items():
        if value:
            os.environ.setdefault(name, value)


def _non_empty(given: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in given.items() if value != ""}


def local_secrets(var: Path, given: Mapping[str, str]) -> dict[str, str]:
    """Outside production, secrets are made once and kept in a file only the owner can read."""
    path = var / "development.env"
    kept = {k: v for k, v in dotenv_values(path).items() if v} if path.exists() else {}
    missing = [name for name in SECRETS if not given.get(name) and name not in kept]
    if missing:
        made = {name: secrets.token_urlsafe(32) for name in missing}
        var.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        with path.open("a", encoding="utf-8") as file:
            file.writelines(f"{name}={value}\n" for name, value in made.items())
        kept |= made
    return kept


def _secret(given: Mapping[str, str], name: str) -> str:
    value = given.get(name, "")
    if not value:
        raise SettingsError(f"{name} is not set; give it a long random value.")
    if len(value) < SHORTEST_SECRET:
        raise SettingsError(f"{name} is too short; it needs at least {SHORTEST_SECRET} characters.")
    return value


def _keys(value: str, name: str = "FILES_KEY") -> tuple[str, ...]:
    keys = tuple(key for key in value.replace(" ", "").split(",") if key)
    if any(len(key) < SHORTEST_SECRET for key in keys) or not keys:
        raise SettingsError(
            f"{name} is too short; each of its keys needs {SHORTEST_SECRET} characters."
        )
    return keys


def _clamd(given: Mapping[str, str]) -> str:
    value = given.get("CLAMD", "")
    if value and not re.fullmatch(r"unix:/.+|tcp://[^/:]+:\d+", value):
        raise SettingsError("CLAMD must look like unix:/run/clamav/clamd.ctl or tcp://host:3310.")
    return value


def _one_of(given: Mapping[str, str], name: str, default: str, allowed: tuple[str, ...]) -> str:
    value = given.get(name) or default
    if value not in allowed:
        raise SettingsError(f"{name} must be one of {', '.join(allowed)}, not {value!r}.")
    return value


def _whole(given: Mapping[str, str], name: str, default: int) -> int:
    value = given.get(name) or str(default)
    if not value.isdecimal():
        raise SettingsError(f"{name} must be a whole number, not {value!r}.")
    return int(value)


def _today(given: Mapping[str, str], env: str) -> date | None:
    value = given.get("INTAKE_TODAY", "")
    if not value:
        return None
    if env == "production":
        raise SettingsError("INTAKE_TODAY is for tests and is refused in production.")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise SettingsError(f"INTAKE_TODAY must look like 2026-11-22, not {value!r}.") from None


def _database_url(given: Mapping[str, str], var: Path) -> str:
    url = given.get("DATABASE_URL") or f"sqlite:///{var / 'backend.db'}"
    if url.startswith("sqlite:///") and not url.startswith("sqlite:////"):
        return f"sqlite:///{(ROOT / url.removeprefix('sqlite:///')).resolve()}"
    for short in ("postgresql://", "postgres://"):
        url = url.replace(short, "postgresql+psycopg://", 1) if url.startswith(short) else url
    if not url.startswith(("sqlite:////", "postgresql+psycopg://")):
        raise SettingsError("DATABASE_URL must be a sqlite:/// or postgresql:// address.")
    return url


def _url(given: Mapping[str, str], name: str, port: int) -> str:
    value = (given.get(name) or f"http://127.0.0.1:{port}").rstrip("/")
    if not value.startswith(("http://", "https://")):
        raise SettingsError(f"{name} must begin with http:// or https://.")
    return value


def _origins(given: Mapping[str, str], env: str) -> tuple[str, ...]:
    names = given.get("CHAT_ALLOWED_ORIGINS", "").replace(" ", "").split(",")
    origins = tuple(name.rstrip("/") for name in names if name)
    if "*" in origins and env == "production":
        raise SettingsError("CHAT_ALLOWED_ORIGINS must name each site in production, not *.")
    odd = next((o for o in origins if o != "*" and not re.fullmatch(ORIGIN, o)), None)
    if odd:
        raise SettingsError(
            f"CHAT_ALLOWED_ORIGINS must hold sites like https://www.example.org, not {odd!r}."
        )
    return origins


def _limits(given: Mapping[str, str], env: str) -> Limits:
    default = Limits() if env == "production" else WIDE_LIMITS
    return Limits(
        given.get("CHAT_LIMIT_START") or default.start_per_address,
        given.get("CHAT_LIMIT_TOKEN") or default.per_token,
        given.get("CHAT_LIMIT_ADDRESS") or default.per_address,
        given.get("FILES_LIMIT_TOKEN") or default.files_per_token,
        given.get("FILES_LIMIT_ADDRESS") or default.files_per_address,
        given.get("CASES_LIMIT_TOKEN") or default.per_case_system,
    )


def _messages(given: Mapping[str, str], env: str) -> Messages:
    default = "none" if env == "production" else "console"
    by = _one_of(given, "MESSAGES_BY", default, ("none", "console", "smtp", "notify"))
    if by == "console" and env == "production":
        raise SettingsError("MESSAGES_BY must not be console in production.")
    _needed(given, by)
    return Messages(
        by=by,
        sender=given.get("MESSAGES_FROM", ""),
        smtp_host=given.get("SMTP_HOST", ""),
        smtp_port=_whole(given, "SMTP_PORT", 587),
        smtp_security=_one_of(given, "SMTP_SECURITY", "starttls", ("starttls", "tls", "none")),
        smtp_user=given.get("SMTP_USER", ""),
        smtp_password=given.get("SMTP_PASSWORD", ""),
        notify_key=given.get("NOTIFY_KEY", ""),
        notify_email=given.get("NOTIFY_EMAIL_TEMPLATE", ""),
        notify_text=given.get("NOTIFY_TEXT_TEMPLATE", ""),
        code_minutes=_whole(given, "CODE_MINUTES", 15),
        code_tries=_whole(given, "CODE_TRIES", 5),
        codes_per_hour=_whole(given, "CODES_PER_HOUR", 5),
        kept_days=_whole(given, "KEPT_DAYS", 90),
    )


def _live(given: Mapping[str, str]) -> Live:
    return Live(
        on=_one_of(given, "LIVE_CHAT", "off", ("on", "off")) == "on",
        minutes=_whole(given, "LIVE_CHAT_MINUTES", 10),
        risk=_one_of(given, "LIVE_CHAT_RISK", "none", ("none", "R3", "R4")),
    )


def _sign_on(given: Mapping[str, str], env: str) -> SignOn:
    issuer = given.get("OIDC_ISSUER", "")
    if not issuer:
        return SignOn()
    if not issuer.startswith("https://") and env == "production":
        raise SettingsError("OIDC_ISSUER must begin with https:// in production.")
    for name in ("OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"):
        if not given.get(name):
            raise SettingsError(f"{name} must be set where OIDC_ISSUER is.")
    pairs = [pair.partition("=") for pair in given.get("OIDC_ROLES", "").split(",") if pair.strip()]
    roles = tuple((claim.strip(), role.strip()) for claim, _, role in pairs)
    odd = next((role for _, role in roles if role not in STAFF_ROLES), None)
    if odd is not None:
        raise SettingsError(f"OIDC_ROLES must map to {', '.join(STAFF_ROLES)}, not to {odd!r}.")
    makes = _one_of(given, "OIDC_MAKES_ACCOUNTS", "no", ("no", "yes")) == "yes"
    if makes and not roles:
        raise SettingsError("OIDC_ROLES must be set where OIDC_MAKES_ACCOUNTS is yes.")
    return SignOn(
        issuer=issuer,
        client_id=given["OIDC_CLIENT_ID"],
        client_secret=given["OIDC_CLIENT_SECRET"],
        makes_accounts=makes,
        role_claim=given.get("OIDC_ROLE_CLAIM") or "roles",
        roles=roles,
    )


def _needed(given: Mapping[str, str], by: str) -> None:
    """Raise SettingsError where a way of sending lacks what it cannot do without."""
    for name in {"smtp": ("SMTP_HOST", "MESSAGES_FROM"), "notify": ("NOTIFY_KEY",)}.get(by, ()):
        if not given.get(name):
            raise SettingsError(f"{name} must be set where MESSAGES_BY is {by}.")
    templates = ("NOTIFY_EMAIL_TEMPLATE", "NOTIFY_TEXT_TEMPLATE")
    if by == "notify" and not any(given.get(name) for name in templates):
        raise SettingsError(f"One of {' and '.join(templates)} must be set.")
