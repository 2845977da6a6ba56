"""Staff ask for more: the question reaches the person, and their answer comes back to the case."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from backend import letter_jobs
from backend.data.casework import CaseChange
from backend.data.letters import CaseLetter
from backend.data.models import CaseEvent, Conversation, Draft, KeptDraft, Message, OutboxMessage
from backend.data.session import db
from backend.services import casework, letters
from backend.services.casework import Asked
from backend.services.letters import How, Typed
from tests.backend import papers
from tests.backend.filing import attach, listed

EMAIL = "ada@example.org"
CASEWORKER = frozenset({"caseworker"})


@pytest.fixture
def session(app):
    with app.app_context():
        engine = db.engine
    with Session(engine) as own:
        yield own


@pytest.fixture
def sent(person, session, clock):
    """A person who sent a complaint that staff are looking at."""
    person.choose("Yes").go_to("confirm").choose("Yes, send it")
    draft = the_case(session, person)
    draft.facts = {**draft.facts, "email": EMAIL, "contact_method": "email", "name": "Ada"}
    session.commit()
    move(session, draft, "begin", clock)
    return person


def the_case(session, person):
    session.rollback()
    session.expire_all()
    return session.get(Draft, person.conversation)


def move(session, draft, name, clock):
    asked = Asked(None, draft.version, None, clock.now(), actor="system:1")
    casework.move(session, draft.conversation_id, asked, name, CASEWORKER, "x")
    session.commit()


def ask(app, session, person, clock, way="email"):
    """Staff ask what happened, and the case waits."""
    draft = the_case(session, person)
    with app.app_context():
        settings = app.extensions["intake"].settings
        asked = Asked(None, draft.version, "form", clock.now(), actor="system:1")
        letter = letters.draft_letter(session, draft, asked, "ask", "en", ["aware_on", "dates"])
        session.flush()
        how = How(way, in_chat=False, read=True, move="ask", reason="x", roles=CASEWORKER)
        typed = Typed(0, letter.subject, letter.body)
        letters.send(session, settings, letter, asked, typed, how)
        session.commit()
    return letter


def kinds(session):
    session.rollback()
    return list(session.scalars(select(CaseEvent.kind).order_by(CaseEvent.id)))


def test_a_question_is_in_the_chat_and_a_notice_without_the_case_leads_back_to_it(
    app, sent, session, clock
):
    ask(app, session, sent, clock)
    letter_jobs.send_due(app)

    asked = sent.read().messages[-1]
    assert asked["from"] == "staff" and "When did you first know" in asked["text"]
    (mail,) = session.scalars(select(OutboxMessage))
    reference = session.scalars(select(KeptDraft.reference)).one()
    assert mail.address == EMAIL and reference in mail.text
    assert "When did you" not in mail.text and "notes" not in mail.text
    case = the_case(session, sent)
    assert case.case_status == "more_info" and case.stopped_on == clock.today()


def test_the_answer_comes_back_to_the_case_in_the_same_breath(app, sent, session, clock, bot):
    ask(app, session, sent, clock)
    turns = len(bot.turns)

    sent.say("It was in May, when the letter came")

    assert "We have added that to your complaint" in sent.said
    assert the_case(session, sent).reference in sent.said
    assert len(bot.turns) == turns  # the bot has no part in it
    case = the_case(session, sent)
    assert (case.case_status, case.answered_at) == ("staff_triage", clock.now())
    assert case.stopped_on is None and case.due_on is not None
    change = session.scalars(select(CaseChange).order_by(CaseChange.version.desc())).first()
    assert (change.by, change.words, change.fields["case_status"]["after"]) == (
        None, "", "staff_triage",
    )  # fmt: skip
    wrote = session.scalars(select(CaseEvent).where(CaseEvent.kind == "person_wrote")).one()
    message = session.scalars(select(Message).order_by(Message.id.desc())).all()
    assert wrote.actor == "person"
    assert wrote.detail == {"message": next(m.id for m in message if m.author == "person")}


def test_what_they_add_is_added_too_until_staff_have_read_it(app, sent, session, clock, bot):
    ask(app, session, sent, clock)
    sent.say("It was in May").say("And again in June")
    assert "We have added that" in sent.said and kinds(session).count("person_wrote") == 2
    assert kinds(session).count("moved") == 3  # begin, ask, answered

    move(session, the_case(session, sent), "accept", clock)
    turns = len(bot.turns)
    sent.say("what does it cost?")

    assert "It is free." in sent.said and len(bot.turns) == turns + 1


def test_the_same_message_again_is_added_once(app, sent, session, clock):
    ask(app, session, sent, clock)

    first = sent.say("It was in May", id="once").messages
    again = sent.say("It was in May", id="once").messages

    assert [m["id"] for m in first] == [m["id"] for m in again]
    assert kinds(session).count("person_wrote") == 1


def test_danger_in_an_answer_shows_help_first_and_is_on_the_case(app, sent, session, clock):
    ask(app, session, sent, clock)

    sent.say("i cant do this anymore im going to end it tonight")

    assert sent.kinds[0] == "risk" and "999" in sent.said
    assert the_case(session, sent).risk_level in ("R3", "R4")
    assert the_case(session, sent).case_status == "staff_triage"


def test_a_wish_for_welsh_is_no_answer(app, sent, session, clock):
    ask(app, session, sent, clock)

    sent.say("Cymraeg")

    assert the_case(session, sent).case_status == "more_info"


def test_where_staff_have_the_chat_an_answer_comes_back_without_a_notice(app, sent, session, clock):
    ask(app, session, sent, clock)
    session.get(Conversation, sent.conversation).owner = "staff"
    session.commit()

    sent.say("It was in May")

    assert "We have added" not in sent.said
    assert the_case(session, sent).case_status == "staff_triage"


def test_if_the_move_cannot_be_kept_neither_is_the_message(app, sent, session, clock, monkeypatch):
    ask(app, session, sent, clock)

    def fail(*_about, **_more):
        raise RuntimeError

    monkeypatch.setattr(casework, "move", fail)
    app.testing = False
    sent.say("It was in May")

    assert sent.status == 500
    assert the_case(session, sent).case_status == "more_info"
    said = session.scalars(select(Message.text).where(Message.author == "person")).all()
    assert "It was in May" not in said


def test_it_works_on_the_pages_without_script_too(app, sent, session, clock):
    from tests.backend.test_saving import newest_code

    ask(app, session, sent, clock)
    letter_jobs.send_due(app)
    reference = session.scalars(select(KeptDraft.reference)).one()
    browser = app.test_client()
    from huey import MemoryHuey

    from backend import jobs

    app.extensions[jobs.TASK] = jobs.code_task(app, MemoryHuey(immediate=True))
    browser.post("/chat/return", data={"reference": reference})
    code = newest_code(session)
    opened = browser.post(
        "/chat/return/code",
        data={"reference": reference, "code": code},
        follow_redirects=True,
    )
    assert "When did you first know" in opened.text
    import re

    found = re.search(r'<form[^>]*action="([^"]*)"[^>]*>(?:(?!</form>).)*name="answer".*?</form>',
                      opened.text, re.S)  # fmt: skip
    fields = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', found[0]))
    done = browser.post(found[1], data={**fields, "answer": "In May"}, follow_redirects=True)

    assert "We have added that to your complaint" in done.text
    assert the_case(session, sent).case_status == "staff_triage"


def test_a_letter_and_its_move_are_both_kept_or_neither(app, sent, session, clock, monkeypatch):
    monkeypatch.setattr(letters, "_say", lambda *_about: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        ask(app, session, sent, clock)
    session.rollback()

    assert the_case(session, sent).case_status == "staff_triage"
    assert session.scalars(select(CaseLetter)).all() == []


def test_a_file_is_an_answer_and_comes_back_to_the_case(app, sent, session, clock):
    assert attach(sent, papers.pdf()).status_code == 409
    ask(app, session, sent, clock)
    told = listed(sent)
    assert (told["open"], told["removable"]) == (True, False)

    assert attach(sent, papers.pdf()).status_code == 201

    case = the_case(session, sent)
    assert (case.case_status, case.answered_at) == ("staff_triage", clock.now())
    assert kinds(session).count("file_added") == 1 and kinds(session).count("moved") == 3


def test_a_file_that_staff_have_stays_and_none_is_added_once_they_read_the_answer(
    app, sent, session, clock
):
    ask(app, session, sent, clock)
    file = attach(sent, papers.pdf()).get_json()["id"]
    here = f"/api/chat/files/{file}"
    assert sent.client.delete(here, headers=sent.headers).status_code == 409

    move(session, the_case(session, sent), "accept", clock)

    assert attach(sent, papers.pdf(script="1")).status_code == 409
    assert len(listed(sent)["files"]) == 1


def test_who_sent_as_many_files_as_they_may_can_still_answer_with_one(app, person, session, clock):
    person.choose("Yes")
    for number in range(5):
        assert attach(person, papers.pdf(script=str(number))).status_code == 201
    person.go_to("confirm").choose("Yes, send it")
    move(session, the_case(session, person), "begin", clock)
    ask(app, session, person, clock, way="chat")

    assert listed(person)["most"] == 10
    assert attach(person, papers.pdf()).status_code == 201
