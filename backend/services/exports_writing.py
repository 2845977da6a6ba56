"""Tables as CSV and XLSX: row by row in little memory, and nothing in them that a program runs."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import IO, Protocol, TypeGuard

from xlsxwriter import Workbook

# What a spreadsheet takes for the beginning of a formula, with the forms of it in full width.
BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
TEXT = "'"  # before such a value: spreadsheets then read it as text
LONGEST_CELL = 32_767
WIDEST, NARROWEST = 40, 12
Value = str | int | float | date | None


class Format(StrEnum):
    """The kinds of file that a table can be had as."""

    CSV = "csv"
    XLSX = "xlsx"


MEDIA = {
    Format.CSV: "text/csv",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class Writer(Protocol):
    """Anything that takes the rows of a table one after another."""

    def row(self, values: Sequence[Value]) -> None:
        """Add one row."""

    def close(self) -> None:
        """Write what is left; nothing can be added after it."""


class CsvWriter:
    """Comma-separated values in UTF-8, with the mark that spreadsheets know it by."""

    def __init__(self, to: IO[bytes], head: Sequence[str]) -> None:
        self.text = io.TextIOWrapper(to, encoding="utf-8-sig", newline="")
        self.rows = csv.writer(self.text)
        self.row(head)

    def row(self, values: Sequence[Value]) -> None:
        """Add one row."""
        self.rows.writerow([value if _is_number(value) else safe(value) for value in values])

    def close(self) -> None:
        """Write what is left, and leave the file open for whoever gave it."""
        self.text.flush()
        self.text.detach()


class XlsxWriter:
    """One sheet of a workbook; rows that are written are never held in memory."""

    def __init__(self, to: IO[bytes], head: Sequence[str], folder: Path | None = None) -> None:
        options = {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "tmpdir": str(folder) if folder else None,
        }
        self.book = Workbook(to, options)
        self.sheet = self.book.add_worksheet()
        self.next = 0
        for place, title in enumerate(head):
            self.sheet.set_column(place, place, min(WIDEST, max(NARROWEST, len(title) + 6)))
        self.sheet.freeze_panes(1, 0)
        self.row(head)

    def row(self, values: Sequence[Value]) -> None:
        """Add one row."""
        for place, value in enumerate(values):
            if _is_number(value):
                self.sheet.write_number(self.next, place, value)
            else:
                self.sheet.write_string(self.next, place, safe(value))
        self.next += 1

    def close(self) -> None:
        """Put the workbook together."""
        self.book.close()


def writer(
    kind: Format, to: IO[bytes], head: Sequence[str], folder: Path | None = None
) -> CsvWriter | XlsxWriter:
    """A writer of this kind; `folder` takes what a workbook is put together from."""
    return CsvWriter(to, head) if kind is Format.CSV else XlsxWriter(to, head, folder)


def table(kind: Format, head: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """A small table as a whole file."""
    made = io.BytesIO()
    each = writer(kind, made, head)
    for values in rows:
        each.row(values)
    each.close()
    return made.getvalue()


def safe(value: Value) -> str:
    """A value as text that no spreadsheet takes for a formula."""
    text = "" if value is None else str(value)
    text = text.replace("\0", "")[: LONGEST_CELL - 1]
    return TEXT + text if text.lstrip(" ").startswith(BEGINS_FORMULA) else text


def _is_number(value: Value) -> TypeGuard[int | float]:
    """True for a number, which stays one; also below nothing it begins no formula."""
    return isinstance(value, int | float) and not isinstance(value, bool)
