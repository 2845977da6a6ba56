"""docs/rules.md says what the rules say."""

import re

from intake.docs import TARGET, page
from intake.facts import QUESTION_IDS
from intake.rules import ALL
from intake.rules.exclusions import EXCLUSIONS
from intake.rules.model import Rule


def test_the_page_of_the_rules_is_up_to_date():
    assert TARGET.read_text(encoding="utf-8") == page(), "stale: run `python -m intake.docs`"


def test_all_fifteen_rules_and_every_exclusion_stand_in_it():
    text = page()

    assert [rule.id.split("_")[0] for rule in sorted(ALL, key=number)] == [
        f"E{n}" for n in range(1, 16)
    ]
    assert all(f"### {rule.id}:" in text for rule in ALL)
    assert all(code in text for code in EXCLUSIONS)


def test_the_drawing_leads_to_every_result():
    for chart in re.findall(r"```mermaid\n(.*?)```", page(), re.DOTALL):
        for result in ("LIKELY_DISCRETION", "NOT_YET", "NOT_FOR_US", "NEEDS_STAFF"):
            assert f"--> {result}" in chart
        assert "complained_locally -- " in chart


def test_every_rule_has_its_sources_and_needs_known_questions():
    for rule in ALL:
        assert rule.citation.nhs and rule.citation.gov
        assert set(rule.needs) <= QUESTION_IDS
        assert rule.in_force_from.year >= 1967


def number(rule: Rule) -> int:
    return int(rule.id.split("_")[0][1:])
