"""Every fact in the data files says when it was checked and where it comes from."""

from __future__ import annotations

import csv
import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

DATA = Path(__file__).parent.parent.parent / "intake" / "data"
# Where a file keeps its entries; those without a section state both at the top.
FACTS = {
    "bodies.yml": "bodies",
    "kinds.yml": "kinds",
    "providers.yml": "providers",
    "crisis.yml": "services",
    "signposts.yml": "",
    "second_tiers.yml": "",
    "outside.yml": "",
    "places.yml": "",
    "subjects.yml": "",
    "themes.yml": "",
    "themes_told.yml": "",
    "nhs_more_names.yml": "",
    "listed.yml": "",
    "nhs_organisations.csv": "",
}
# Settings: tests/intake/test_settings.py.
SETTINGS = {"config.yml"}
# How people write, not facts about the world.
WORDS = {
    "common_words.txt",
    "dates.yml",
    "languages.yml",
    "local_reasons.yml",
    "reading_roles.yml",
    "reading_words.yml",
    "service_words.yml",
    "speaking.yml",
    "themes_weights.json",
}


def entries(name: str) -> Iterator[dict[str, Any]]:
    """The entries of a file, each with what the file says for all of them."""
    path = DATA / name
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as stream:
            yield from csv.DictReader(stream)
        return
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    if isinstance(content, list):
        yield from content
        return
    rows = content[FACTS[name]] if FACTS[name] else [content]
    defaults = content.get("defaults", {})
    yield from ({**defaults, **row} for row in (rows.values() if isinstance(rows, dict) else rows))


@pytest.mark.parametrize("name", FACTS)
def test_every_entry_has_a_day_and_a_source(name):
    rows = list(entries(name))

    assert rows
    for row in rows:
        assert datetime.date.fromisoformat(str(row["checked_on"])) <= datetime.date.today(), row
        assert str(row["source"]).strip(), row


def test_every_data_file_is_known_to_hold_facts_or_words():
    names = {path.name for path in DATA.iterdir() if path.is_file()}
    safety = {name for name in names if name.startswith("safety")}

    assert names - safety == {*FACTS, *SETTINGS, *WORDS}
