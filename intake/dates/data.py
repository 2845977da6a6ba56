"""Reads the words and calendars of dates.yml, once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

PATH = Path(__file__).resolve().parent.parent / "data" / "dates.yml"


@lru_cache(maxsize=1)
def load() -> Mapping[str, Any]:
    """The data file as a mapping."""
    with PATH.open(encoding="utf-8") as stream:
        data = yaml.safe_load(stream)
    if not isinstance(data, dict):
        raise ValueError("dates.yml is not a mapping")
    return data
