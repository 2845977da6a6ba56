"""A letter as it is printed: whom it is from and to, when, about what, and its text."""

from dataclasses import dataclass
from datetime import date

from backend.letters import templates
from backend.letters.blocks import blocks
from backend.letters.pdf import LARGE, STANDARD, Pages, Paper
from intake.config import load
from intake.dates_in_words import day_in_words


@dataclass(frozen=True)
class Printed:
    """What stands on the paper."""

    variant: str
    subject: str
    body: str
    name: str
    address: str
    reference: str
    day: date


def pdf(letter: Printed, paper: Paper) -> bytes:
    """The letter as a PDF."""
    pages = Pages(paper)
    office = load().words(paper.locale)
    pages.words(_capital(office["ombudsman"]), bold=True)
    pages.words(f"{office['address']}\n{office['phone']}")
    pages.gap(1.5)
    pages.words("\n".join(filter(None, (letter.name, *_lines(letter.address)))))
    pages.gap(1)
    pages.words(day_in_words(letter.day, paper.locale))
    pages.words(templates.head(letter.variant, letter.reference))
    pages.heading(letter.subject, level=0)
    pages.gap()
    pages.blocks(blocks(letter.body))
    return pages.made()


def size(variant: str, *, large: bool) -> int:
    """How large the letters are: easy read is always in large print."""
    return LARGE if large or variant == templates.EASY_READ else STANDARD


def _lines(address: str) -> list[str]:
    """An address in lines, as on an envelope."""
    parts = address.replace("\r", "").replace("\n", ",").split(",")
    return [part.strip() for part in parts if part.strip()]


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
