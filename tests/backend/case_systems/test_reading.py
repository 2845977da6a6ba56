"""Cases as case systems read them: page by page, whole, with their history and files."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from backend.data.models import CaseEvent
from backend.data.session import db
from backend.services import casework
from backend.services.case_tokens import Scope
from backend.services.casework import Asked
from tests.backend.case_systems.systems import CASE
from tests.backend.staff.cases import BEGAN, FACTS, make_case, make_file, make_unsent

CODES = (Scope.CASES_READ, Scope.EVENTS_READ, Scope.DOCUMENTS_READ)
SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
WORDS = ("Ada Example", "ada@example.org", "nine hours", "Someone should have come", "evening")


def references(answer):
    return [case["reference"] for case in answer.get_json()["cases"]]


def pages(caller, query="", limit=2):
    """Every page of a list, from the first to the last."""
    found, cursor = [], ""
    while cursor is not None:
        answer = caller.get(f"/api/cases?limit={limit}&cursor={cursor}{query}").get_json()
        found.append([case["reference"] for case in answer["cases"]])
        cursor = answer["next"]
    return found


def test_cases_are_listed_page_by_page_in_the_order_of_sending(session, system):
    for number in range(5):
        make_case(session, f"c{number}", at=BEGAN + timedelta(hours=number // 2))
    make_unsent(session)

    told = pages(system())

    assert [len(page) for page in told] == [2, 2, 1]
    assert [each for page in told for each in page] == [f"OMB-C{number}" for number in range(5)]


def test_what_comes_or_changes_between_two_pages_moves_no_case(app, session, system, clock):
    drafts = [make_case(session, f"c{n}", at=BEGAN + timedelta(hours=n)) for n in range(3)]
    caller = system()
    first = caller.get("/api/cases?limit=2").get_json()
    make_case(session, "new", at=BEGAN + timedelta(days=1))
    with app.app_context():
        asked = Asked(None, 0, None, clock.now())
        casework.note(db.session, drafts[0].conversation_id, asked, "changed meanwhile")
        db.session.commit()

    second = caller.get(f"/api/cases?limit=9&cursor={first['next']}")

    assert references(second) == ["OMB-C2", "OMB-NEW"]


def test_lists_are_narrowed_by_state_result_branch_and_time_of_the_last_change(
    app, session, system, clock
):
    other = {**FACTS, "organisation": {"name": "DWP", "id": "D10", "branch": "GOV"}}
    make_case(session, "plain")
    make_case(session, "open", case_status="staff_triage")
    make_case(session, "gov", facts=other)
    make_case(session, "staff", staff_result="NOT_YET")
    with app.app_context():
        casework.note(db.session, "conversation-gov", Asked(None, 0, None, clock.now()), "a word")
        db.session.commit()
    caller = system()

    def listed(query):
        return set(references(caller.get(f"/api/cases?{query}")))

    assert listed("state=staff_triage") == {"OMB-OPEN"}
    assert listed("result=NOT_YET") == {"OMB-STAFF"}
    assert listed("branch=GOV") == {"OMB-GOV"}
    assert listed("changed_since=2026-11-22T09:00:00%2B00:00") == {"OMB-GOV"}
    assert listed("changed_since=2026-11-22T09:00:00") == {"OMB-GOV"}
    assert listed("branch=GOV&state=closed") == set()


@SQLITE
def test_a_cursor_opens_only_the_list_that_it_was_made_for(session, system):
    for number in range(3):
        make_case(session, f"c{number}")
    caller = system()
    cursor = caller.get("/api/cases?limit=1").get_json()["next"]
    body, _, signature = cursor.rpartition(".")

    wrong = (f"{cursor}&state=closed", f"{body}.{signature[::-1]}", "abc", "%00", "W10.x", "%C3%A9")
    for cursor_text in wrong:
        refused = caller.get(f"/api/cases?limit=1&cursor={cursor_text}")
        assert (refused.status_code, refused.get_json()["code"]) == (400, "cursor_wrong")
    assert caller.get(f"{CASE[:-3]}C0/events?cursor={cursor}").status_code == 400


@SQLITE
@pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=x", "state=draft", "branch=X"])
def test_a_wrong_filter_is_refused_and_named(system, query):
    refused = system().get(f"/api/cases?{query}")

    assert refused.status_code == 422
    assert refused.content_type == "application/problem+json"


def test_a_case_is_told_whole_with_its_version_as_etag(session, system):
    make_case(session, flags=["BEREAVED"], risk_flags=["UNDER_18"], version=3)

    answer = system().get()
    case = answer.get_json()

    assert answer.headers["ETag"] == '"3"' and case["version"] == 3
    assert case["flags"] == ["UNDER_18", "BEREAVED"] and case["due_on"] == "2026-12-04"
    assert (case["result"], case["state"]) == ("LOOKS_ELIGIBLE", "submitted_by_person")
    assert case["moves"] == ["begin"]
    name = case["facts"]["name"]
    assert (name["value"], name["withheld"]) == ("Ada Example", False)
    dated = case["facts"]["aware_on"]
    assert dated["source"]["quote"] == "february this year" and dated["source"]["message"]
    assert case["reasons"][0]["citation"] == "HSCA 1993 s.9(4)"
    assert "Set-Cookie" not in answer.headers


def test_without_the_scope_for_it_no_word_of_the_person_is_told(app, session, system, clock, casey):
    draft = make_case(session, facts={**FACTS, "adjustments": ["bsl", {"text": "plum-jam"}]})
    make_file(app, draft, name="plum-jam.jpg")
    with app.app_context():
        asked = Asked(casey, 0, None, clock.now())
        casework.edit(db.session, draft.conversation_id, asked, "name", "Plum Jam", "plum-jam said")
        db.session.commit()
    poor, rich = system(*CODES), system(*CODES, Scope.PERSONAL_READ)

    for path in ("", "/events", "/documents"):
        told = poor.get(f"{CASE}{path}").text
        assert not [word for word in (*WORDS, "plum-jam", "Plum", "casey@") if word in told], path
    case = poor.get().get_json()
    assert case["facts"]["name"] == {
        "value": None, "withheld": True,
        "source": {**case["facts"]["name"]["source"], "how": "staff", "before": None},
    }  # fmt: skip
    assert case["facts"]["adjustments"]["value"] == ["bsl"]
    assert case["facts"]["organisation"]["value"]["id"] == "RR8"
    assert rich.get().get_json()["facts"]["name"]["source"]["before"] == "Ada Example"
    assert "plum-jam said" in rich.get(f"{CASE}/events").text


@SQLITE
def test_an_organisation_that_is_in_no_register_is_the_persons_own_word(session, system):
    facts = {"organisation": {"name": "Dr Plum", "id": None, "branch": "UNSURE"}}
    make_case(session, facts=facts, sources={})

    case = system(Scope.CASES_READ).get().get_json()

    assert case["facts"]["organisation"] == {"value": None, "withheld": True, "source": None}
    assert case["branch"] == "UNSURE"


@SQLITE
@pytest.mark.parametrize("name", ["OMB-NOPE", "conversation-one", "conversation-unsent", "%00"])
def test_only_sent_cases_are_there_and_only_by_their_reference(session, system, name):
    make_case(session)
    make_unsent(session)

    refused = system().get(f"/api/cases/{name}")

    assert (refused.status_code, refused.get_json()["code"]) == (404, "no_case")


def test_what_happened_is_told_in_order_page_by_page(app, session, system, clock, casey):
    make_case(session)
    with app.app_context():
        for version, word in enumerate(("one", "two", "three")):
            asked = Asked(casey, version, None, clock.now())
            casework.note(db.session, "conversation-one", asked, word)
        casework.assign(db.session, "conversation-one", Asked(casey, 3, None, clock.now()), casey)
        db.session.commit()
    caller = system()
    caller.get()  # being looked at is no news

    first = caller.get(f"{CASE}/events?limit=2").get_json()
    rest = caller.get(f"{CASE}/events?cursor={first['next']}").get_json()

    told = first["events"] + rest["events"]
    assert [each["data"]["kind"] for each in told] == ["opened", *["noted"] * 3, "assigned"]
    assert [each["data"].get("words") for each in told[1:4]] == ["one", "two", "three"]
    assert told[-1]["type"] == "case.assigned" and told[-1]["subject"] == "OMB-ONE"
    assert told[-1]["data"]["fields"]["assigned_to"]["after"] == casey
    assert [each["sequence"] for each in told] == sorted(each["sequence"] for each in told)
    assert rest["next"] is None and all(each["specversion"] == "1.0" for each in told)


def test_files_are_listed_with_their_scan_and_saved_never_opened(app, session, system):
    draft = make_case(session)
    make_file(app, draft, scan="not_scanned")
    caller = system()

    (listed,) = caller.get(f"{CASE}/documents").get_json()["documents"]
    answer = caller.get(listed["link"])

    assert (listed["scan"], listed["media_type"]) == ("not_scanned", "image/jpeg")
    assert answer.data.startswith(b"\xff\xd8") and answer.content_type == "image/jpeg"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=letter.jpg")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    query = select(CaseEvent.actor).where(CaseEvent.kind == "file_opened")
    assert session.scalars(query).one().startswith("token:")


@SQLITE
def test_a_file_of_another_case_is_not_there(app, session, system):
    make_case(session)
    make_file(app, make_case(session, "two"))

    assert system().get(f"{CASE}/documents/file-one").status_code == 404
