"""The data files of the register, read once, when first needed."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).resolve().parent.parent / "data"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def load(name: str) -> Any:
    """The content of one YAML file in intake/data."""
    with (DATA / name).open(encoding="utf-8") as stream:
        return yaml.load(stream, Loader=_LOADER)  # noqa: S506 - always one of yaml's safe loaders


@cache
def rows(name: str, section: str) -> list[dict[str, Any]]:
    """The rows of one section, each completed with the file's defaults."""
    content = load(name)
    return [{**content.get("defaults", {}), **row} for row in content[section]]


@cache
def nhs_rows() -> list[dict[str, str]]:
    """The NHS organisations in England, merged ones included."""
    with (DATA / "nhs_organisations.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@cache
def word_list(name: str) -> frozenset[str]:
    """A plain list of words, one or more to a line; # begins a comment."""
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return frozenset(w for line in lines for w in line.partition("#")[0].split())


@cache
def reading_words(name: str) -> frozenset[str]:
    """One of the lists of words that steer the reading."""
    return frozenset(load("reading_words.yml")[name].split())


@cache
def reading_phrases(name: str) -> tuple[str, ...]:
    """One of the lists of phrases that steer the reading."""
    return tuple(load("reading_words.yml")[name])
