"""The cases that the rules must get right, talked through by text: the same words and results."""

import pytest

from bench.evaluate.scenarios import Talk, faults
from tests.e2e.stack import Service
from tests.e2e.test_cases_by_chat import CASES
from tests.e2e.texts import Texts

NUMBERS = {case["id"]: f"+447700900{number:03d}" for number, case in enumerate(CASES, start=100)}


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_the_case_comes_out_right_by_text(service: Service, case):
    if service.stack is None or service.texts is None:
        pytest.skip("a running service is told nothing of our stand-in for Twilio")
    texts = Texts(service.stack, service.texts, NUMBERS[case["id"]])
    talk = Talk(case, texts)

    talk.run()

    assert faults(case["expect"], talk) == []
    assert texts.too_long == []  # none takes more than two segments
