"""What a translation is held to beside its English: every key, name and number, and no English."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from intake import wording

# What is no sentence: which lines and services a reply is made of.
NOT_WORDS = ("replies",)
# The same in both languages: numbers, and words that Welsh shares with English.
SHARED = re.compile(r"(?:\{\w+\}|[\d\s.,:/-]|\b(?:MB|Post|Sam Jones|sam@example\.com)\b)*")
# Words that a Welsh sentence never has. "is", "to", "can", "at", "was" and "on" are Welsh too.
ENGLISH_WORDS = re.compile(
    r"\b(?:the|and|you|your|of|for|with|have|has|this|that|not|will|what|when|please|from|our|we|"
    r"it|it's|are|or|if|they|their|complaint|complain|ombudsman|organisation|government)\b",
    re.IGNORECASE,
)
# Names and English terms that a Welsh sentence may quote, as they stand on letters and doors.
NAMED = re.compile(
    r"\"[^\"]*\"|https?://\S+|\S+@\S+|\b[\w-]+\.(?:uk|org|com)\b\S*|\{\w+\}"
    r"|Care Quality Commission|Leeds General Infirmary"
    # What fills a template, and what staff still have to write in it: nobody else reads either.
    r"|\{\{.*?\}\}|\{%.*?%\}|\[\[.*?\]\]"
)
NUMBER = re.compile(r"(?<![\w{])\d{3,}(?: \d{3,})*\b")


def welsh_of(path: Path) -> Path:
    """The Welsh file that stands beside an English one."""
    return path.with_name(path.name.replace("en.yml", "cy.yml"))


def sentences(path: Path) -> dict[str, str]:
    """Every sentence of a wording file by its key; an empty one, or what is no text, as nothing."""
    loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
    words = {name: node for name, node in loaded.items() if name not in NOT_WORDS}
    return dict(walk("", words))


def walk(prefix: str, node: Any) -> Iterator[tuple[str, str]]:
    """The leaves of nested mappings with their keys, those that are empty too."""
    if isinstance(node, dict):
        for name, inner in node.items():
            yield from walk(f"{prefix}.{name}" if prefix else str(name), inner)
    else:
        yield prefix, node if isinstance(node, str) else ""


def faults(english: dict[str, str], welsh: dict[str, str]) -> list[str]:
    """Everything that is wrong with the Welsh of a file, in words for whoever mends it."""
    found = [f"no Welsh: {key}" for key in english.keys() - welsh.keys()]
    found += [f"no English: {key}" for key in welsh.keys() - english.keys()]
    for key in english.keys() & welsh.keys():
        found += [f"{fault}: {key}" for fault in faults_of(english[key], welsh[key])]
    return sorted(found)


def faults_of(english: str, welsh: str) -> Iterator[str]:
    """What is wrong with one Welsh sentence beside its English."""
    if not welsh.strip():
        yield "empty"
    if placeholders(english) != placeholders(welsh):
        yield "other placeholders"
    if Counter(NUMBER.findall(english)) != Counter(NUMBER.findall(welsh)):
        yield "other numbers"
    if english.count("\n\n") != welsh.count("\n\n"):
        yield "other paragraphs"
    if (english == welsh and not SHARED.fullmatch(welsh)) or left_in_english(welsh):
        yield "left in English"
    if len(english) > 60 and not 0.5 < len(welsh) / len(english) < 2.2:
        yield "much shorter or longer"


def left_in_english(welsh: str) -> list[str]:
    """The English words in a Welsh sentence, without the names that it quotes."""
    return ENGLISH_WORDS.findall(NAMED.sub(" ", welsh))


def placeholders(words: str) -> set[str]:
    """The names that are filled in."""
    return set(wording.PLACEHOLDER.findall(words))
