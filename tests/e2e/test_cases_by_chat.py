"""The cases that the rules must get right, talked through in free text over the public chat API."""

import re
from pathlib import Path

import pytest
import yaml

from bench.chat import Chat
from bench.evaluate.scenarios import Talk, faults
from tests.e2e.stack import Service

SCENARIOS = Path(__file__).resolve().parents[1] / "evaluation" / "scenarios.yml"
# T1 to T28 are the reference cases: each must come out right. The other scenarios are scored.
CASES = [
    case
    for case in yaml.safe_load(SCENARIOS.read_text(encoding="utf-8"))
    if re.match(r"T\d", case["id"])
]


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_the_case_comes_out_right_in_a_persons_own_words(service: Service, case):
    talk = Talk(case, Chat(service.url))

    talk.run()

    assert faults(case["expect"], talk) == []
