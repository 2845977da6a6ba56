"""The summary before sending: checked, put right, and shown again after a stale choice."""

from bench.chat import Chat
from bench.flow import MOST_TURNS, answer
from tests.e2e.stack import Service


def at_the_summary(url: str) -> Chat:
    """A conversation that has come to its summary."""
    chat = Chat(url)
    for _ in range(MOST_TURNS):
        if chat.question == "confirm":
            return chat
        chat.say(answer(chat.question))
    raise AssertionError(f"no summary; still at {chat.question}")


def test_a_stale_choice_at_the_summary_shows_the_summary_again(service: Service):
    opening = Chat(service.url)
    stale = opening.messages[-1]["choices"][0]["value"]
    opening.say("yes")
    for _ in range(MOST_TURNS):
        if opening.question == "confirm":
            break
        opening.say(answer(opening.question))

    opening.send({"choice": stale})

    assert [m["kind"] for m in opening.messages] == ["notice", "summary"]
    assert opening.question == "confirm"


def test_an_answer_is_changed_at_the_summary_and_shown_in_the_next(service: Service):
    chat = at_the_summary(service.url)

    chat.choose("Change: Your name")
    chat.say("Ashok Patel")

    assert chat.question == "confirm"
    assert "Ashok Patel" in chat.said


def test_nothing_is_sent_until_the_person_says_so(service: Service):
    chat = at_the_summary(service.url)

    chat.choose("No, not yet")

    assert chat.state["reference"] is None
    assert chat.state["status"] != "submitted"
