"""Letters through the pages: chosen, previewed, edited, sent with the case's move or not at all."""

import re

import pytest
from sqlalchemy import select

from backend.data.models import CaseEvent, Message
from backend.staff.access import RoleName
from tests.backend.staff.cases import FACTS, make_case
from tests.backend.staff.letters import LETTERS, READ, begin, fill, make_letter, the_letters
from tests.backend.staff.working import CASE, MANAGER, send, the_case, words

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
NOT_COMPLAINED = {**FACTS, "complained_locally": "no", "final_response": None}


@pytest.fixture
def working(clerk, session):
    """Somebody who is looking at a case about which nobody complained first."""
    make_case(session, case_status="staff_triage", facts=NOT_COMPLAINED, result="NOT_YET")
    return clerk()


def kinds(session):
    session.rollback()
    return list(session.scalars(select(CaseEvent.kind).order_by(CaseEvent.id)))


def test_a_not_yet_letter_is_drafted_from_the_rules_edited_and_sent_with_its_move(working, session):
    page = begin(working, "not_yet")
    read = words(page)
    for said in (
        "Dear Ada Example",
        "Leeds Teaching Hospitals NHS Trust should have the chance to put it right first.",
        "Complain to Leeds Teaching Hospitals NHS Trust first",
        "22 May 2027",  # six months from the day of the letter
        "1 February 2027",  # a year from when she first knew
        "Your reference is OMB-ONE",
        "0345 015 4033",
    ):
        assert said in read, said
    assert "Just say so" not in read and "Carry on here" not in read  # of the chat

    saved = fill(working, page, "save", subject="What to do first")
    assert "It was not sent" in words(saved.text) and the_case(session).version == 0

    sent = fill(working, saved.text, **READ)

    assert "Told not yet" in sent.text
    (letter,) = the_letters(session)
    assert (letter.subject, letter.state, letter.way) == ("What to do first", "queued", "email")
    assert letter.address == "ada@example.org"
    case = the_case(session)
    assert (case.case_status, case.version) == ("not_yet_advice", 1)
    happened = kinds(session)
    assert "moved" in happened and "letter_queued" in happened
    line = session.scalars(select(Message).where(Message.author == "staff")).one()
    assert "Complain to Leeds" in line.text and "# " not in line.text


def test_a_letter_without_a_move_leaves_the_case_where_it_is_and_is_in_its_history(
    working, session
):
    page = begin(working, "not_yet")

    sent = fill(working, page, move=None, **READ)

    assert the_case(session).case_status == "staff_triage" and the_case(session).version == 1
    history = words(sent.text)[words(sent.text).index("History") :]
    assert "A letter was passed on for sending" in history and "Not-yet advice" in history


def test_how_to_reach_the_person_is_shown_and_has_to_be_ticked(working, session):
    page = begin(working, "not_yet")
    assert "Please do not phone in the evening." in page and "Large print" in words(page)

    refused = fill(working, page)

    assert "tick that you did" in refused.text
    assert the_letters(session)[0].state == "draft"
    assert the_case(session).case_status == "staff_triage"  # neither letter nor move


def test_nothing_to_read_nothing_to_tick(clerk, session):
    plain = {**NOT_COMPLAINED, "safe_contact": None, "adjustments": ["none"]}
    make_case(session, case_status="staff_triage", facts=plain)
    casey = clerk()
    page = begin(casey, "not_yet")

    assert 'name="read"' not in page
    fill(casey, page)
    assert the_letters(session)[0].state == "queued"


def test_what_is_still_to_be_written_is_not_sent(working, session):
    page = begin(working, "general")

    refused = fill(working, page, **READ)
    assert "Write what stands in [[ ]]" in refused.text

    fill(working, refused.text, body="Dear Ada\n\nWe rang you.", **READ)
    assert the_letters(session)[0].state == "queued"


def test_a_double_click_writes_one_letter_and_sends_it_once(working, session):
    address = f"{LETTERS}/new/general"
    page = working.open(address).text
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    for _ in range(2):
        working.client.post(address, data={**fields, "variant": "en"})
    assert len(the_letters(session)) == 1

    page = working.open(f"{LETTERS}/{the_letters(session)[0].id}").text
    for _ in range(2):
        last = fill(working, page, body="We rang you.", **READ)

    assert last.status_code == 200 and "It was not saved" not in last.text
    assert the_letters(session)[0].version == 2
    assert kinds(session).count("letter_queued") == 1
    assert len(session.scalars(select(Message).where(Message.author == "staff")).all()) == 1


def test_of_two_that_write_the_second_keeps_their_words_and_does_not_overwrite(
    clerk, working, session
):
    mine = begin(working, "general")
    other = clerk(MANAGER, RoleName.MANAGER)
    theirs = other.open(f"{LETTERS}/{the_letters(session)[0].id}").text
    fill(other, theirs, "save", body="Theirs")

    refused = fill(working, mine, "save", body="Mine, half a page of it")

    assert refused.status_code == 409 and "Mine, half a page of it</textarea>" in refused.text
    assert the_letters(session)[0].body == "Theirs"


def test_a_case_that_moved_meanwhile_stops_the_letter(clerk, working, session):
    page = begin(working, "not_yet")
    send(clerk(MANAGER, RoleName.MANAGER), "notes", note="Wait, they rang")

    refused = fill(working, page, **READ)

    assert refused.status_code == 409 and "Somebody else changed this complaint" in refused.text
    assert the_letters(session)[0].state == "draft"


def test_what_was_typed_when_the_session_ended_is_back_after_signing_in(working, session, clock):
    page = begin(working, "general")
    clock.pass_time(minutes=61)

    gone = fill(working, page, "save", body="A long letter that took an hour", follow=False)

    assert gone.status_code == 302 and "sign-in" in gone.location
    where = re.search(r"next=([^&]+)", gone.location)[1].replace("%3F", "?").replace("%3D", "=")
    back = working.sign_in(then=where.replace("%2F", "/"))
    assert "What you typed is back" in back.text
    assert "A long letter that took an hour</textarea>" in back.text
    assert the_letters(session)[0].body != "A long letter that took an hour"


@pytest.mark.parametrize(
    ("facts", "ways"),
    [
        ({}, ["email", "chat"]),
        ({"contact_method": "phone", "phone": "07400 123456"}, ["text", "chat", "email"]),
        ({"contact_method": "post", "postal_address": "1 High St"}, ["post", "chat", "email"]),
        ({"email": None, "contact_method": "phone", "phone": "01632 960001"}, ["chat"]),
    ],
)
def test_the_way_that_the_person_chose_comes_first(clerk, session, facts, ways):
    make_case(session, case_status="staff_triage", facts={**FACTS, **facts})

    page = begin(clerk(), "general")

    shown = re.findall(r'name="way" type="radio" value="(\w+)"( checked)?', page)
    assert [code for code, _ in shown] == ways
    assert shown[0][1] and not any(checked for _, checked in shown[1:])


def test_a_letter_by_post_is_printed_and_marked_as_posted(clerk, session):
    facts = {**FACTS, "contact_method": "post", "postal_address": "1 High St, Leeds LS1 1AA"}
    make_case(session, case_status="staff_triage", facts=facts)
    casey = clerk()
    page = begin(casey, "general")
    fill(casey, page, body="Dear Ada\n\nWe rang you.", in_chat=None, **READ)
    (letter,) = the_letters(session)
    assert (letter.state, letter.address) == ("queued", "1 High St, Leeds LS1 1AA")
    assert session.scalars(select(Message).where(Message.author == "staff")).all() == []

    at = f"{LETTERS}/{letter.id}"
    page = casey.open(at).text
    assert "To be posted" in page
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    for _ in range(2):
        casey.client.post(f"{at}/posted", data={"csrf_token": token})

    (letter,) = the_letters(session)
    assert letter.state == "sent" and letter.sent_at is not None
    assert kinds(session).count("letter_sent") == 1


def test_a_persons_words_are_never_a_template_and_never_a_mark(clerk, session):
    name = "# {{ 7 * 7 }}{% for x in ().__class__.__base__.__subclasses__() %}x{% endfor %} [[x]]"
    make_case(session, case_status="staff_triage", facts={**FACTS, "name": name + "<script>"})

    page = begin(clerk(), "acknowledge")

    assert "<script>" not in page.split("<main")[1]
    body = the_letters(session)[0].body
    assert "{{ 7 * 7 }}" in body and "49" not in body and "[[" not in body
    assert body.startswith("Dear {{ 7")


def test_a_manager_reads_nothing_more_and_an_auditor_writes_to_nobody(clerk, session, casey):
    make_letter(session, the_case(session), state="sent")
    auditor = clerk("audit@example.org", RoleName.AUDITOR)

    page = auditor.open(CASE).text

    assert "About your complaint" in page and "Write to the person" not in page
    assert auditor.open(LETTERS + "/new").status_code == 403


def test_a_letter_of_another_case_is_not_there(casey, session):
    other = make_case(session, "two")
    make_letter(session, other)

    assert casey.open(f"{LETTERS}/letter-one").status_code == 404


def test_letters_go_with_the_case(casey, session):
    from sqlalchemy import delete

    from backend.data.models import Conversation

    make_letter(session, the_case(session))
    session.execute(delete(Conversation))
    session.commit()

    assert the_letters(session) == []


def test_no_word_of_a_letter_is_in_an_event(working, session):
    page = begin(working, "general")
    fill(working, page, subject="Plover", body="Lapwing in the reeds", reason="Curlew", **READ)

    session.rollback()
    told = str([each.detail for each in session.scalars(select(CaseEvent))])
    for secret in ("Plover", "Lapwing", "Curlew", "ada@example.org", "Ada"):
        assert secret not in told
