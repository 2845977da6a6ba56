"""Every sentence that people read, by key and language, with the placeholders filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from intake import welsh
from intake.config import Config, load

FOLDER = Path(__file__).parent / "wording"
PLACEHOLDER = re.compile(r"\{(\w+)\}")
# Used where a sentence names something that is not known yet.
UNKNOWN = {
    "en": {
        "body": "the organisation",
        "second_tier": "the independent reviewer",
        "tier2_from": "their final answer",
    },
    "cy": {
        "body": "y sefydliad",
        "second_tier": "yr adolygydd annibynnol",
        "tier2_from": "yr ymateb terfynol",
    },
}


class MissingWording(KeyError):
    """A key that the wording files do not hold."""


def text(
    key: str,
    locale: str = "en",
    *,
    voice: str = "self",
    config: Config | None = None,
    **values: object,
) -> str:
    """The sentence for a key; `voice` picks the words for acting for a child, and so on."""
    return filled(key, values, locale, voice, config)


def filled(
    key: str,
    values: Mapping[str, object],
    locale: str = "en",
    voice: str = "self",
    config: Config | None = None,
) -> str:
    """The same with the values as a mapping."""
    node = _find(key, locale)
    if isinstance(node, dict):
        node = node.get(voice, node.get("default"))
    if not isinstance(node, str):
        raise MissingWording(key)
    known: dict[str, Any] = {
        **UNKNOWN.get(locale, UNKNOWN["en"]),
        **(config or load()).words(locale),
    }
    known.update({name: value for name, value in values.items() if value not in (None, "")})
    if locale == "cy":
        node = welsh.join(node, known)
    said = PLACEHOLDER.sub(lambda found: str(known.get(found[1], found[0])), node).strip()
    return said[:1].upper() + said[1:]


def has(key: str, locale: str = "en") -> bool:
    """Whether the wording holds a sentence for the key."""
    try:
        node = _find(key, locale)
    except MissingWording:
        return False
    return isinstance(node, str) or (isinstance(node, dict) and "default" in node)


def entries(locale: str = "en") -> Iterator[tuple[str, str]]:
    """Every key with its unfilled sentence; a voice is the last part of its key."""
    yield from _walk("", _language(locale))


def locales() -> tuple[str, ...]:
    """The languages that there is wording for."""
    return tuple(sorted(path.stem for path in FOLDER.glob("??.yml")))


def _find(key: str, locale: str) -> Any:
    node: Any = _language(locale)
    for part in key.split("."):
        if not isinstance(node, dict) or part not in node:
            raise MissingWording(key)
        node = node[part]
    return node


@lru_cache
def _language(locale: str) -> dict[str, Any]:
    named = locale if re.fullmatch(r"[a-z]{2}(-[A-Z]{2})?", locale) else "en"
    if not (FOLDER / f"{named}.yml").exists():
        named = "en"
    # Lines of the chat, and of errors and pages, stand in folders beside the questions and results.
    merged: dict[str, Any] = {}
    for path in (FOLDER / f"{named}.yml", *sorted(FOLDER.glob(f"*/{named}.yml"))):
        loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
        for section, content in (loaded or {}).items():
            # Two files may share a section: the questions before and after the result.
            merged[section] = {**merged.get(section, {}), **content}
    return merged


def _walk(prefix: str, node: Any) -> Iterator[tuple[str, str]]:
    if isinstance(node, str):
        yield prefix, node
    elif isinstance(node, dict):
        for name, inner in node.items():
            yield from _walk(f"{prefix}.{name}" if prefix else str(name), inner)
