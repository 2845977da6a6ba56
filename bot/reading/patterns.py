"""Patterns kept as data: macros, compiled rules, and the first rule that a text meets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from bot.reading.plain import load

_MACRO = re.compile(r"(?<!\?P)<(\w+)>")


@dataclass(frozen=True)
class Rule:
    """A pattern and the value that it stands for."""

    value: str
    pattern: re.Pattern[str]
    confidence: float = 0.9
    extra: tuple[tuple[str, str], ...] = ()


@lru_cache(maxsize=1)
def _macros() -> dict[str, str]:
    macros: dict[str, str] = {}
    for name, pattern in load("macros").items():
        macros[name] = _MACRO.sub(lambda found: macros[found[1]], pattern)
    return macros


@lru_cache(maxsize=4096)
def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern over plain text, macros filled in, matching whole words."""
    filled = _MACRO.sub(lambda found: f"(?:{_macros()[found[1]]})", pattern)
    return re.compile(rf"(?<!\w)(?:{filled})(?!\w)")


def any_of(patterns: list[str]) -> re.Pattern[str]:
    """One pattern that matches where any of these does."""
    return compiled("|".join(patterns))


def rules(entries: list[dict[str, Any]]) -> tuple[Rule, ...]:
    """Rules from data: `{value: [patterns], sure: 0.9, extra: {...}}`, in their order."""
    made = []
    for entry in entries:
        sure = float(entry.get("sure", 0.9))
        extra = tuple(dict(entry.get("extra", {})).items())
        for value, patterns in entry.items():
            if value in ("sure", "extra"):
                continue
            made.append(Rule(value, any_of(patterns), sure, extra))
    return tuple(made)


def first(among: tuple[Rule, ...], text: str) -> tuple[Rule, re.Match[str]] | None:
    """The first rule that the text meets, and where."""
    for rule in among:
        if found := rule.pattern.search(text):
            return rule, found
    return None
