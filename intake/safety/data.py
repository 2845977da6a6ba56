"""Reads the safety data files, once each."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).resolve().parent.parent / "data"


@lru_cache(maxsize=16)
def load(name: str) -> dict[str, Any]:
    """The data file of that name as a mapping."""
    with (FOLDER / f"{name}.yml").open(encoding="utf-8") as stream:
        data = yaml.safe_load(stream)
    if not isinstance(data, dict):
        raise ValueError(f"{name}.yml is not a mapping")
    return data
