"""The languages that we speak: how one is asked for, named, and which way it is written."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from intake.wording import locales

FILE = Path(__file__).parent / "data" / "speaking.yml"
LONGEST = 60


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    return dict(yaml.safe_load(FILE.read_text(encoding="utf-8")))


@lru_cache(maxsize=1)
def _asks() -> tuple[tuple[str, re.Pattern[str]], ...]:
    polite = f"(?:(?:{_data()['polite']}) ?)*"
    held = _data()["asks"]
    return tuple(
        (code, re.compile(f"{polite}(?:{'|'.join(held[code])}) ?{polite}")) for code in held
    )


def asked_for(text: str) -> str | None:
    """The language that a message asks for and that we speak; None where it says anything else."""
    if len(text) > LONGEST:
        return None
    marked = unicodedata.normalize("NFKD", text.lower().replace("’", "'"))
    letters = "".join(sign for sign in marked if not unicodedata.combining(sign))
    words = " ".join(re.sub(r"[^\w' ]", " ", letters).split())
    found = (code for code, pattern in _asks() if pattern.fullmatch(words))
    return next((code for code in found if code in locales()), None)


def names() -> dict[str, str]:
    """Each language that we speak, as it is called in itself."""
    return {code: name for code, name in _data()["names"].items() if code in locales()}


def direction(locale: str) -> str:
    """Which way a language is written: `ltr` or `rtl`."""
    held = _data()["right_to_left"].split()
    return "rtl" if locale in held or locale.partition("-")[0] in held else "ltr"
