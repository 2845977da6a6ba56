"""Tables as files: right in a spreadsheet, and with nothing in them that it would run."""

import csv
import io
import zipfile

import pytest

from backend.services.exports_writing import LONGEST_CELL, Format, safe, table

FORMULAS = [
    '=HYPERLINK("http://evil.example","Click")',
    "+44 20 7946 0000",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
    "  =1+1",
]


def read_csv(data):
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def sheet(data):
    return zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()


@pytest.mark.parametrize("formula", FORMULAS)
def test_what_begins_like_a_formula_is_text_in_both_kinds_of_file(formula):
    rows = read_csv(table(Format.CSV, ["Name"], [[formula]]))
    cells = sheet(table(Format.XLSX, ["Name"], [[formula]]))

    assert rows[1][0] == "'" + formula
    assert "<f>" not in cells and "<hyperlink" not in cells and 't="inlineStr"' in cells


def test_a_heading_is_no_formula_either():
    assert read_csv(table(Format.CSV, ["=1+1"], []))[0] == ["'=1+1"]


@pytest.mark.parametrize("plain", ["Ada", "a=b", "2026-11-23", "", "'quoted", "O'Neill - sons"])
def test_other_words_stay_as_they_are(plain):
    assert safe(plain) == plain


def test_numbers_stay_numbers_and_nothing_is_an_empty_cell():
    assert read_csv(table(Format.CSV, ["a", "b", "c"], [[-3, 0, None]]))[1] == ["-3", "0", ""]
    assert '<c r="A2"><v>-3</v></c>' in sheet(table(Format.XLSX, ["a"], [[-3]]))


def test_a_csv_says_that_it_is_utf_8_and_keeps_commas_lines_and_welsh():
    data = table(Format.CSV, ["Enw"], [['Siân, "Tŷ"\nCaerdydd']])

    assert data.startswith(b"\xef\xbb\xbf")
    assert read_csv(data)[1] == ['Siân, "Tŷ"\nCaerdydd']


def test_a_cell_holds_no_more_than_a_spreadsheet_takes():
    assert len(safe("=" + "x" * 40_000)) == LONGEST_CELL
    assert "\0" not in safe("a\0b")


def test_a_workbook_can_be_opened_and_has_every_row():
    data = table(Format.XLSX, ["Number"], [[number] for number in range(500)])

    assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None
    assert sheet(data).count("<row ") == 501
