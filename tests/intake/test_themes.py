"""Themes are suggested from the words of a story, and decide nothing."""

import pytest

from bench.themes import FOLDER, HELD_OUT, Score, score, stories
from intake import themes, themes_learned
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


# What was measured, less two points; nothing was worked out or trained on these stories.
REACH = {"unseen": (0.70, 0.78), "implicit": (0.49, 0.57)}
WORKED_ON = (0.85, 0.75)


def test_there_are_stories_enough_and_every_theme_is_in_them():
    every = [story for path in FOLDER.glob("*.yml") for story in stories(path)]

    assert len(every) >= 120
    assert {code for story in every for code in story["themes"]} == set(CODES)


def test_the_stories_they_were_worked_out_on_reach_what_was_asked():
    totals = [score(path)[0] for path in FOLDER.glob("*.yml") if path.stem not in REACH]
    total = Score(*map(sum, zip(*totals, strict=True)))

    recall, precision = WORKED_ON
    assert total.recall >= recall and total.precision >= precision


@pytest.mark.parametrize("name", REACH)
def test_stories_that_nobody_looked_at_reach_what_was_measured(name):
    found = score(FOLDER / f"{name}.yml")[0]
    recall, precision = REACH[name]

    assert found.recall >= recall and found.precision >= precision


def test_each_theme_comes_with_the_words_as_they_were_written():
    story = "They MISDIAGNOSED her, then  nobody didn’t... told us"

    found = {theme.code: theme.words for theme in themes.found(story, "NHS")}

    assert "MISDIAGNOSED" in found["N_DIAG"]
    assert all(words in story for every in found.values() for words in every)


def test_the_kind_of_care_may_stand_in_another_answer():
    story = "He was discharged too soon."

    assert "MH5" not in themes.suggest(story, "NHS")
    codes = [theme.code for theme in themes.found(story, "NHS", about="the psychiatric ward")]
    assert "MH5" in codes


@pytest.mark.parametrize("odd", ["", "İİİ'’‘", "\0", "''''", "ß" * 50, "a\nb\tc", "not " * 1000])
def test_odd_text_never_breaks_it(odd):
    assert isinstance(themes.found(odd, "NHS"), list)


def test_only_the_stories_that_measure_are_held_out():
    assert set(HELD_OUT) == set(REACH)


def test_the_weights_know_every_theme_and_are_trained_on_every_one():
    known = {code for model in themes_learned.models().values() for code in model.codes}

    assert known == set(CODES) == set(files.load("themes_told.yml")["said"])


QUIET = (
    "I kept saying that she had stopped moving. The midwife told me to drink something cold "
    "and lie down. When they looked at last there was nothing to hear."
)


def test_a_theme_that_no_phrase_tells_of_is_suggested_with_the_words_that_do():
    found = {theme.code: theme.words for theme in themes.found(QUIET, "NHS")}

    assert "N_MATERNITY" in found
    assert all(word and word in QUIET for words in found.values() for word in words)


def test_without_the_weights_the_phrases_still_suggest(monkeypatch):
    monkeypatch.setattr(themes_learned, "models", dict)

    codes = themes.suggest("They misdiagnosed my father twice. " * 5, "NHS")
    assert codes == ["N_DIAG"]


def test_a_short_text_is_left_to_the_phrases():
    assert themes_learned.opinions("nobody came", "NHS") == {}


def test_the_chances_of_a_story_stay_chances():
    likely = [one.likely for one in themes_learned.opinions(QUIET.lower(), "NHS").values()]

    assert len(likely) == 6 + 23 and all(0 < each < 1 for each in likely)
