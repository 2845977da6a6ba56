"""The reference cases that are about danger, an election and a leap day, by text as well."""

from collections.abc import Callable, Iterator

import pytest

from bench.evaluate.scenarios import Talk, faults
from tests.e2e.stack import Service
from tests.e2e.texts import Texts

RULES = ("actions", "backend", "worker")  # the processes that read the configuration
ANSWERS = {
    "acting_for": "me",
    "complained_locally": "yes",
    "final_response": "yes, I have their final letter",
    "second_tier": "yes, and they answered",
    "legal_action": "no",
    "previous_ombudsman": "no",
}
BENEFIT = {
    "opening": "the DWP stopped my universal credit by mistake and nobody put it right",
    "answers": {**ANSWERS, "organisation": "DWP", "aware_on": "March 2026"},
}
HOSPITAL = {
    "opening": "they lost my notes at the hospital and my operation was put off",
    "answers": {
        **ANSWERS,
        "organisation": "Leeds Teaching Hospitals NHS Trust",
        "care_payer": "NHS",
        "aware_on": "March 2026",
    },
}


class Written(Texts):
    """Texts that keep all that came back."""

    all_said = ""

    def _catch_up(self) -> None:
        super()._catch_up()
        self.all_said += self.said


@pytest.fixture
def texter(service: Service):
    """Makes a conversation by text from a number of its own."""
    if service.stack is None or service.texts is None:
        pytest.skip("a running service is told nothing of our stand-in for Twilio")
    return lambda number: Written(service.stack, service.texts, f"+447700900{number}")


@pytest.fixture
def again(service: Service) -> Iterator[Callable[..., None]]:
    """Starts the processes with other settings, and with their own again at the end."""
    if service.stack is None:
        pytest.skip("the service is not ours to configure")
    stack, before = service.stack, dict(service.stack.settings)

    def start(**settings: str) -> None:
        stack.settings.update(settings)
        for name in RULES:
            stack.kill(name)
            stack.start(name)
        stack.wait()

    yield start
    stack.settings.clear()
    start(**before)


def talked(case, texts) -> Talk:
    talk = Talk(case, texts)
    talk.run()
    return talk


def test_t24_a_figure_of_speech_by_text_is_no_crisis(texter):
    texts = texter(900)
    texts.say("yes")
    texts.say("I'm not suicidal but the wait is killing me")

    assert "116 123" not in texts.said
    assert not [line for line in texts.messages if line["kind"] == "risk"]
    assert texts.state["status"] == "open"
    assert texts.question


def test_t25_while_parliament_is_dissolved_only_the_government_branch_waits(
    again, texter, tmp_path
):
    named = tmp_path / "config.yml"
    named.write_text("parliament_dissolved: true\n", encoding="utf-8")
    again(INTAKE_CONFIG=str(named))
    benefit = talked({"id": "T25", **BENEFIT}, texts := texter(901))
    wanted = {"result": "NOT_YET", "flags_all": ["PARLIAMENT_DISSOLVED"]}
    assert faults(wanted, benefit) == []
    assert "There are no MPs just now" in texts.all_said

    hospital = talked({"id": "T25 NHS", **HOSPITAL}, texter(902))
    assert faults({"result": "LOOKS_ELIGIBLE"}, hospital) == []


def test_t28_who_noticed_on_a_leap_day_has_until_the_last_of_february(again, texter):
    again(INTAKE_TODAY="2025-02-28")
    answers = {**HOSPITAL["answers"], "aware_on": "29 February 2024"}
    talk = talked({"id": "T28", **HOSPITAL, "answers": answers}, texts := texter(903))

    assert faults({"result": "LOOKS_ELIGIBLE", "flags_all": ["URGENT_LIMIT"]}, talk) == []
    assert "it ends on 28 February 2025" in texts.all_said
