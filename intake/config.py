"""Names, numbers and switches that an operator may change, read once."""

from __future__ import annotations

import os
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

DEFAULTS = Path(__file__).parent / "data" / "config.yml"
# Where the facts in a settings file come from: for those who check them, not settings.
PROVENANCE = ("checked_on", "sources")


class ConfigError(ValueError):
    """A settings file holds a name that does not exist or a value of the wrong kind."""


@dataclass(frozen=True)
class Config:
    """Everything that domain rules and wording take from configuration."""

    ombudsman: str
    ombudsman_short: str
    ombudsman_cy: str
    ombudsman_short_cy: str
    phone: str
    hours: str
    hours_cy: str
    opening: str
    address: str
    privacy_url: str
    exit_url: str
    data_protection_email: str
    ico_phone: str
    find_mp_url: str
    commons_phone: str
    advocacy_phone: str
    advocacy_name: str
    citizens_advice_phone: str
    wait_text: str
    wait_text_cy: str
    months_allowed: int
    urgent_days: int
    warn_months: int
    nhs_no_reply_months: int
    gov_no_reply_weeks: int
    ceased_years: int
    local_complaint_months: int
    most_questions: int
    mp_filter_enabled: bool
    parliament_dissolved: bool
    chat_hours: int
    draft_days: int
    case_days: int
    files_most: int
    file_megabytes: int

    def overlaid(self, values: dict[str, Any]) -> Config:
        """This configuration with some values replaced; raises ConfigError on an unknown name."""
        kinds = {field.name: type(getattr(self, field.name)) for field in fields(self)}
        for name, value in values.items():
            if name not in kinds:
                raise ConfigError(f"There is no setting called {name!r}.")
            if type(value) is not kinds[name]:
                raise ConfigError(f"{name} must be of kind {kinds[name].__name__}.")
        # The Welsh of a text that was replaced says the old thing: better English than wrong.
        stale = {f"{name}_cy" for name in values} & set(kinds) - set(values)
        told: dict[str, Any] = {**dict.fromkeys(stale, ""), **values}
        return replace(self, **told)

    def words(self, locale: str = "en") -> dict[str, str]:
        """The values as text, for the placeholders in wording; English where there is no Welsh."""
        return dict(_words(self, locale))


@lru_cache(maxsize=8)
def _words(config: Config, locale: str) -> dict[str, str]:
    words = {field.name: str(getattr(config, field.name)) for field in fields(config)}
    welsh = {
        "ombudsman": config.ombudsman_cy,
        "ombudsman_short": config.ombudsman_short_cy,
        "hours": config.hours_cy,
        "wait_text": config.wait_text_cy,
    }
    said = {name: text for name, text in welsh.items() if text and locale == "cy"}
    return {**words, **said}


def read(path: Path | None = None) -> Config:
    """The embedded settings, with the file at `path` laid over them."""
    config = Config(**_mapping(DEFAULTS))
    return config.overlaid(_mapping(path)) if path else config


@lru_cache(maxsize=1)
def load() -> Config:
    """The settings of this process, read at the first call."""
    named = os.environ.get("INTAKE_CONFIG")
    return read(Path(named) if named else None)


def _mapping(path: Path) -> dict[str, Any]:
    loaded = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    if not isinstance(loaded, dict):
        raise ConfigError(f"{path.name} must hold names and values.")
    return {name: value for name, value in loaded.items() if name not in PROVENANCE}
