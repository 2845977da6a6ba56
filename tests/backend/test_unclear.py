"""Unclear messages: copied only with consent, redacted, linked to nobody, erased in time."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from backend import jobs
from backend.data.models import Conversation, Draft, Message, UnclearMessage
from backend.services import unclear

SAID = "it's Ada Example here, ring 07700 900123 or ada@example.org, my NHS no is 943 476 5919"


@pytest.fixture
def said(person, session):
    """Says something and gives the number of the message."""

    def say(text=SAID):
        person.go_to("complained_locally").say(text)
        return person.answer["messages"][0]["id"] - 1

    return say


@pytest.fixture
def save(client, settings, person):
    """Saves a dialogue as the bot does."""

    def call(dialogue, turn=900):
        head = {"Authorization": f"Bearer {settings.service_token}"}
        facts = {"privacy_ack": "yes", "name": "Ada Example", "email": "ada@example.org"}
        body = {"turn": turn, "facts": facts, "dialogue": dialogue}
        answer = client.put(f"/api/drafts/{person.conversation}", json=body, headers=head)
        assert answer.status_code == 200

    return call


def note(message, question="complained_locally", **more):
    return {"message": message, "question": question, **more}


def kept(session):
    session.rollback()
    return list(session.scalars(select(UnclearMessage).order_by(UnclearMessage.id)))


@pytest.mark.parametrize("consent", [{}, {"unclear_consent": "no"}, {"unclear_consent": True}])
def test_without_a_yes_nothing_leaves_the_conversation(said, save, session, consent):
    save({"unclear": [note(said())], **consent})

    assert kept(session) == []


def test_with_a_yes_the_message_is_kept_without_who_said_it(said, save, session, clock):
    save({"unclear": [note(said(), read="yes", confidence=0.4)], "unclear_consent": "yes"})

    (row,) = kept(session)
    assert row.text == "it's (name) (name) here, ring (number) or (email), my NHS no is (number)"
    assert (row.question, row.read, row.confidence) == ("complained_locally", "yes", 0.4)
    assert (row.locale, row.collected_on, row.label) == ("en", clock.today(), None)


def test_a_kept_message_has_no_link_to_the_conversation_or_the_minute():
    columns = set(UnclearMessage.__table__.columns.keys())

    assert columns == {
        "id", "question", "text", "read", "confidence", "locale", "collected_on",
        "label", "labelled_by", "labelled_on",
    }  # fmt: skip


def test_it_is_copied_once_and_the_draft_forgets_which_it_was(said, save, session, person):
    dialogue = {"unclear": [note(said())], "unclear_consent": "yes"}

    save(dialogue)
    save(dialogue)
    save(dialogue, turn=901)

    assert len(kept(session)) == 1
    assert "unclear" not in session.get_one(Draft, person.conversation).dialogue


@pytest.mark.parametrize("question", ["matter", "name", "email", "postal_address", "nonsense"])
def test_stories_and_contact_details_are_never_kept(said, save, session, question):
    save({"unclear": [note(said(), question)], "unclear_consent": "yes"})

    assert kept(session) == []


@pytest.mark.parametrize("text", ["I am going to kill myself tonight", "well " * 200])
def test_words_of_danger_and_long_texts_are_never_kept(said, save, session, text):
    save({"unclear": [note(said(text))], "unclear_consent": "yes"})

    assert kept(session) == []


@pytest.mark.parametrize("noted", ["x", [1], [{"message": "1"}], [note(-5)], [note(10**9)]])
def test_odd_notes_never_break_the_service(said, save, session, noted):
    said()
    save({"unclear": noted, "unclear_consent": "yes"})

    assert kept(session) == []


def test_nothing_of_another_conversation_is_copied(said, save, session, clock):
    mine, at = said(), clock.now()
    session.add(Conversation(id="other", created_at=at, last_active_at=at, offered={}))
    session.flush()
    line = {"author": "person", "kind": "info", "choices": [], "at": at}
    theirs = Message(conversation_id="other", text="somebody else's words", **line)
    session.add(theirs)
    session.commit()

    save({"unclear": [note(mine), note(theirs.id)], "unclear_consent": "yes"})

    assert len(kept(session)) == 1 and "somebody" not in kept(session)[0].text


@pytest.mark.parametrize(
    ("question", "value", "read"),
    [
        ("complained_locally", "yes", "yes"),
        ("complained_locally", "Ada said so", None),
        ("impact", ["distress", "Ada"], "distress"),
        ("aware_on", {"from": "2026-02-01", "to": "2026-02-28"}, "2026-02-01 to 2026-02-28"),
        ("organisation", {"name": "Leeds General"}, "Leeds General"),
        ("organisation", "Ada", None),
        ("late_reason", "Ada was ill", None),
    ],
)
def test_what_it_was_taken_for_is_kept_as_codes_days_or_an_organisation(question, value, read):
    assert unclear._reading(question, value, ["Ada"]) == read


def test_unlabelled_messages_go_after_90_days_and_labelled_ones_after_a_year(app, session, clock):
    today = clock.today()
    ages = {"old": (91, None), "young": (90, None), "done": (300, 300), "long done": (400, 366)}
    for text, (days, labelled) in ages.items():
        row = UnclearMessage(
            question="acting_for", text=text, locale="en",
            collected_on=today - timedelta(days=days),
        )  # fmt: skip
        if labelled:
            row.label, row.labelled_on = "skip", today - timedelta(days=labelled)
        session.add(row)
    session.commit()

    jobs.erase_due(app)

    assert {row.text for row in kept(session)} == {"young", "done"}


def test_erasing_a_conversation_leaves_no_trace_of_who_it_was(said, save, session, person):
    save({"unclear": [note(said())], "unclear_consent": "yes"})

    assert person.erase() == 204
    assert session.scalar(select(func.count()).select_from(Draft)) == 0
