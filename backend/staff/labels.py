"""What the console calls a code, and how it writes times."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from backend.clock import LONDON
from backend.data.models import Draft
from intake import wording

FILE = Path(__file__).with_name("texts") / "en.yml"


@dataclass(frozen=True)
class Label:
    """A code with its words; the colour only repeats what the words say."""

    code: str
    label: str
    text: str = ""
    colour: str = "grey"


@lru_cache
def _texts() -> dict[str, dict[str, Any]]:
    loaded: dict[str, dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return loaded


def label(group: str, code: str | None) -> Label:
    """The words for a code; a code that has none is shown in plain letters."""
    found = _texts()[group].get(code or "none")
    if isinstance(found, dict) and "label" not in found:
        found = {"label": wording.text(f"{group}.{code}.label"), **found}
    if isinstance(found, dict):
        return Label(code or "none", **found)
    return Label(code or "none", found or plain(code or "none"))


def question(code: str, default: str) -> str:
    """What an answer is called: as the person saw it, unless that speaks to them as "you"."""
    return str(_texts()["questions"].get(code, default))


def codes(group: str) -> list[str]:
    """The codes of a group, in the order that people choose from."""
    return [code for code in _texts()[group] if code != "none"]


def flags_of(draft: Draft) -> list[str]:
    """The codes of a draft's flags, those of risk first, each once."""
    return list(dict.fromkeys([*draft.risk_flags, *draft.flags]))


def plain(code: str) -> str:
    """A code as words: LATE_RESPONSE becomes "Late response"."""
    return code.replace("_", " ").replace("-", " ").strip().capitalize()


def when(moment: datetime | None) -> str:
    """A time as people write it: 22 November 2026 at 2:05pm."""
    if moment is None:
        return ""
    return f"{day(moment)} at {clock_time(moment)}"


def day(moment: datetime) -> str:
    """The day in London: 22 November 2026."""
    return date_in_words(moment.astimezone(LONDON).date())


def date_in_words(day: date) -> str:
    """A date as people write it: 22 November 2026."""
    return f"{day.day} {day:%B %Y}"


def clock_time(moment: datetime) -> str:
    """The time in London: 2:05pm."""
    local = moment.astimezone(LONDON)
    half = "am" if local.hour < 12 else "pm"
    return f"{local.hour % 12 or 12}:{local:%M}{half}"


def age(moment: datetime, today: date) -> str:
    """How long ago in whole days: today, 1 day, 12 days."""
    days = max(0, (today - moment.astimezone(LONDON).date()).days)
    return "today" if days == 0 else "1 day" if days == 1 else f"{days} days"
