"""Parts that fail in the middle of a conversation: nothing is lost, nothing is doubled."""

import socket
import threading
import time
import uuid
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import func, select, update
from sqlalchemy.exc import OperationalError

from backend.app import create_app
from backend.chat.rasa import HttpRasa, RasaFailed
from backend.data.models import Conversation, Draft, Message
from backend.data.session import db
from tests.backend.given import make_settings
from tests.backend.people import Person


def facts(person: Person) -> dict:
    return person.draft()["facts"]


def test_when_rasa_is_down_the_person_is_told_and_offered_a_phone_and_another_try(person, bot):
    person.choose("Yes")
    bot.down = "unreachable"

    person.say("They lost my notes.")

    assert person.status == 200
    assert person.kinds == ["error"]
    assert "What you said is kept" in person.said
    assert "0345" in person.said
    assert [c["label"] for c in person.messages[0]["choices"]] == ["Try again"]


def test_try_again_answers_what_was_said_before(person, bot):
    person.choose("Yes")
    bot.down = "timeout"
    person.say("They lost my notes.")
    bot.down = ""

    person.choose("Try again")

    assert facts(person)["matter"] == "They lost my notes."
    assert person.messages[-1]["question"] == "complained_locally"


def test_try_again_while_still_down_keeps_the_message_waiting(person, bot):
    person.choose("Yes")
    bot.down = "timeout"
    person.say("They lost my notes.")
    person.choose("Try again")
    bot.down = ""

    person.choose("Try again")

    assert facts(person)["matter"] == "They lost my notes."


def test_try_again_when_nothing_waits_asks_the_question_again(person, bot):
    person.choose("Yes")
    bot.down = "timeout"
    person.say("They lost my notes.")
    again = person.value("Try again")
    bot.down = ""
    person.post(choice=again)

    person.post(choice=again)

    assert person.kinds == ["question"]
    assert person.messages[0]["question"] == "complained_locally"


def test_the_same_words_typed_again_count_once(person, bot):
    person.choose("Yes")
    bot.down = "unreachable"
    person.say("They lost my notes.")
    bot.down = ""
    turns = len(bot.turns)

    person.say("They lost my notes.")

    assert len(bot.turns) == turns + 1
    assert facts(person) == {"privacy_ack": "yes", "matter": "They lost my notes."}
    assert person.state["question"] == "complained_locally"


def test_the_same_choice_taken_again_counts_once(person, bot):
    person.go_to("complained_locally")
    token = person.value("No")
    bot.down = "unreachable"
    person.post(choice=token)
    bot.down = ""
    turns = len(bot.turns)

    person.post(choice=token)

    assert len(bot.turns) == turns + 1
    assert facts(person)["complained_locally"] == "no"


def test_what_waited_is_answered_before_what_is_said_next(person, bot):
    person.choose("Yes")
    bot.down = "unreachable"
    person.say("They lost my notes.")
    bot.down = ""

    person.say("I am not sure")

    assert facts(person)["matter"] == "They lost my notes."
    assert facts(person)["complained_locally"] == "I am not sure"


def test_the_same_id_sent_again_after_a_failure_gets_its_answer(person, bot):
    person.choose("Yes")
    id = str(uuid.uuid4())
    bot.down = "unreachable"
    person.say("They lost my notes.", id)
    bot.down = ""

    person.say("They lost my notes.", id)

    assert person.kinds == ["question"]
    assert facts(person)["matter"] == "They lost my notes."
    assert person.say("They lost my notes.", id).kinds == ["question"]


def test_replies_that_were_lost_after_saving_are_asked_for_again_not_saved_twice(person, bot):
    person.choose("Yes")
    bot.lose_replies = True
    person.say("They lost my notes.")
    assert person.kinds == ["error"]

    person.choose("Try again")

    assert bot.turns[-1]["payload"] == "repeat"
    assert facts(person) == {"privacy_ack": "yes", "matter": "They lost my notes."}
    assert person.messages[-1]["question"] == "complained_locally"


def test_a_conversation_that_began_while_rasa_was_down_goes_on_when_it_is_back(client, bot):
    bot.down = "unreachable"
    person = Person(client).begin()
    assert person.status == 201
    assert person.kinds == ["error"]
    bot.down = ""

    person.choose("Try again")

    assert person.messages[-1]["question"] == "privacy_ack"


def test_a_message_that_the_bot_can_never_answer_does_not_block_what_comes_after(person, bot):
    person.choose("Yes")

    def fail_at_it(body: dict) -> None:
        if body["message"] == "what breaks it":
            raise RasaFailed("status_500")

    bot.before = fail_at_it
    person.say("what breaks it").choose("Try again").choose("Try again")

    assert person.kinds == ["notice", "question"]
    assert "kept for our team" in person.said
    assert person.say("They lost my notes.").state["question"] == "complained_locally"
    assert facts(person)["matter"] == "They lost my notes."


def test_while_the_bot_is_down_no_message_is_stepped_over(person, bot):
    person.choose("Yes")
    bot.down = "status_503"
    person.say("They lost my notes.")
    for _ in range(5):
        assert person.choose("Try again").kinds == ["error"]
    bot.down = ""

    person.choose("Try again")

    assert facts(person)["matter"] == "They lost my notes."


def test_no_transaction_is_open_while_rasa_is_called(app, bot, client):
    open_transactions = []
    bot.before = lambda _body: open_transactions.append(db.session.in_transaction())
    person = Person(client).begin()

    person.go_to("impact")

    assert not any(open_transactions)


def test_two_tabs_at_once_are_answered_one_after_the_other(app, person, bot):
    person.choose("Yes")
    second_sent = threading.Event()
    other = Person(app.test_client(), person.token, person.conversation)

    def wait_for_the_second(body: dict) -> None:
        bot.before = None
        thread.start()
        assert second_sent.wait(5)

    def send_second() -> None:
        def kept() -> bool:
            with app.app_context():
                return db.session.scalar(select(func.count()).where(Message.text == "second")) == 1

        threading.Thread(target=lambda: other.say("second")).start()
        while not kept():
            pass
        second_sent.set()

    thread = threading.Thread(target=send_second)
    bot.before = wait_for_the_second

    person.say("first")
    thread.join()
    while not other.answer:
        pass

    assert facts(person) == {
        "privacy_ack": "yes", "matter": "first", "complained_locally": "second",
    }  # fmt: skip
    assert other.messages[-1]["question"] == "impact"


def test_a_lease_whose_holder_died_runs_out(person, session, clock, bot):
    person.choose("Yes")
    hold(session, person, clock.now() + timedelta(seconds=-1))

    person.say("They lost my notes.")

    assert facts(person)["matter"] == "They lost my notes."


def test_a_turn_that_waits_too_long_for_another_says_so_and_keeps_the_message(
    app, person, session, clock
):
    person.choose("Yes")
    hurry(app, seconds=0.5)
    hold(session, person, clock.now() + timedelta(seconds=15))

    person.say("They lost my notes.")

    assert person.kinds == ["error"]
    assert "busy" in person.said
    hold(session, person, clock.now() + timedelta(seconds=-1))
    hurry(app, seconds=8)
    person.choose("Try again")
    assert facts(person)["matter"] == "They lost my notes."


def hurry(app, seconds: float) -> None:
    """Change how long the service waits: a moment only, so that the test need not wait."""
    services = app.extensions["intake"]
    settings = replace(services.settings, turn_seconds=seconds)
    app.extensions["intake"] = replace(services, settings=settings)


def hold(session, person: Person, until) -> None:
    session.execute(
        update(Conversation)
        .where(Conversation.id == person.conversation)
        .values(lease="another", lease_until=until)
    )
    session.commit()


def test_a_choice_made_twice_in_two_tabs_is_used_once(app, person, bot):
    person.go_to("complained_locally")
    token = person.value("No")
    person.post(choice=token)

    person.post(choice=token)

    assert person.kinds == ["notice", "question"]
    assert person.state["question"] == "impact"


def test_erased_while_rasa_was_thinking_leaves_nothing_behind(person, bot, session):
    person.choose("Yes")
    bot.before = lambda _body: person.client.delete(
        "/api/chat/conversation", headers=person.headers
    )

    person.say("They lost my notes.")

    assert person.status == 410
    assert session.scalar(select(func.count()).select_from(Message)) == 0


def break_database(monkeypatch) -> None:
    def fail(*_args: object, **_more: object) -> None:
        raise OperationalError("SELECT", {}, Exception("gone"))

    monkeypatch.setattr("sqlalchemy.orm.Session.execute", fail)


def test_without_a_database_the_person_gets_a_plain_sentence_and_the_phone(person, monkeypatch):
    break_database(monkeypatch)

    person.say("They lost my notes.")

    assert person.status == 503
    assert "not working" in person.told
    assert "0345" in person.told


def test_without_a_database_someone_in_danger_still_gets_help(person, monkeypatch):
    break_database(monkeypatch)

    person.say("I want to kill myself tonight")

    assert person.status == 503
    assert "116 123" in person.told


def test_help_comes_first_and_even_when_rasa_is_down(person, bot):
    person.choose("Yes")
    bot.down = "unreachable"

    person.say("I want to kill myself tonight")

    assert person.kinds == ["risk", "error"]
    assert "116 123" in person.messages[0]["text"]


def test_staff_see_the_risk_with_the_message_that_showed_it(person, session, clock):
    person.choose("Yes").say("I want to kill myself tonight")

    draft = session.get_one(Draft, person.conversation)
    message = session.get_one(Message, draft.risk_message_id)
    assert draft.risk_level in ("R3", "R4")
    assert draft.risk_at == clock.now()
    assert message.text == "I want to kill myself tonight"
    assert message.risk["words"]


def test_the_bot_is_told_the_risk_but_not_the_words_of_it(person, bot):
    person.choose("Yes").say("I want to kill myself tonight")

    assert set(bot.turns[-1]["metadata"]["risk"]) == {"level", "flags"}
    assert bot.turns[-1]["metadata"]["risk"]["level"] in ("R3", "R4")


def test_a_calm_message_after_it_does_not_lower_the_risk(person, session):
    person.choose("Yes").say("I want to kill myself tonight")
    person.say("The ward lost my notes.")

    assert session.get_one(Draft, person.conversation).risk_level in ("R3", "R4")


def test_when_staff_have_the_conversation_the_bot_is_silent(person, bot, session):
    person.choose("Yes")
    session.execute(update(Conversation).values(owner="staff"))
    session.commit()
    turns = len(bot.turns)

    person.say("Hello?")

    assert len(bot.turns) == turns
    assert person.kinds == ["notice"]
    assert person.state["owner"] == "staff"
    assert person.say("Are you there?").messages == []


def test_rasa_that_takes_the_call_and_never_answers_is_given_up_in_time(
    sqlite_copy, tmp_path, clock, bot
):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        stuck = HttpRasa(f"http://127.0.0.1:{silent.getsockname()[1]}", "a-secret")
        settings = make_settings(tmp_path, sqlite_copy, turn_seconds=0.5)
        app = create_app(settings, clock, stuck)
        person = Person(app.test_client())

        started = time.monotonic()
        person.begin()
        person.say("They lost my notes.")
        took = time.monotonic() - started

    assert person.kinds == ["error"]
    assert "What you said is kept" in person.said
    assert 0.9 < took < 5
    assert "They lost my notes." in [m["text"] for m in person.read().messages]
    answered_by(app, bot)
    bot.app = app
    assert person.choose("Try again").status == 200
    with app.app_context():
        db.engine.dispose()


def test_a_turn_as_it_is_set_up_ends_before_ten_seconds(tmp_path):
    assert make_settings(tmp_path, "sqlite:////tmp/none.db").turn_seconds <= 8.5


def answered_by(app, bot) -> None:
    """Put a bot that works in the place of what was there."""
    app.extensions["intake"] = replace(app.extensions["intake"], rasa=bot)
