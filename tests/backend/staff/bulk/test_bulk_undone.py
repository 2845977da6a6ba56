"""What was done to many cases at once is put back, each case by itself."""

from sqlalchemy import select

from backend.data.models import Message
from tests.backend.staff.many import act, case, choose, events, owner
from tests.backend.staff.working import CASEY, MANAGER, words


def test_what_was_done_is_undone_except_where_somebody_went_on(casey, morgan, cases, session):
    done = act(casey, choose(casey, "OMB-A", "OMB-B"), "assignment", to="me")
    act(morgan, choose(morgan, "OMB-B"), "assignment", to="me")
    assert "You can undo this until 10:15am" in done.text

    undone = act(casey, done, "undoing")

    assert "Undo: Assign 2 complaints to casey@example.org" in undone.text
    assert "1 complaint done" in words(undone.text) and "OMB-B" in undone.text
    assert (owner(session, "A"), owner(session, "B")) == (None, MANAGER)
    assert events(session, "put_back") == ["conversation-A"]
    assert "This was undone" in casey.open(done.request.path).text
    assert 'action="' + done.request.path + "/undoing" not in casey.open(done.request.path).text
    shown = words(casey.open("/staff/cases/OMB-A").text)
    assert "Put back as it was before" in shown


def test_a_move_is_undone_back_to_where_each_case_was(casey, cases, session):
    done = act(casey, choose(casey, "OMB-A"), "move", move="begin", reason="x")

    act(casey, done, "undoing")
    again = act(casey, done, "undoing")

    assert case(session, "A").case_status == "submitted_by_person"
    assert case(session, "A").version == 2 and "Undo: " in again.text


def test_the_clock_follows_what_is_undone_and_the_person_is_told(casey, cases, session):
    act(casey, choose(casey, "OMB-A"), "move", move="begin", reason="x")
    due_on = case(session, "A").due_on
    asked = choose(casey, "OMB-A", path="/staff/?list=all")
    done = act(casey, asked, "move", move="ask", reason="x")
    assert case(session, "A").stopped_on is not None

    act(casey, done, "undoing")

    back = case(session, "A")
    assert (back.case_status, back.stopped_on, back.stopped_for) == ("staff_triage", None, None)
    assert back.due_on is not None and due_on in (None, back.due_on)
    told = [each.text for each in session.scalars(select(Message)) if each.author == "bot"]
    assert len([each for each in told if "OMB-A" in each]) == 3


def test_after_a_quarter_of_an_hour_nothing_is_undone(casey, cases, session, clock):
    done = act(casey, choose(casey, "OMB-A"), "assignment", to="me")
    clock.pass_time(minutes=16)

    act(casey, done, "undoing")

    assert "Undo" not in casey.open(done.request.path).text
    assert owner(session, "A") == CASEY
