"""The complaint handlers that come between a government body and the ombudsman."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).parent / "data" / "second_tiers.yml"


@dataclass(frozen=True)
class SecondTier:
    """One independent reviewer: how to reach it and how long a person has."""

    id: str
    handler: str
    short: str
    covers: tuple[str, ...]
    limit_months: int | None
    limit_from: str
    contact: str
    url: str
    how: str
    checked_on: str
    source: str
    # Its handler as it reads inside a sentence, limit_from and how in Welsh.
    cy: Mapping[str, str] = field(default_factory=dict, compare=False)

    def words(self) -> dict[str, str]:
        """What wording needs to name it."""
        return {
            "tier2_how": self.how,
            "tier2_months": str(self.limit_months or ""),
            "tier2_from": self.limit_from,
            "tier2_contact": ", ".join(part for part in (self.contact, self.url) if part),
        }


def find(identity: str | None, locale: str = "en") -> SecondTier | None:
    """The reviewer with this id, or None; its words in the language asked for."""
    found = _by_id().get(identity) if identity else None
    said: dict[str, Any] = dict(found.cy) if found and locale == "cy" else {}
    return replace(found, **said) if found else None


def all_tiers() -> list[SecondTier]:
    """Every reviewer, in the order of the file."""
    return list(_by_id().values())


@lru_cache(maxsize=1)
def _by_id() -> dict[str, SecondTier]:
    rows = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {row["id"]: _tier(row) for row in rows}


def _tier(row: dict[str, object]) -> SecondTier:
    others = ("covers", "limit_months", "cy")
    texts = {key: str(value) for key, value in row.items() if key not in others}
    covers, months, welsh = row["covers"], row["limit_months"], row.get("cy")
    return SecondTier(
        **texts,
        covers=tuple(map(str, covers)) if isinstance(covers, list) else (),
        limit_months=months if isinstance(months, int) else None,
        cy=welsh if isinstance(welsh, dict) else {},
    )
