"""Templates of letters, a file for each kind and variant; what fills them is never run."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import yaml
from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from intake import wording

FOLDER = wording.FOLDER / "letters" / "templates"
KINDS = ("ask", "not_yet", "signpost", "accept", "close", "general", "acknowledge")
VARIANTS = EN, CY, EASY_READ = ("en", "cy", "easy_read")
FRAME = "frame"
# What staff still have to write; a letter that holds one is not sent.
UNFINISHED = re.compile(r"\[\[.*?\]\]", re.DOTALL)
# Signs that would make a heading, an item or a gap of words that a person wrote.
MARKS = re.compile(r"^[#*\-\s]+|\[\[|\]\]")
UNSEEN = ("Cc", "Cf", "Cs", "Co")


@dataclass(frozen=True)
class Written:
    """A letter as its template and the case make it."""

    subject: str
    body: str


def locale_of(variant: str) -> str:
    """The language of a variant."""
    return CY if variant == CY else EN


def write(kind: str, variant: str, fields: Mapping[str, Any]) -> Written:
    """The letter of this kind, filled; the fields are only ever words and never a template."""
    template, frame = read(kind, variant), read(FRAME, variant)
    known = {name: cleaned(value) for name, value in fields.items()}
    greeting = frame["greeting" if known.get("name") else "greeting_unnamed"]
    parts = (greeting, template["body"], frame["foot"])
    body = "\n\n".join(_fill(part, known).strip() for part in parts)
    return Written(_fill(template["subject"], known), re.sub(r"\n{3,}", "\n\n", body))


def head(variant: str, reference: str) -> str:
    """The line of a printed letter that names the case."""
    return _fill(read(FRAME, variant)["reference"], {"reference": cleaned(reference)})


@lru_cache
def read(kind: str, variant: str) -> dict[str, str]:
    """The file of one template."""
    loaded: dict[str, str] = yaml.safe_load(
        (FOLDER / f"{kind}.{variant}.yml").read_text(encoding="utf-8")
    )
    return loaded


def cleaned(value: Any) -> Any:
    """Words on one line, without signs that are not seen or that would make a mark of our own."""
    if isinstance(value, str):
        seen = "".join(c for c in value if c in "\n\t " or unicodedata.category(c) not in UNSEEN)
        return MARKS.sub("", " ".join(seen.split())).strip()
    if isinstance(value, Mapping):
        return {name: cleaned(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [cleaned(each) for each in value]
    return value


@lru_cache
def _environment() -> ImmutableSandboxedEnvironment:
    # Plain text: it is escaped where it is shown on a page.
    return ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,
    )


def fill(source: str, known: Mapping[str, Any]) -> str:
    """One of our own texts with its fields filled in, each cleaned first."""
    return _fill(source, {name: cleaned(value) for name, value in known.items()})


def _fill(source: str, known: Mapping[str, Any]) -> str:
    return _environment().from_string(source).render(**known)
