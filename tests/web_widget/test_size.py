"""What a page and a person pay for the chat, after bundling and gzip."""

import json
import re

from apiflask import Schema
from playwright.sync_api import Page

from backend.api import schemas
from bench.widget_files import parts, total
from ops.widget import DIST

LOADER_BYTES = 3_000
WITHOUT_FILES_BYTES = 13_000
ALL_BYTES = 15_000
# Every name in a browser: what is global, and what its classes and their objects have.
KNOWN = """() => Object.entries(Object.getOwnPropertyDescriptors(window))
  .flatMap(([name, { value }]) => [
    name,
    ...Object.getOwnPropertyNames(typeof value === 'function' ? value : {}),
    ...Object.getOwnPropertyNames(value?.prototype ?? {}),
  ])"""


def broken_down() -> str:
    return ", ".join(f"{part.name} {part.weight}" for part in parts())


def test_the_loader_weighs_at_most_3_kb():
    assert next(part for part in parts() if part.loader).weight <= LOADER_BYTES


def test_everything_together_weighs_at_most_15_kb():
    assert total() <= ALL_BYTES, broken_down()


def test_everything_but_the_part_for_files_weighs_at_most_13_kb():
    assert total(files=False) <= WITHOUT_FILES_BYTES, broken_down()


def test_the_loader_asks_for_nothing_else_until_the_chat_is_opened():
    loader = (DIST / "embed.js").read_text(encoding="utf-8")

    assert not re.search(r"\bimport\s*[\"'{*]|\bfrom\s*[\"']", loader)


def test_the_chat_is_one_file_and_every_source_is_in_one_file_only():
    held = [source for part in parts() for source in part.sources]

    assert len(held) == len(set(held))
    opened = next(part for part in parts() if part.name.startswith("chat-"))
    assert "src/files.js" in held and "src/files.js" not in opened.sources


def shortened() -> list[str]:
    """The names that the bundle has shortened."""
    names: list[str] = json.loads((DIST / "files.json").read_text(encoding="utf-8"))["names"]
    return names


def test_no_name_of_the_api_is_shortened():
    shapes = [each for each in vars(schemas).values() if isinstance(each, type)]
    fields = [
        field.data_key or name
        for shape in shapes
        if issubclass(shape, Schema)
        for name, field in shape._declared_fields.items()
    ]

    assert len(fields) > 30
    assert set(shortened()) & set(fields) == set()


def test_no_name_that_browsers_know_is_shortened_in_whatever_case(page: Page):
    known = page.evaluate(KNOWN)

    assert len(known) > 3_000
    attributes = {name.lower() for name in known if not name.isupper()}  # constants are in capitals
    assert {name.lower() for name in shortened()} & attributes == set()
