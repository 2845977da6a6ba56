"""The official files of NHS organisations: what a line of them says, or why it cannot be used.

The Organisation Data Service (ODS) publishes them comma-separated, without a header, with 27
columns in common. Those read here: 1 code, 2 name, 3 national grouping, 5-9 address, 10 postcode,
11 open date, 12 close date (yyyymmdd), 13 status (A active, C closed, D dormant, P proposed) and
15 the organisation it belongs to. The rest (4 geography, 14 sub-type, 16-17 dates of joining and
leaving that organisation, 18 telephone, 22 amended record, 26 prescribing setting) is not needed.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import NamedTuple

from intake.organisations.capitals import in_capitals
from intake.organisations.listed import counties
from intake.organisations.models import ENGLAND

COLUMNS = 27
# All that is read stands in the first columns; files may leave out empty ones at the end.
FEWEST_COLUMNS = 15
SAMPLE = 50
LONGEST = {"code": 12, "name": 200, "town": 100, "postcode": 12}
ENCODINGS = ("utf-8", "cp1252")
UNREADABLE = "\ufffd"
CLOSED = "C"
NATIONS = {"W": "wales", "S": "scotland", "Z": "northern_ireland"}


@dataclass(frozen=True)
class BadRow:
    """A line that cannot be used, and why, in one sentence without what stands in it."""

    line: int
    why: str


class Row(NamedTuple):
    """An organisation as the register keeps it."""

    code: str
    name: str
    town: str
    postcode: str
    nation: str
    parent: str | None
    opened_on: date | None
    closed_on: date | None
    closed: bool


class _Unusable(Exception):
    """What is wrong with a line; the message is the sentence that is shown."""


def columns_in(lines: Iterable[bytes]) -> int:
    """How many columns most of the first lines have: 27, or fewer where empty ones were cut off.

    A file with too few, or with other contents, is held against the official number.
    """
    counts: Counter[int] = Counter()
    for line in islice(lines, SAMPLE):
        try:
            counts[len(_cells(_text(line)))] += 1
        except _Unusable:
            continue
    most = counts.most_common(1)[0][0] if counts else COLUMNS
    return most if FEWEST_COLUMNS <= most <= COLUMNS else COLUMNS


def read(lines: Iterable[bytes], kind: str, columns: int = COLUMNS) -> Iterator[Row | BadRow]:
    """Each line of a file as an organisation, or as the reason why it is none; empty ones pass."""
    for number, line in enumerate(lines, start=1):
        try:
            text = _text(line)
            if text.strip(" ,"):
                yield _row(_cells(text), kind, columns)
        except _Unusable as unusable:
            yield BadRow(number, str(unusable))


def _text(line: bytes) -> str:
    """The line in the encoding it is in; letters that are in neither are refused."""
    for encoding in ENCODINGS:
        try:
            text = line.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise _Unusable("its letters are neither UTF-8 nor Windows-1252")
    text = text.lstrip("\ufeff").rstrip("\r\n")
    if UNREADABLE in text or not text.replace("\t", " ").isprintable():
        raise _Unusable("it holds characters that cannot be read")
    return text


def _cells(text: str) -> list[str]:
    """One line is one organisation, so that an open quotation mark spoils no other."""
    try:
        return next(csv.reader([text], strict=True), [])
    except csv.Error:
        raise _Unusable("its quotation marks or commas are wrong") from None


def _row(cells: list[str], kind: str, columns: int) -> Row:
    if len(cells) != columns:
        raise _Unusable(f"it has {len(cells)} columns and not {columns}")
    cells = [" ".join(cell.split()) for cell in cells]
    code, name, grouping = cells[0].upper(), cells[1], cells[2].upper()
    if not code or not name:
        raise _Unusable("it has no code" if not code else "it has no name")
    if not code.isalnum():
        raise _Unusable("its code is not one of letters and digits")
    opened, closed = _date(cells[10], "open"), _date(cells[11], "close")
    if opened and closed and closed < opened:
        raise _Unusable("it was closed before it was opened")
    row = Row(
        code,
        in_capitals(name),
        _town(cells[4:9]),
        cells[9].upper(),
        _nation(code, grouping, kind),
        _parent(code, cells[14].upper(), kind),
        opened,
        closed,
        closed is not None or cells[12].upper() == CLOSED,
    )
    for field, most in LONGEST.items():
        if len(getattr(row, field)) > most:
            raise _Unusable(f"its {field} is longer than {most} letters")
    return row


def _date(cell: str, which: str) -> date | None:
    if not cell:
        return None
    try:
        if len(cell) != 8 or not (cell.isascii() and cell.isdigit()):
            raise ValueError
        return date(int(cell[:4]), int(cell[4:6]), int(cell[6:]))
    except ValueError:
        raise _Unusable(f"its {which} date is not a day written yyyymmdd") from None


def _town(address: list[str]) -> str:
    """The last line of an address that is no county and has no number; not its first line."""
    lines = [line for line in address[:0:-1] if line and not any(c.isdigit() for c in line)]
    towns = [line for line in lines if line.lower() not in counties()]
    return in_capitals((towns or lines or [""])[0])


def _nation(code: str, grouping: str, kind: str) -> str:
    """The national grouping of another country begins with its letter; so do Welsh practices."""
    welsh = kind == "gp" and code[0] == "W" and code[1:].isdigit()
    return NATIONS.get("W" if welsh else grouping[:1], ENGLAND)


def _parent(code: str, given: str, kind: str) -> str | None:
    """A site of a trust begins with the trust's code."""
    if kind == "site":
        return given or code[:3]
    return given or None
