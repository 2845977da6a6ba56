"""Whatever comes in, the person gets a clear sentence and keeps what they said before."""

import pytest

from tests.backend.people import Person

PROBLEM = "application/problem+json"


@pytest.fixture
def asked(person: Person) -> Person:
    """A person who is asked what happened."""
    return person.go_to("matter")


@pytest.mark.parametrize("text", ["", "   \n\t ", "\x00\x07\u200b\u202e"])
def test_an_empty_message_is_told_so_and_asks_nothing_of_the_bot(asked, bot, text):
    turns = len(bot.turns)

    asked.say(text)

    assert (asked.status, asked.told) == (
        422,
        "Type your answer, or choose one of the answers shown.",
    )
    assert len(bot.turns) == turns


def test_a_message_that_is_too_long_is_told_so_and_nothing_is_lost(asked):
    asked.say("word " * 1000)

    assert asked.status == 422
    assert "4,999 characters" in asked.told
    assert "4,000" in asked.told
    assert asked.draft()["facts"] == {"privacy_ack": "yes"}
    assert asked.say("They lost my notes.").status == 200


def test_a_message_of_exactly_the_longest_length_is_taken(asked):
    asked.say("x" * 4000)

    assert len(asked.draft()["facts"]["matter"]) == 4000


def test_emoji_alone_reach_the_bot_as_they_were_typed(asked, bot):
    asked.say("😡👩‍⚕️")

    assert bot.turns[-1]["message"] == "😡👩‍⚕️"
    assert asked.read().messages[-2]["text"] == "😡👩‍⚕️"


def test_signs_that_nobody_can_see_are_taken_out(asked):
    asked.say("They\x00 lost\x1b[31m my\u202e notes.\r\nTwice.")

    assert asked.draft()["facts"]["matter"] == "They lost[31m my notes.\nTwice."


def test_html_is_kept_as_it_was_typed(asked):
    asked.say("<script>alert('x')</script> & <b>bold</b>")

    assert asked.draft()["facts"]["matter"] == "<script>alert('x')</script> & <b>bold</b>"
    assert asked.read().messages[-2]["text"] == "<script>alert('x')</script> & <b>bold</b>"


@pytest.mark.parametrize(
    "text", ["/restart", "/session_start", '/inform{"organisation":"x"}', " /EXTERNAL"]
)
def test_words_never_become_a_command(asked, bot, text):
    asked.say(text)

    sent = bot.turns[-1]
    assert sent["payload"] is None
    assert sent["message"].startswith("\u2060/")
    assert sent["metadata"]["text"] == text.strip()


@pytest.mark.parametrize(
    "choice", ["yes", "cmd:person", "/restart", "service:retry", "AAAAAAAAAAAA"]
)
def test_a_choice_that_was_never_offered_is_refused(asked, bot, choice):
    turns = len(bot.turns)

    asked.post(choice=choice)

    assert (asked.status, asked.answer["code"]) == (422, "not_offered")
    assert len(bot.turns) == turns


def test_a_choice_of_another_conversation_is_refused(asked, client):
    token = Person(client).begin().value("Yes")

    assert asked.post(choice=token).status == 422


def test_a_stale_choice_is_not_used_and_the_question_comes_again(person, bot):
    token = person.value("No")
    person.go_to("complained_locally")
    turns = len(bot.turns)

    person.post(choice=token)

    assert person.status == 200
    assert person.kinds == ["notice", "question"]
    assert "earlier question" in person.said
    assert person.messages[-1]["question"] == "complained_locally"
    assert person.draft()["facts"]["privacy_ack"] == "yes"
    assert len(bot.turns) == turns
    person.choose("No")
    assert person.draft()["facts"]["complained_locally"] == "no"


def test_a_choice_still_stands_after_the_bot_only_said_something(person):
    person.go_to("complained_locally")
    token = person.value("No")
    person.say("what does it cost?")

    person.post(choice=token)

    assert person.draft()["facts"]["complained_locally"] == "no"


def test_words_and_a_choice_at_once_are_refused(person):
    person.post(text="Hello", choice=person.value("Yes"))

    assert (person.status, person.answer["code"]) == (422, "both")


@pytest.mark.parametrize("id", ["", "x" * 65, "a b", "ä"])
def test_an_id_in_a_wrong_form_is_refused(person, client, id):
    sent = client.post(
        "/api/chat/messages", json={"id": id, "text": "Hello"}, headers=person.headers
    )

    assert (sent.status_code, sent.content_type) == (422, PROBLEM)
    assert sent.get_json()["errors"] == [{"field": "id"}]


@pytest.mark.parametrize(
    ("data", "kind", "status"),
    [
        ("{", "application/json", 400),
        ("", "application/json", 422),
        ("[]", "application/json", 422),
        ('"x"', "application/json", 422),
        ('{"id": "1", "text": 5}', "application/json", 422),
        ('{"id": "1", "text": "x", "more": 1}', "application/json", 422),
        ('{"id": "1", "text": "x"}', "text/plain", 415),
        ("id=1&text=x", "application/x-www-form-urlencoded", 415),
        ('{"id": "1", "text": "' + "x" * 70_000 + '"}', "application/json", 413),
    ],
)
def test_a_body_we_cannot_take_gets_a_problem_with_a_sentence(person, client, data, kind, status):
    sent = client.post("/api/chat/messages", data=data, content_type=kind, headers=person.headers)

    assert (sent.status_code, sent.content_type) == (status, PROBLEM)
    body = sent.get_json()
    assert {"type", "title", "status", "detail"} <= set(body)
    assert body["status"] == status
    assert body["detail"].endswith(".")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/nothing", 404),
        ("GET", "/api/chat/conversations", 405),
        ("PUT", "/api/chat/messages", 405),
        ("GET", "/api/chat/messages?after=x", 401),
    ],
)
def test_a_wrong_address_or_method_is_a_problem_too(client, method, path, status):
    sent = client.open(path, method=method)

    assert (sent.status_code, sent.content_type) == (status, PROBLEM)


@pytest.mark.parametrize("after", ["x", "-1", "99999999999999999999"])
def test_a_wrong_place_to_read_from_is_refused(person, after):
    assert person.read(after).status == 422


def test_an_error_of_ours_says_nothing_of_its_cause(person, client, monkeypatch):
    def fail(*_args: object) -> None:
        raise RuntimeError("secret words")

    monkeypatch.setattr("backend.chat.transcript.since", fail)

    sent = client.get("/api/chat/messages", headers=person.headers)

    assert (sent.status_code, sent.content_type) == (500, PROBLEM)
    assert b"secret words" not in sent.data
