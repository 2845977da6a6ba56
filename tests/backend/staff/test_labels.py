"""How codes and times read."""

import ast
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import intake
from backend.staff import labels
from intake import wording
from intake.safety.model import FLAGS

INTAKE = Path(intake.__file__).parent
LABEL = re.compile(r"questions\.(\w+)\.label")
CODE = re.compile(r"[A-Z]{4,}[0-9]?|[A-Z]{2,}[0-9]?(_[A-Z]+)+")


@pytest.mark.parametrize(
    ("moment", "reads"),
    [
        (datetime(2026, 11, 22, 0, 5, tzinfo=UTC), "22 November 2026 at 12:05am"),
        (datetime(2026, 11, 22, 12, 0, tzinfo=UTC), "22 November 2026 at 12:00pm"),
        (datetime(2026, 7, 1, 23, 30, tzinfo=UTC), "2 July 2026 at 12:30am"),
    ],
)
def test_times_are_those_of_london(moment, reads):
    assert labels.when(moment) == reads


@pytest.mark.parametrize(
    ("day", "reads"), [(22, "today"), (21, "1 day"), (10, "12 days"), (30, "today")]
)
def test_age_counts_days(day, reads):
    assert labels.age(datetime(2026, 11, day, 9, tzinfo=UTC), date(2026, 11, 22)) == reads


def test_a_code_without_words_still_reads_as_words():
    assert labels.label("flags", "SOMETHING_NEW").label == "Something new"


def test_every_result_has_words():
    shown = set(labels.codes("results")) | {intake.Result.PASS.value}

    assert {result.value for result in intake.Result} <= shown
    assert all(labels.label("results", code).label for code in labels.codes("results"))


@pytest.mark.parametrize(
    ("key", "seen"), [each for each in wording.entries() if LABEL.match(each[0])]
)
def test_staff_are_never_spoken_to_as_the_person(key, seen):
    shown = labels.question(LABEL.match(key)[1], seen)

    assert not re.search(r"\byou", shown, re.IGNORECASE)


def test_every_flag_that_can_be_set_is_explained():
    assert (flags_of_rules() | set(FLAGS) | {"WANTS_PERSON"}) <= set(labels.codes("flags"))


def test_no_flag_is_explained_that_nothing_sets():
    assert set(labels.codes("flags")) <= flags_of_rules() | set(FLAGS) | {"WANTS_PERSON"}


def flags_of_rules():
    """Every code in capitals in the rules' source: their flags, but for rule and topic ids."""
    files = [*(INTAKE / "rules").glob("*.py"), INTAKE / "engine.py", INTAKE / "standing.py"]
    nodes = (node for file in files for node in ast.walk(ast.parse(file.read_text())))
    words = {node.value for node in nodes if isinstance(node, ast.Constant)}
    codes = {word for word in words if isinstance(word, str) and CODE.fullmatch(word)}
    return codes - {result.value for result in intake.Result} - {"VERSION", "VERSION_DIGEST"}
