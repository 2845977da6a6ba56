"""A complaint that was sent and never saved: its own reference and a code lead back to it."""

import pytest
from sqlalchemy import select, update

from backend.data.models import Conversation, Draft, KeptDraft
from tests.backend.own_session import session
from tests.backend.people import Person
from tests.backend.saving import EMAIL, ask, come_back, count, newest_code, outbox, queue

__all__ = ["queue", "session"]


@pytest.fixture
def sent(person, session):
    """Sends a complaint with these answers; its reference."""

    def send(**facts: str) -> str:
        person.go_to(None)
        mine = Draft.conversation_id == person.conversation
        held = session.scalars(select(Draft.facts).where(mine)).one()
        session.execute(update(Draft).where(mine).values(facts={**held, **facts}))
        session.commit()
        return person.state["reference"]

    return send


def test_its_reference_and_a_code_open_it_on_another_device(sent, session, app):
    reference = sent(email=EMAIL)
    other = Person(app.test_client())

    assert ask(other.client, reference).status_code == 202
    (letter,) = outbox(session)
    assert letter.address == EMAIL and "notes" not in letter.text
    answer = come_back(other.client, reference, newest_code(session))

    assert answer.status_code == 200
    other._keep(answer)
    assert "The ward lost my notes." in other.said
    assert other.state["status"] == "submitted"


def test_a_mobile_is_texted_where_no_email_was_given(sent, session, client):
    ask(client, sent(phone="07400 123456"))

    assert outbox(session)[0].address == "+447400123456"


def test_a_landline_alone_gets_no_code(sent, session, client):
    assert ask(client, sent(phone="0113 496 0000")).status_code == 202

    assert outbox(session) == []


@pytest.mark.parametrize(
    "delicate",
    [{"safe_contact": "He reads my e-mail."}, {"risk_flags": ["DOMESTIC_ABUSE"]}],
    ids=["a safe way was asked for", "harm at home"],
)
def test_where_a_message_could_do_harm_none_goes_by_itself(sent, session, client, delicate):
    reference = sent(email=EMAIL, safe_contact=delicate.get("safe_contact", ""))
    flags = delicate.get("risk_flags", [])
    session.execute(update(Draft).where(Draft.reference == reference).values(risk_flags=flags))
    session.commit()

    assert ask(client, reference).status_code == 202
    assert outbox(session) == [] and count(session, KeptDraft) == 0


def test_what_staff_took_down_by_phone_has_no_chat_to_come_back_to(sent, session, client):
    reference = sent(email=EMAIL)
    session.execute(update(Conversation).values(channel="phone"))
    session.commit()
    ask(client, reference)

    assert outbox(session) == []


def test_who_saved_it_too_gets_the_code_where_they_chose(person, sent, session, client):
    person.choose("Yes")
    given = {"address": "chosen@example.org"}
    assert person.client.post("/api/chat/kept", json=given, headers=person.headers).status_code
    ask(client, sent(email=EMAIL))

    assert {letter.address for letter in outbox(session)} == {"chosen@example.org"}


def test_a_code_that_is_wrong_opens_no_complaint(sent, session, client):
    reference = sent(email=EMAIL)
    ask(client, reference)
    code = f"{(int(newest_code(session)) + 1) % 10**6:06d}"

    assert come_back(client, reference, code).status_code == 422


def test_nobodys_reference_of_a_complaint_is_answered_like_a_right_one(sent, session, client):
    reference = sent(email=EMAIL)
    right, wrong = ask(client, reference), ask(client, "OMB-2222-2222")

    assert (right.status_code, right.get_json()) == (wrong.status_code, wrong.get_json())
    assert len(outbox(session)) == 1
