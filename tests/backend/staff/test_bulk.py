"""Work on many cases: each guarded by its version, told of one by one, and put back if asked."""

from datetime import timedelta

import pytest
from huey import MemoryHuey
from sqlalchemy import func, select, update

from backend import lists_jobs
from backend.data.casework import CaseChange
from backend.data.lists import BulkCase, BulkRun, CaseChoice
from backend.data.models import CaseEvent, Draft, Message, Role, User
from backend.services import bulk
from backend.staff.access import RoleName
from tests.backend.staff.cases import BEGAN, make_case
from tests.backend.staff.many import act, choose, token
from tests.backend.staff.working import CASEY, MANAGER, words


@pytest.fixture
def cases(session):
    for number, name in enumerate(("A", "B", "C")):
        make_case(session, name, at=BEGAN - timedelta(hours=number), lines=[])


@pytest.fixture
def casey(clerk):
    return clerk()


@pytest.fixture
def morgan(clerk):
    return clerk(MANAGER, RoleName.MANAGER)


def case(session, name):
    session.expire_all()
    return session.get(Draft, f"conversation-{name}")


def owner(session, name):
    return session.scalar(select(User.email).where(User.id == case(session, name).assigned_to))


def events(session, kind):
    query = select(CaseEvent.conversation_id).where(CaseEvent.kind == kind)
    return sorted(session.scalars(query))


def test_ticked_cases_are_assigned_and_the_others_are_not(casey, cases, session):
    page = choose(casey, "OMB-A", "OMB-C")
    assert "2 complaints chosen" in page.text

    done = act(casey, page, "assignment", to="me")

    assert "2 complaints done" in words(done.text) and "Nothing was left out" in done.text
    assert [owner(session, name) for name in "ABC"] == [CASEY, None, CASEY]
    assert events(session, "assigned") == ["conversation-A", "conversation-C"]
    assert len(events(session, "bulk_begun")) == 1


def test_nothing_ticked_is_said_on_the_list(casey, cases):
    page = choose(casey)

    assert "Tick at least one complaint" in page.text and page.request.path == "/staff/"
    assert "<title>Error: " in page.text and 'href="#choose-1"' in page.text


def test_all_on_the_page_and_all_that_match_are_chosen_without_ticking(casey, session):
    for number in range(27):
        make_case(session, f"{number:02}", at=BEGAN - timedelta(hours=number), lines=[])
    make_case(session, "other", result="NOT_YET", at=BEGAN - timedelta(days=9), lines=[])
    path = "/staff/?result=LOOKS_ELIGIBLE"

    assert "Work on all 25 on this page" in casey.open(path).text
    assert "Work on all 27 that match" in casey.open(path).text
    assert "25 complaints chosen" in choose(casey, scope="page", path=path).text
    assert "27 complaints chosen" in choose(casey, scope="all", path=path).text


def test_what_a_search_found_is_chosen_whole_though_it_was_not_counted(casey, session):
    for number in range(27):
        make_case(session, f"{number:02}", at=BEGAN - timedelta(hours=number))
    path = "/staff/?words=nine+hours"

    assert "Work on all that match" in casey.open(path).text
    assert "27 complaints chosen" in choose(casey, scope="all", path=path).text


def test_more_than_can_be_chosen_is_said_and_nothing_is(casey, cases, session, monkeypatch):
    monkeypatch.setattr(bulk, "MOST", 2)

    page = choose(casey, scope="all")

    assert "Narrow the list first" in page.text and page.request.path == "/staff/"
    assert session.scalars(select(CaseChoice)).all() == []


def test_a_case_that_somebody_changed_meanwhile_is_left_alone_and_named(
    casey, morgan, cases, session
):
    page = choose(casey, "OMB-A", "OMB-B")
    act(morgan, choose(morgan, "OMB-B"), "assignment", to="me")

    done = act(casey, page, "assignment", to="me")

    assert "1 complaint done" in words(done.text)
    assert "1 complaint left as it was" in words(done.text)
    assert "Somebody changed it since you chose it" in done.text and "OMB-B" in done.text
    assert (owner(session, "A"), owner(session, "B")) == (CASEY, MANAGER)


def test_a_change_between_opening_the_list_and_choosing_counts_too(casey, morgan, cases, session):
    opened = casey.open("/staff/").text
    act(morgan, choose(morgan, "OMB-A"), "assignment", to="me")

    act(casey, choose(casey, "OMB-A", page=opened), "assignment", to="me")

    assert owner(session, "A") == MANAGER


def test_cases_are_moved_where_the_flow_lets_them_and_the_others_are_named(casey, cases, session):
    session.execute(
        update(Draft).where(Draft.conversation_id == "conversation-B").values(case_status="closed")
    )
    session.commit()
    page = choose(casey, scope="page", path="/staff/?list=all")
    assert "2 of them can go there; the others stay as they are." in page.text

    done = act(casey, page, "move", move="begin", reason="Monday's share")

    assert "2 complaints done" in words(done.text)
    assert "It cannot be moved there from where it is" in done.text
    states = [case(session, name).case_status for name in "ABC"]
    assert states == ["staff_triage", "closed", "staff_triage"]
    reasons = session.scalars(select(CaseChange.words)).all()
    assert reasons == ["Monday's share"] * 2
    assert session.scalars(select(BulkRun.words)).one() == ""


def test_a_move_that_the_role_may_not_make_is_not_offered_and_not_taken(casey, cases, session):
    session.execute(update(Draft).values(case_status="closed"))
    session.commit()
    page = choose(casey, "OMB-A", path="/staff/?list=all")
    assert "None of them can be moved on" in page.text

    address = page.request.path + "/move"
    data = {"csrf_token": casey.token("/staff/"), "token": token(), "move": "reopen", "reason": "x"}
    refused = casey.client.post(address, data=data)

    assert "Choose where the complaint goes" in refused.text
    assert case(session, "A").case_status == "closed"


def test_a_move_asks_for_a_reason_and_keeps_what_was_chosen(casey, cases):
    page = act(casey, choose(casey, "OMB-A"), "move", move="begin", reason=" ")

    assert "Give a reason" in page.text and 'value="begin" checked' in page.text


def test_a_form_sent_twice_is_done_once(casey, cases, session):
    page = choose(casey, "OMB-A")

    first = act(casey, page, "assignment", to="me")
    second = act(casey, page, "assignment", to="me")

    assert first.request.path == second.request.path and second.status_code == 200
    assert case(session, "A").version == 1
    assert session.scalar(select(func.count()).select_from(BulkRun)) == 1


def test_a_caseworker_gives_back_only_what_is_theirs(casey, morgan, cases, session):
    act(morgan, choose(morgan, "OMB-A"), "assignment", to="me")
    act(casey, choose(casey, "OMB-B"), "assignment", to="me")

    done = act(casey, choose(casey, scope="page"), "assignment", to="nobody")

    assert "so you cannot give it back" in done.text
    assert (owner(session, "A"), owner(session, "B")) == (MANAGER, None)


def test_a_caseworker_cannot_give_cases_to_somebody_else(casey, morgan, cases, session):
    other = session.scalars(select(User).where(User.email == MANAGER)).one()

    page = act(casey, choose(casey, "OMB-A"), "assignment", to=str(other.id))

    assert "Choose who it is for" in page.text and case(session, "A").assigned_to is None


def test_a_manager_gives_cases_to_a_caseworker(casey, morgan, cases, session):
    casey_id = session.scalars(select(User.id).where(User.email == CASEY)).one()

    act(morgan, choose(morgan, "OMB-A", "OMB-B"), "assignment", to=str(casey_id))

    assert owner(session, "A") == owner(session, "B") == CASEY


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


@pytest.fixture
def many(session, monkeypatch):
    monkeypatch.setattr(bulk, "AT_ONCE", 2)
    for number in range(5):
        make_case(session, str(number), at=BEGAN - timedelta(hours=number), lines=[])


def test_many_are_done_in_the_background_with_a_page_that_says_how_far_it_is(
    app, casey, many, session
):
    queue = MemoryHuey(immediate=False)
    app.extensions[lists_jobs.TASKS] = lists_jobs.tasks(app, queue)

    waiting = act(casey, choose(casey, scope="page"), "assignment", to="me")
    assert "Waiting to start. 5 complaints to do." in waiting.text
    assert '<noscript><meta http-equiv="refresh"' in waiting.text
    progress = waiting.request.path + "/progress"
    assert casey.client.get(progress).get_json()["over"] is False

    queue.execute(queue.dequeue())

    over = casey.client.get(progress).get_json()
    assert over == {"text": "5 of 5 complaints done.", "over": True}
    assert "5 complaints done" in words(casey.open(waiting.request.path).text)
    assert {owner(session, str(number)) for number in range(5)} == {CASEY}


def test_what_a_worker_left_unfinished_is_taken_up_and_nothing_done_twice(
    app, casey, many, session, clock
):
    app.extensions[lists_jobs.TASKS] = dict.fromkeys(lists_jobs.JOBS, lambda _identity: None)
    waiting = act(casey, choose(casey, scope="page"), "assignment", to="me")
    run = waiting.request.path.rpartition("/")[2]
    # A worker did one case and was stopped before it could write that down.
    session.execute(update(BulkRun).values(state="running"))
    session.commit()
    lists_jobs.run(app, run)
    assert case(session, "0").version == 0  # somebody is at it, for all we know

    clock.pass_time(minutes=4)
    assert lists_jobs.take_up(app) == 1
    session.execute(update(BulkCase).where(BulkCase.place == 0).values(outcome="", version=0))
    session.execute(update(BulkRun).values(state="waiting"))
    session.commit()
    lists_jobs.run(app, run)

    assert {case(session, str(number)).version for number in range(5)} == {1}
    assert "5 complaints done" in words(casey.open(waiting.request.path).text)


def test_a_queue_that_is_down_only_delays_it(app, casey, many, session, clock):
    def down(_identity):
        raise ConnectionError

    app.extensions[lists_jobs.TASKS] = dict.fromkeys(lists_jobs.JOBS, down)
    waiting = act(casey, choose(casey, scope="page"), "assignment", to="me")
    assert "Waiting to start" in waiting.text

    clock.pass_time(minutes=4)
    lists_jobs.take_up(app)

    assert owner(session, "0") == CASEY


def test_somebody_who_lost_their_role_meanwhile_changes_nothing(app, casey, many, session):
    app.extensions[lists_jobs.TASKS] = dict.fromkeys(lists_jobs.JOBS, lambda _identity: None)
    waiting = act(casey, choose(casey, scope="page"), "assignment", to="me")
    user = session.scalars(select(User).where(User.email == CASEY)).one()
    user.roles = [
        session.scalars(select(Role).where(Role.name == "auditor")).first() or Role(name="auditor")
    ]
    session.commit()

    lists_jobs.run(app, waiting.request.path.rpartition("/")[2])

    assert case(session, "0").assigned_to is None
    assert session.scalars(select(BulkCase.outcome).distinct()).all() == ["role"]


def test_a_case_erased_meanwhile_is_no_fault(app, casey, many, session):
    app.extensions[lists_jobs.TASKS] = dict.fromkeys(lists_jobs.JOBS, lambda _identity: None)
    waiting = act(casey, choose(casey, scope="page"), "assignment", to="me")
    session.delete(case(session, "3"))
    session.commit()

    lists_jobs.run(app, waiting.request.path.rpartition("/")[2])

    assert "4 complaints done" in words(casey.open(waiting.request.path).text)


def test_a_choice_and_a_run_are_for_who_made_them(casey, morgan, cases):
    page = choose(casey, "OMB-A")
    done = act(casey, page, "assignment", to="me")

    for path in (page.request.path, page.request.path + "/print", done.request.path):
        assert morgan.client.get(path).status_code == 404, path
        assert casey.client.get(path).status_code == 200, path


@pytest.mark.parametrize(
    "value", ["x", "conversation-A", "conversation-A.-1", "\0.1", "a.99999999999"]
)
def test_a_box_that_was_made_up_chooses_nothing(casey, cases, value):
    page = choose(casey, case=[value])

    assert page.status_code == 200 and "OMB-A, " not in words(page.text)


def test_chosen_cases_are_printed_each_on_its_own_page_with_care_first(casey, cases, session):
    page = choose(casey, "OMB-A", "OMB-B")

    paper = casey.open(page.request.path + "/print")

    sheets = paper.text.split('<article class="console-sheet"')[1:]
    assert len(sheets) == 2 and "OMB-A" in sheets[0] and "OMB-C" not in paper.text
    first = words(sheets[0])
    assert first.index("Please do not phone in the evening.") < first.index("Ada Example")
    assert first.index("Large print") < first.index("Contact details")
    assert events(session, "printed") == ["conversation-A", "conversation-B"]


def test_too_many_are_not_printed_and_the_page_says_so(casey, cases, monkeypatch):
    page = choose(casey, scope="page")
    monkeypatch.setattr("backend.staff.bulk_page.MOST_PRINTED", 2)

    assert "There are too many to print at once" in casey.open(page.request.path + "/print").text


def test_an_auditor_chooses_and_prints_and_changes_nothing(clerk, cases, session):
    auditor = clerk("ada@example.org", RoleName.AUDITOR)
    page = choose(auditor, "OMB-A")

    assert "Assign them" not in page.text and "Open a page to print" in page.text
    for action in ("assignment", "move"):
        data = {"csrf_token": auditor.token("/staff/"), "token": token(), "to": "me"}
        refused = auditor.client.post(f"{page.request.path}/{action}", data=data)
        assert refused.status_code == 403
    assert case(session, "A").version == 0


def test_choices_and_runs_are_erased_in_their_time(app, casey, cases, session, clock):
    act(casey, choose(casey, "OMB-A"), "assignment", to="me")

    clock.pass_time(days=2)
    lists_jobs.erase_old(app)
    assert session.scalars(select(CaseChoice.id)).all() == []
    assert len(session.scalars(select(BulkRun.id)).all()) == 1

    clock.pass_time(days=30)
    lists_jobs.erase_old(app)
    session.expire_all()
    assert session.scalars(select(BulkRun.id)).all() == []


def test_words_of_a_reason_are_in_no_event(casey, cases, session):
    act(casey, choose(casey, "OMB-A"), "move", move="begin", reason="plum-jam-secret")

    details = session.scalars(select(CaseEvent.detail)).all()
    assert "plum-jam" not in str(details)
