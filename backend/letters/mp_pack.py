"""The pack for an MP: what to do, a letter with what the law asks, the form, and the signatures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import yaml

import intake
from backend.letters import templates
from backend.letters.blocks import blocks
from backend.letters.pdf import STANDARD, Pages, Paper
from intake import facts as reading
from intake import letters, wording
from intake.config import load
from intake.decision import Result
from intake.engine import situation

FOLDER = wording.FOLDER / "letters" / "mp"
LONG = frozenset({"matter", "should_have_happened", "late_reason"})
LINES_TO_FILL = 2
# What the form cannot do without: where it is missing there is room to write it.
NEEDED = frozenset(
    {
        "name", "postal_address", "organisation", "happened_on", "aware_on", "complained_on",
        "final_response_on", "matter", "should_have_happened", "impact", "outcomes",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Pack:
    """What the pack of one case is made from."""

    facts: dict[str, Any]
    reference: str
    files: Sequence[str]
    decided_on: date
    now: datetime
    locale: str = "en"
    size: int = STANDARD


def is_for(facts: dict[str, Any], day: date) -> bool:
    """True where the law asks for an MP: the government, and not as a victim of crime."""
    s = situation(facts, day)
    return s.is_gov and not s.is_victim and s.config.mp_filter_enabled


def pdf(pack: Pack) -> bytes:
    """The whole pack."""
    words, known = read(pack.locale), _known(pack)
    pages = Pages(Paper(templates.fill(words["title"], known), pack.locale, pack.now, pack.size))
    pages.heading(pages.paper.title, level=0)
    pages.blocks(blocks(templates.fill(words["person"], known)))
    pages.add_page()
    pages.heading(words["letter_title"], level=0)
    pages.blocks(blocks(templates.fill(words["letter"], known)))
    pages.add_page()
    _form(pages, pack, words)
    _papers(pages, pack, words)
    _signatures(pages, words, known)
    return pages.made()


@lru_cache
def read(locale: str) -> dict[str, Any]:
    """The words of the pack."""
    named = locale if (FOLDER / f"pack.{locale}.yml").exists() else "en"
    loaded: dict[str, Any] = yaml.safe_load(
        (FOLDER / f"pack.{named}.yml").read_text(encoding="utf-8")
    )
    return loaded


def _known(pack: Pack) -> dict[str, Any]:
    today = pack.now.date()
    told = letters.told(pack.facts, pack.decided_on, today, Result.NOT_YET, pack.locale)
    config = load().words(pack.locale)
    names = ("phone", "hours", "address", "find_mp_url", "commons_phone")
    unknown = wording.UNKNOWN.get(pack.locale, wording.UNKNOWN["en"])["body"]
    known = {
        "office": config["ombudsman"],
        "organisation": told.organisation or unknown,
        "reference": pack.reference,
        "year_ends": told.year_ends,
        **{name: config[name] for name in names},
    }
    return {**known, "dissolved": load().parliament_dissolved}


def _form(pages: Pages, pack: Pack, words: Mapping[str, Any]) -> None:
    """The fields as the person answered them; what is needed and missing has room to write."""
    said = {line.question: line.answer for line in intake.summary(pack.facts, pack.locale)}
    pages.heading(words["form_title"], level=0)
    for section in words["sections"].values():
        shown = {
            name: label
            for name, label in section["fields"].items()
            if name in said or name in NEEDED
        }
        if shown:
            pages.heading(section["heading"])
        for name, label in shown.items():
            _field(pages, label, _answer(pack, name, said), words["to_fill"])


def _answer(pack: Pack, name: str, said: Mapping[str, str]) -> str:
    """An answer; a story as it was written, with its lines."""
    return reading.words(pack.facts, name) if name in LONG else said.get(name, "")


def _field(pages: Pages, label: str, answer: str, to_fill: str) -> None:
    pages.words(label, bold=True)
    if answer:
        pages.words(answer)
        pages.gap()
        return
    pages.words(to_fill)
    for _ in range(LINES_TO_FILL):
        pages.to_sign("")


def _papers(pages: Pages, pack: Pack, words: Mapping[str, Any]) -> None:
    pages.heading(words["evidence_title"])
    pages.items(list(words["evidence"].values()))
    if pack.files:
        pages.heading(words["files_title"])
        pages.items(list(pack.files))


def _signatures(pages: Pages, words: Mapping[str, Any], known: Mapping[str, Any]) -> None:
    pages.heading(words["signatures_title"], level=0)
    for who in ("person", "mp"):
        pages.gap()
        pages.words(templates.fill(words[f"{who}_declares"], known))
        for label in words[f"{who}_signs"].values():
            pages.to_sign(label)
