"""Every setting of the rules does something, and says where it comes from."""

from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest
import yaml

from intake import wording
from intake.config import DEFAULTS, Config, ConfigError, read

ROOT = Path(__file__).parent.parent.parent
CODE = "\n".join(
    path.read_text(encoding="utf-8")
    for folder in ("intake", "backend", "bot")
    for pattern in ("*.py", "*.html")
    for path in (ROOT / folder).rglob(pattern)
)
WORDS = "\n".join(words for _, words in wording.entries())
SETTINGS = [field.name for field in fields(Config)]
FACTS = [field.name for field in fields(Config) if field.type == "str"]


@pytest.mark.parametrize("name", SETTINGS)
def test_every_setting_is_used(name):
    assert f".{name}" in CODE or "{" + name + "}" in WORDS


@pytest.mark.parametrize("name", FACTS)
def test_every_name_number_and_address_has_a_source(name):
    content = yaml.safe_load(DEFAULTS.read_text(encoding="utf-8"))

    assert isinstance(content["checked_on"], date)
    assert content["sources"][name]


def test_an_operators_file_may_say_where_its_facts_come_from(tmp_path):
    path = tmp_path / "ours.yml"
    path.write_text("phone: '123'\nchecked_on: 2027-01-01\nsources: {phone: our switchboard}\n")

    assert read(path).phone == "123"


def test_a_setting_that_does_not_exist_is_refused(tmp_path):
    path = tmp_path / "ours.yml"
    path.write_text("phnoe: '123'\n")

    with pytest.raises(ConfigError, match="phnoe"):
        read(path)
