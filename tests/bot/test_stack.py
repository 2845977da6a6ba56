"""Through real Rasa and a real action server: turns, faults, lost trackers, silent logs."""

import pytest

from tests.bot.stack import MODEL, RemoteConversation, Stack
from tests.bot.talking import ELIGIBLE

pytestmark = [
    pytest.mark.xdist_group("rasa"),
    pytest.mark.skipif(not MODEL.exists(), reason="the language model is not trained"),
]
COMMANDS = ["/restart", "/session_start", '/inform{"organisation":"x"}', "/"]
PLANTED = "zebra crossing on the moon"


@pytest.fixture(scope="module")
def stack():
    with Stack() as running:
        yield running


@pytest.fixture
def talk(stack, request):
    conversation = RemoteConversation(stack, request.node.name[:60])
    conversation.start()
    return conversation


def test_a_whole_conversation_comes_to_a_reference(talk, stack):
    talk.say("yes")
    talk.say(f"The ward lost my test results, like a {PLANTED}")
    talk.answer_all(**ELIGIBLE)
    talk.choose("Yes, send it")

    assert "C-0" in talk.said
    assert stack.backend.draft(talk.name)["facts"]["name"] == "Sam Taylor"


def test_digressions_keep_the_place(talk):
    talk.say("yes")
    for words in ("how much does it cost", "are you a robot", "thank you", "hello", "why?"):
        talk.say(words)
        assert talk.asked == ["matter"], words


def test_danger_is_recognised_by_the_pipeline_and_pauses(talk):
    talk.say("yes")
    talk.say("I want to kill myself tonight")
    assert talk.draft["dialogue"]["paused"] is True
    talk.choose("Carry on")
    assert talk.asked == ["matter"]


def test_a_lost_tracker_changes_nothing(talk, stack):
    talk.say("yes")
    talk.say("They lost my notes and my scan at the hospital")
    question = talk.question
    assert stack.client.delete(f"/conversations/{talk.name}").status_code == 204

    talk.say("what do you mean?")
    assert talk.asked == [question]


@pytest.mark.parametrize("words", COMMANDS)
def test_no_words_are_a_command(stack, words):
    talk = RemoteConversation(stack, f"command-{COMMANDS.index(words)}")
    talk.start()
    talk.say("yes")
    talk.say(words)

    assert talk.last_status == 200 and talk.asked == ["matter"]


def test_a_draft_that_cannot_be_saved_is_a_failed_turn_and_the_next_try_goes_on(talk, stack):
    stack.backend.failing = True
    talk.say("yes")
    assert talk.last_status == 503 and talk.messages == []

    stack.backend.failing = False
    talk.say("yes")
    assert talk.last_status == 200 and talk.asked == ["matter"]


def test_the_action_server_may_go_and_come_back(talk, stack):
    stack.end("actions")
    talk.say("yes")
    assert talk.last_status == 503

    stack.start("actions")
    stack._wait()
    talk.say("yes")
    assert talk.last_status == 200 and talk.asked == ["matter"]


def test_only_the_one_with_the_secret_is_heard(stack):
    for secret in ("", "Bearer", "Bearer wrong", "Basic x"):
        headers = {"Authorization": secret}
        assert stack.client.post("/turn", json={}, headers=headers).status_code == 401
        assert stack.client.delete("/conversations/x", headers=headers).status_code == 401
        assert stack.client.post("/parse", json={"text": "x"}, headers=headers).status_code == 401


def test_parse_tells_the_intent(stack):
    parsed = stack.client.post("/parse", json={"text": "is this free of charge?"}).json()
    assert parsed["intent"]["name"] == "faq_cost"


def test_parse_ranks_only_what_the_asked_question_allows(stack):
    said = {"text": "they wrote back and said they did nothing wrong", "question": "final_response"}
    ranking = stack.client.post("/parse", json=said).json()["intent_ranking"]

    labels = [entry["name"] for entry in ranking]
    assert labels[0] == "final_response.yes" and len(labels) <= 10
    assert {label.split(".")[0] for label in labels if "." in label} == {"final_response"}


def test_one_turn_saves_the_draft_once(talk, stack):
    before = stack.backend.saves
    talk.say("yes")
    assert stack.backend.saves == before + 1


def test_no_log_holds_what_was_said(talk, stack):
    talk.say("yes")
    talk.say(f"My {PLANTED} was cancelled by the hospital three times")
    talk.say(f"{PLANTED}?")

    for name in ("rasa", "actions"):
        assert PLANTED not in stack.log(name).read_text()
