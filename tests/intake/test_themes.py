"""Themes are suggested from the words of a story, and decide nothing."""

import pytest

from intake import themes
from intake.organisations import files

GROUPS = files.load("themes.yml")["themes"]
CODES = [code for group in GROUPS.values() for code in group]


@pytest.mark.parametrize(
    ("matter", "expected"),
    [
        ("They misdiagnosed her cancer after a CT scan", {"N_DIAG", "N_CANCER", "N_IMAGING"}),
        ("Mum had bed sores and fell on the ward", {"N_NURSING"}),
        ("My son was discharged from the psychiatric ward with no plan", {"MH5", "N_DISCH"}),
        ("He was restrained after he was sectioned. Nobody told us", {"MH3", "MH4", "N_COMM"}),
        ("They lost my notes and the receptionist was rude", {"N_RECORDS", "N_ATTITUDE"}),
        ("They lost my complaint", {"N_COMPL"}),
    ],
)
def test_a_story_of_the_nhs(matter, expected):
    assert set(themes.suggest(matter, "NHS")) == expected


@pytest.mark.parametrize(
    ("matter", "expected"),
    [
        ("They took nine months and lost my form", {"G_DELAY", "G_ERROR"}),
        ("I was given wrong advice and nobody replied", {"G_WRONG_INFO", "G_COMM"}),
        ("They didn't look at my evidence", {"G_DECISION"}),
    ],
)
def test_a_story_of_the_government(matter, expected):
    assert set(themes.suggest(matter, "GOV")) == expected


def test_mental_health_themes_need_a_story_of_mental_health_care():
    assert themes.suggest("I was discharged too soon after my hip", "NHS") == ["N_DISCH"]


@pytest.mark.parametrize(("matter", "branch"), [("", "NHS"), ("it was awful", "GOV"), ("rude", "")])
def test_without_a_sign_or_a_branch_nothing_is_suggested(matter, branch):
    assert themes.suggest(matter, branch) == []


def test_every_code_is_used_once_and_has_a_label():
    assert len(CODES) == len(set(CODES)) == 6 + 23 + 13
    assert all(themes.label(code) != code for code in CODES)
    assert themes.label("X") == "X"
