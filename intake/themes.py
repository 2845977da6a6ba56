"""Themes that a story suggests: a start for staff, who choose. They never touch the result."""

from __future__ import annotations

import re
from functools import cache

from intake.organisations import files

MENTAL_HEALTH = "MENTAL_HEALTH"


def suggest(matter: str, branch: str) -> list[str]:
    """The codes of the themes of a story in a branch (NHS or GOV); none where it is not known."""
    said = re.sub(r"['’`]", "", matter.lower())
    groups = [branch] if branch in ("NHS", "GOV") else []
    if branch == "NHS" and _pattern(files.load("themes.yml")["mental_health"]).search(said):
        groups.insert(0, MENTAL_HEALTH)
    return [
        code
        for group in groups
        for code, theme in files.load("themes.yml")["themes"][group].items()
        if any(_pattern(phrase).search(said) for phrase in theme["phrases"])
    ]


def label(code: str) -> str:
    """The name of a theme for staff; the code itself where it is unknown."""
    for group in files.load("themes.yml")["themes"].values():
        if code in group:
            return str(group[code]["label"])
    return code


@cache
def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})\b")
