"""Work on many cases: each guarded by its version, told of one by one, and put back if asked."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from backend import lists_jobs
from backend.data.casework import CaseChange
from backend.data.lists import BulkRun, CaseChoice
from backend.data.models import CaseEvent, Draft, User
from backend.services import bulk
from backend.staff.access import RoleName
from tests.backend.staff.cases import BEGAN, make_case
from tests.backend.staff.many import act, case, choose, events, owner, token
from tests.backend.staff.working import CASEY, MANAGER, words


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
