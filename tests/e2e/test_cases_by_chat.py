"""The cases that the rules must get right, talked through in free text over the public chat API."""

from pathlib import Path

import pytest
import yaml

from bench.chat import Chat
from bench.evaluate.scenarios import Talk, faults
from tests.e2e.stack import Service

SCENARIOS = Path(__file__).resolve().parents[1] / "evaluation" / "scenarios.yml"
CASES = yaml.safe_load(SCENARIOS.read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_the_case_comes_out_right_in_a_persons_own_words(service: Service, case):
    talk = Talk(case, Chat(service.url))

    talk.run()

    assert faults(case["expect"], talk) == []
