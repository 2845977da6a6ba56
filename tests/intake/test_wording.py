"""The wording is whole, plain, and promises nothing."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
import yaml

from intake import wording
from intake.asks import CONTACT_QUESTIONS, DRAFT_QUESTIONS, ELIGIBILITY_IDS
from intake.config import load
from intake.facts import CHOICES, LISTS
from intake.rules import ALL

ROOT = Path(__file__).parent.parent.parent
ASKED = (
    *ELIGIBILITY_IDS,
    *(ask.question for ask in (*DRAFT_QUESTIONS, *CONTACT_QUESTIONS)),
    "send_anyway",
    "confirm",
)
PARTS = ("text", "help", "why", "example", "label")
# What findings, questions and messages fill in, beside the configuration.
FILLED = {
    "body", "second_tier", "due", "deadline", "label", "handler", "ways",
    "tier2_how", "tier2_months", "tier2_from", "tier2_contact", "tier2_last_day",
}  # fmt: skip
ENGINE = ("questions", "answers", "results", "reasons", "steps", "faq")
PROMISES = re.compile(
    r"\bwe will investigate\b|\bguarantee|\bdefinitely\b|\byou will get\b|\bpromise that\b", re.I
)
KEY = re.compile(
    r"[\"'](?:f?)((?:chat|results|questions|answers|faq|steps)\.[a-z_.A-Z]+[a-z_A-Z])[\"']"
)


@pytest.mark.parametrize("question", ASKED)
def test_every_question_has_all_its_words(question):
    for part in PARTS:
        assert wording.text(f"questions.{question}.{part}")


@pytest.mark.parametrize("question", [*CHOICES, *LISTS])
def test_every_answer_has_a_label(question):
    values = CHOICES.get(question) or LISTS[question]
    named = "outcomes" if question == "outcome_priority" else question

    for value in values:
        assert wording.text(f"questions.{named}.choices.{value}")


@pytest.mark.parametrize(
    "code", ["LOOKS_ELIGIBLE", "LIKELY_DISCRETION", "NOT_YET", "NOT_FOR_US", "NEEDS_STAFF"]
)
def test_every_result_has_its_words(code):
    assert wording.text(f"results.{code}.says")
    assert wording.text(f"results.{code}.label")


def test_every_key_in_the_rules_has_its_words():
    rules = [rule.id for rule in ALL]
    missing = []
    for path in [*(ROOT / "intake/rules").glob("*.py"), ROOT / "intake/standing.py"]:
        for key in reason_keys(path):
            if not any(wording.has(f"reasons.{rule}.{key}") for rule in rules):
                missing.append((path.name, key))
        missing += [
            (path.name, step) for step in step_keys(path) if not wording.has(f"steps.{step}")
        ]

    assert missing == []


def test_every_key_named_anywhere_in_the_code_exists():
    missing = []
    for folder in ("intake", "bot", "backend"):
        for path in (ROOT / folder).rglob("*.py"):
            for key in KEY.findall(path.read_text(encoding="utf-8")):
                if not wording.has(key) and not any(k.startswith(f"{key}.") for k, _ in entries()):
                    missing.append((path.name, key))

    assert missing == []


def test_yes_and_no_are_words_and_not_true_and_false():
    for path in (ROOT / "intake/wording").rglob("*.yml"):
        assert all(isinstance(key, str) for key in keys(yaml.safe_load(path.read_text())))


def test_every_placeholder_is_filled_by_somebody():
    known = FILLED | set(load().words())
    for key, words in engine_entries():
        assert set(wording.PLACEHOLDER.findall(words)) <= known, key


def test_the_ombudsmans_name_comes_from_the_configuration_alone():
    for key, words in entries():
        assert "PHSO" not in words, key
        assert "Parliamentary and Health" not in words, key


def test_nothing_is_promised():
    for key, words in entries():
        assert not PROMISES.search(words), key


def test_a_missing_key_is_an_error_and_an_unknown_language_is_english():
    with pytest.raises(wording.MissingWording):
        wording.text("questions.nothing.text")

    assert wording.text("questions.name.text", "xx") == wording.text("questions.name.text")
    assert wording.text("questions.name.text", "../../etc") == wording.text("questions.name.text")


def entries() -> list[tuple[str, str]]:
    return list(wording.entries())


def engine_entries() -> list[tuple[str, str]]:
    return [(key, words) for key, words in entries() if key.split(".")[0] in ENGINE]


def keys(node: object) -> list[object]:
    if not isinstance(node, dict):
        return []
    return [*node, *(key for inner in node.values() for key in keys(inner))]


def calls(path: Path) -> list[ast.Call]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


def reason_keys(path: Path) -> list[str]:
    """The wording keys that findings and standings are made with."""
    places = {"Finding": 1, "Standing": 1, "passed": 0}
    found = []
    for call in calls(path):
        place = places.get(call.func.id) if isinstance(call.func, ast.Name) else None
        if place is not None and len(call.args) > place:
            found += constants(call.args[place])
    return found


def step_keys(path: Path) -> list[str]:
    named = [word.value for call in calls(path) for word in call.keywords if word.arg == "steps"]
    return [key for node in named for key in constants(node)]


def constants(node: ast.expr) -> list[str]:
    """The strings that an expression may come to, without those inside comparisons and calls."""
    if isinstance(node, ast.Constant):
        return [node.value] if isinstance(node.value, str) else []
    if isinstance(node, ast.IfExp):
        return [*constants(node.body), *constants(node.orelse)]
    if isinstance(node, ast.Tuple):
        return [key for each in node.elts for key in constants(each)]
    return []
