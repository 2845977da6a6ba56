"""The chat API as a browser meets it."""

import uuid

import pytest

from tests.backend.people import Person


def test_a_conversation_begins_with_the_bots_first_question(person):
    assert person.status == 201
    assert person.messages[-1]["question"] == "privacy_ack"
    assert person.state == {
        "question": "privacy_ack",
        "result": None,
        "flags": person.state["flags"],
        "reference": None,
        "owner": "bot",
        "status": "open",
        "answered": 0,
        "locale": "en",
        "left": person.state["left"],
        "told": {},
    }
    assert 5 < person.state["left"] < 13


def test_a_message_has_the_shape_that_the_contract_names(person):
    message = person.messages[-1]

    keys = ["id", "from", "kind", "text", "question", "input", "choices", "lang", "at"]
    assert list(message) == keys
    assert isinstance(message["id"], int)
    assert message["from"] == "bot"
    assert [set(choice) for choice in message["choices"]] == [{"label", "value", "hint"}] * 2


def test_words_become_an_answer_with_the_message_they_came_from(person, session):
    person.go_to("matter").say("They lost my notes.")

    draft = person.draft()
    assert draft["facts"]["matter"] == "They lost my notes."
    assert person.state["question"] == "complained_locally"


def test_a_choice_becomes_the_value_behind_it(person):
    person.choose("Yes")

    assert person.draft()["facts"]["privacy_ack"] == "yes"


def test_several_choices_become_a_list(person):
    person.go_to("impact").choose("It upset me", "It cost me money", many=True)

    assert person.draft()["facts"]["impact"] == ["distress", "money"]


def test_the_value_of_a_choice_says_nothing_about_what_it_means(person):
    values = [choice["value"] for choice in person.messages[-1]["choices"]]

    assert not {"yes", "no"} & set(values)
    assert len(set(values)) == len(values)


def test_the_same_id_again_gives_the_same_answer_and_no_second_turn(person, bot):
    id = str(uuid.uuid4())
    first = person.go_to("matter").say("They lost my notes.", id).answer
    turns = len(bot.turns)

    again = person.say("They lost my notes.", id).answer

    assert again == first
    assert len(bot.turns) == turns


def test_the_same_choice_twice_with_the_same_id_is_one_answer(person, bot):
    id = str(uuid.uuid4())
    token = person.value("Yes")
    first = person.post(id=id, choice=token).answer

    again = person.post(id=id, choice=token)

    assert (again.status, again.answer) == (200, first)


def test_what_came_since_can_be_read_again(person):
    first = person.messages[-1]["id"]
    person.choose("Yes")

    person.read(after=first)

    assert [m["from"] for m in person.messages] == ["person", "bot"]
    assert person.messages[0]["text"] == "Yes"
    assert person.read().messages[0]["id"] == first


def test_an_unknown_language_falls_back_to_english(client):
    assert Person(client).begin(locale="xx").messages[-1]["question"] == "privacy_ack"


def test_a_change_is_asked_for_with_the_question_it_changes(person, bot):
    person.go_to("confirm").choose("Change matter")

    meta = bot.turns[-1]["metadata"]
    assert (meta["change"], meta["choice"]) == ("matter", "cmd:change:matter")
    assert person.state["question"] == "matter"


def test_sending_gives_a_reference_and_the_state_shows_it(person):
    person.go_to("confirm").choose("Yes, send it")

    assert person.state["status"] == "submitted"
    assert person.state["reference"] in person.said


def test_a_conversation_may_be_used_with_its_own_token_only(person, client):
    other = Person(client).begin()
    person.go_to("impact")

    assert other.draft()["facts"] == {}


@pytest.mark.parametrize(
    ("token", "code"),
    [("", "token_missing"), ("forged", "token_wrong"), ("a.b.c", "token_wrong")],
)
def test_a_forged_token_is_refused_with_a_plain_sentence(person, token, code):
    person.token = token

    person.say("Hello")

    assert (person.status, person.answer["code"]) == (401, code)
    assert "Start a new chat" in person.told


def test_a_token_changed_in_one_sign_is_refused(person):
    # Not the last sign: two of its six bits mean nothing.
    kept, sign, last = person.token[:-2], person.token[-2], person.token[-1]
    person.token = kept + ("A" if sign != "A" else "B") + last

    assert person.say("Hello").status == 401


def test_an_expired_token_is_told_so(person, monkeypatch):
    monkeypatch.setattr("itsdangerous.timed.time.time", lambda: 4_000_000_000)

    person.say("Hello")

    assert (person.status, person.answer["code"]) == (401, "token_expired")


def test_after_deletion_nothing_is_left_and_the_bot_forgot_it_too(person, bot, session):
    person.go_to("impact")

    assert person.erase() == 204
    assert bot.erased == [person.conversation]
    assert person.say("Hello").status == 410
    assert person.read().status == 410
    assert person.erase() == 204


def test_an_answer_can_be_changed_by_its_question_wherever_the_conversation_is(person, bot):
    person.go_to("impact")

    person.post(change="matter")

    assert person.status == 200
    assert bot.turns[-1]["metadata"]["change"] == "matter"
    assert person.state["question"] == "matter"
    assert "Change: " in person.read().said


def test_only_an_answer_that_was_given_can_be_changed(person, bot):
    person.go_to("matter")
    turns = len(bot.turns)

    for question in ("impact", "privacy_ack", "themes", "no such question"):
        assert person.post(change=question).status == 422
    assert person.post(change="matter", text="and words").status == 422
    assert len(bot.turns) == turns


def test_the_draft_is_told_in_words(person):
    person.go_to("impact")

    said = {line["question"]: line for line in person.draft()["answers"]}

    assert said["matter"]["answer"] == "The ward lost my notes."
    assert said["complained_locally"]["answer"].startswith("Yes")
    assert all(line["label"] for line in said.values())
    assert "privacy_ack" not in said


def test_about_how_many_questions_are_left_is_told_until_it_is_sent(person):
    before = person.choose("Yes").state["left"]
    person.say("They lost my notes.")

    assert person.state["left"] < before
    person.go_to("")
    assert person.state["reference"]
    assert person.state["left"] is None


def test_each_answer_names_the_message_that_it_came_from_until_it_is_sent(person):
    person.go_to("impact")
    told = person.state["told"]
    said = {m["id"]: m["text"] for m in person.read().messages if m["from"] == "person"}

    assert said[told["matter"]] == "The ward lost my notes."
    assert "privacy_ack" not in told
    person.go_to("")
    assert person.state["told"] == {}
