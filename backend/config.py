"""Settings: read from the environment once, checked once, then passed about."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from dotenv import dotenv_values

ROOT = Path(__file__).resolve().parents[1]
ENV_FILE = ROOT / ".env"
ENVIRONMENTS = ("development", "test", "production")
SECRETS = ("SECRET_KEY", "SECURITY_PASSWORD_SALT", "BACKEND_SERVICE_TOKEN", "RASA_CHANNEL_SECRET")
SHORTEST_SECRET = 16


class SettingsError(ValueError):
    """A setting is missing or wrong; the message is one sentence for the operator."""


@dataclass(frozen=True)
class Limits:
    """How often the public may call, in the words of Flask-Limiter."""

    start_per_address: str = "60 per hour"
    per_token: str = "60 per minute"  # noqa: S105
    per_address: str = "600 per minute"


# One machine drives many conversations in development: evaluation, load runs, browser tests.
WIDE_LIMITS = Limits("60000 per hour", "6000 per minute", "60000 per minute")


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

    @property
    def production(self) -> bool:
        """True where real people are served."""
        return self.env == "production"


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
    return origins


def _limits(given: Mapping[str, str], env: str) -> Limits:
    default = Limits() if env == "production" else WIDE_LIMITS
    return Limits(
        given.get("CHAT_LIMIT_START") or default.start_per_address,
        given.get("CHAT_LIMIT_TOKEN") or default.per_token,
        given.get("CHAT_LIMIT_ADDRESS") or default.per_address,
    )
