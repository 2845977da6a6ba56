"""The complaint handlers that come between a government body and the ombudsman."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

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

    def words(self) -> dict[str, str]:
        """What wording needs to name it."""
        return {
            "tier2_how": self.how,
            "tier2_months": str(self.limit_months or ""),
            "tier2_from": self.limit_from or "their final answer",
            "tier2_contact": ", ".join(part for part in (self.contact, self.url) if part),
        }


def find(identity: str | None) -> SecondTier | None:
    """The reviewer with this id, or None."""
    return _by_id().get(identity) if identity else None


def all_tiers() -> list[SecondTier]:
    """Every reviewer, in the order of the file."""
    return list(_by_id().values())


@lru_cache(maxsize=1)
def _by_id() -> dict[str, SecondTier]:
    rows = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {row["id"]: _tier(row) for row in rows}


def _tier(row: dict[str, object]) -> SecondTier:
    texts = {key: str(value) for key, value in row.items() if key not in ("covers", "limit_months")}
    covers, months = row["covers"], row["limit_months"]
    return SecondTier(
        **texts,
        covers=tuple(map(str, covers)) if isinstance(covers, list) else (),
        limit_months=months if isinstance(months, int) else None,
    )
