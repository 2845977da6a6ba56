"""The collections of things people say, from the files beside this one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import yaml

import intake
from bot.reading import Reading, read

TODAY = date(2026, 11, 22)
HERE = Path(__file__).parent / "said"


def entries(*names: str) -> Iterator[tuple[str, str, Any]]:
    """Question, text and value (or intent) of each entry of these files."""
    for name in names:
        held = yaml.load((HERE / f"{name}.yml").read_text(encoding="utf-8"), yaml.BaseLoader)
        for question, said in held.items():
            yield from ((question, text, value) for text, value in said.items())


def in_passing() -> list[str]:
    """What people say that has nothing to do with any question."""
    held = yaml.load((HERE / "chat.yml").read_text(encoding="utf-8"), yaml.BaseLoader)
    return list(held["any"])


def answer_to(question: str, text: str, **facts: Any) -> Reading:
    """The reading of a text with the choices that the service offers at that question."""
    choices = intake.question(question, facts, "en").choices
    return read(question, text, None, TODAY, facts, choices)
