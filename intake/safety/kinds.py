"""Whom a danger is to, told from the words round it: a child, an adult, the staff of a service."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from intake.safety import patterns
from intake.safety.data import load

ABOUT_OTHERS = frozenset({"OTHER_IN_DANGER", "ONGOING_CARE_RISK"})


def completed(flags: Iterable[str], sentences: Iterable[str]) -> set[str]:
    """The flags with those that follow from them and from the words of the message."""
    found = set(flags)
    needs_child = found & ABOUT_OTHERS and "CHILD_AT_RISK" not in found
    if not needs_child and "HARM_TO_OTHERS" not in found:
        return found
    text = " ".join(sentences)
    if needs_child:
        found.add("CHILD_AT_RISK" if _words("young").search(text) else "ADULT_AT_RISK")
    if "HARM_TO_OTHERS" in found and _words("staff").search(text):
        found.add("STAFF_THREAT")
    return found


@lru_cache(maxsize=4)
def _words(name: str) -> re.Pattern[str]:
    return patterns.any_of(load("safety_kinds")[name])
