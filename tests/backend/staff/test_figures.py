"""The figures of supervision by themselves: the days asked for, small numbers, shares, pictures."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.services import casework_flow
from backend.staff import figures, supervision_asked, supervision_views
from backend.staff import figures_drawing as drawing
from backend.staff.figures import COUNT, NAME, Table
from backend.staff.lists import ACTIVE
from backend.staff.supervision_talks import ORDER
from intake.facts import QUESTION_IDS

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("args", "since", "until", "problems"),
    [
        ({}, "2026-10-24", "2026-11-22", []),
        ({"days": "7"}, "2026-11-16", "2026-11-22", []),
        ({"days": "nonsense"}, "2026-10-24", "2026-11-22", []),
        ({"days": "other", "since": "2026-01-01", "until": "2026-01-31"}, "2026-01-01",
         "2026-01-31", []),
        ({"days": "other"}, "2026-10-24", "2026-11-22", ["since", "until"]),
        ({"days": "other", "since": "2026-02-30", "until": "2026-03-01"}, "2026-10-24",
         "2026-11-22", ["since"]),
        ({"days": "other", "since": "2026-03-02", "until": "2026-03-01"}, "2026-10-24",
         "2026-11-22", ["until"]),
        ({"days": "other", "since": "2010-01-01", "until": "2026-03-01"}, "2026-10-24",
         "2026-11-22", ["since"]),
    ],
)  # fmt: skip
def test_the_days_are_those_that_were_asked_for(args, since, until, problems):
    asked = supervision_asked.read(args, TODAY)

    assert (str(asked.period.since), str(asked.period.until)) == (since, until)
    assert sorted(asked.problems) == problems


@given(st.dictionaries(st.sampled_from(["days", "since", "until", "channel", "theme"]), st.text()))
def test_whatever_an_address_says_some_days_are_shown(args):
    asked = supervision_asked.read(args, TODAY)

    assert asked.period.since <= asked.period.until and asked.link()["days"]


@given(st.lists(st.lists(st.integers(0, 12), min_size=3, max_size=3), max_size=6))
def test_no_number_under_five_is_ever_published(numbers):
    rows = [("x", *row) for row in numbers]
    made = Table("bodies_themes", (NAME, COUNT, COUNT, COUNT), rows, ("A", "B", "C"))

    found = [cell for row in figures.published(made).rows for cell in row[1:]]

    assert all(cell == "fewer than 5" or cell >= 5 for cell in found)


def test_every_question_has_its_place_and_every_open_state_its_column():
    assert set(ORDER) == QUESTION_IDS - {"themes", "other_organisations"}
    assert len(figures.words("tables")["workload"]["head"]) == 4 + len(ACTIVE)
    assert casework_flow.states()[1:4] == ACTIVE


@pytest.mark.parametrize(
    ("counts", "part", "found"),
    [
        ({1: 1, 5: 1, 9: 1}, 0.5, 5),
        ({1: 9, 60: 1}, 0.9, 1),
        ({1: 8, 60: 2}, 0.9, 60),
        ({}, 0.5, None),
    ],
)
def test_the_middle_and_the_ninth_of_ten_are_found_in_counts(counts, part, found):
    assert figures.at_least(counts, part) == found


@pytest.mark.parametrize(
    ("pairs", "found"),
    [
        ({("a", "a"): 20, ("a", "b"): 5, ("b", "a"): 10, ("b", "b"): 15}, 0.4),
        ({("a", "a"): 3, ("b", "b"): 4}, 1.0),
        ({("a", "a"): 3}, None),
        ({}, None),
    ],
)
def test_kappa_is_that_of_the_books(pairs, found):
    assert figures.kappa(pairs) == found


def test_nothing_to_draw_is_no_picture_and_a_share_of_nothing_is_none():
    assert drawing.bars("x", "X", [drawing.Bar("a", 0)]) == ""
    assert drawing.columns("x", "X", [], ("a",)) == "" == drawing.heat("x", "X", [], ["A"], [])
    assert figures.share(0, 0) is None and figures.percent(None) == "–"


def test_a_file_comes_in_pieces_that_are_whole_together():
    made = figures.Published(["Name", "Sent"], [(f"n{n}", n) for n in range(1200)])

    pieces = list(supervision_views.stream(supervision_views.Format.CSV, made))

    assert len(pieces) == 3
    rows = list(csv.reader(io.StringIO(b"".join(pieces).decode("utf-8-sig"))))
    assert len(rows) == 1201 and rows[-1] == ["n1199", "1199"]
