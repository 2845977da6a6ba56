"""Working on a case through its pages: every form, two people at once, and nothing lost."""

import re

import pytest
from sqlalchemy import select

from backend.data.casework import CaseChange
from backend.data.models import Draft, Message
from backend.staff.access import RoleName
from tests.backend.staff.working import (
    CASE,
    MANAGER,
    form,
    send,
    the_case,
    words,
)


def test_a_case_is_worked_on_from_new_to_accepted_and_opened_again(clerk, casey, session):
    took = send(casey, "assignment", to="me")
    assert "The complaint was assigned." in took.text
    assert "Assigned to casey@example.org" in words(took.text)

    begun = send(casey, "move", move="begin", reason="I know this trust")
    assert "Being looked at" in begun.text

    fact = f"{CASE}/facts/complained_locally"
    edited = send(casey, fact, value="no", reason="Said so on the phone")
    page = words(edited.text)
    did = page[page.index("What your change did") :][:600]
    assert "Yes, I have No, not yet" in did and "Result, by the rules Looks like one for us" in did
    assert "E3_LOCAL" in did and "Said so on the phone" in did

    noted = send(casey, "notes", note="Rang the ward at 3pm.")
    assert "Rang the ward at 3pm." in noted.text

    assert "Waiting for the person" in send(casey, "move", move="ask", reason="Letter?").text
    closed = send(casey, "move", move="close", reason="No answer")
    assert "A manager can open it again" in closed.text

    manager = clerk(MANAGER, RoleName.MANAGER)
    again = send(manager, "move", move="reopen", reason="The letter came")
    history = words(again.text)
    for said in ("Closed → Being looked at", "The letter came", "Nobody → casey@example.org"):
        assert said in history
    assert the_case(session).case_status == "staff_triage"
    assert the_case(session).version == 7


def test_an_edited_fact_stands_beside_the_persons_own_with_their_words(casey, session):
    fact = f"{CASE}/facts/aware_on"
    page = send(casey, fact, value="May 2026", reason="Their letter says May").text

    row = page[page.index('id="answer-aware_on"') :]
    row = words(row[: row.index("console-summary__end") if "console-summary__end" in row else 2500])
    assert "May 2026" in row and "Entered by staff" in row
    assert "Changed by casey@example.org" in row and "Their letter says May" in row
    assert "Before: February 2026" in row and "february this year" in row
    assert [m.text for m in session.scalars(select(Message).order_by(Message.id))][3] == (
        "it was february this year"
    )


def test_an_answer_can_be_taken_away_and_a_missing_one_added(casey, session):
    page = send(casey, f"{CASE}/facts/legal_action", remove="yes", reason="Never asked").text
    assert "Answers that staff took away" in page
    assert "legal_action" not in the_case(session).facts

    send(casey, f"{CASE}/facts/care_place", value="england", reason="The address")
    assert the_case(session).facts["care_place"] == "england"


def test_of_two_that_save_the_second_sees_what_changed_and_loses_nothing(clerk, casey, session):
    manager = clerk(MANAGER, RoleName.MANAGER)
    fact = f"{CASE}/facts/complained_locally"
    mine = casey.open(fact).text
    send(manager, fact, value="no", reason="They rang me")
    send(manager, "notes", note="Call before noon")

    refused = send(casey, fact, page=mine, value="not_sure", reason="It is not clear to me")

    assert refused.status_code == 409
    page = words(refused.text)
    assert "Somebody else changed this complaint" in page
    table = page[page.index("Field by field") :][:700]
    for said in (
        "When you opened it",
        "Yes, I have",
        "No, not yet",
        "Yours, not saved yet",
        "I'm not sure",
    ):
        assert said in table
    assert "They rang me" in page and "Call before noon" in page
    assert "It is not clear to me" in refused.text
    assert re.search(r'value="not_sure" checked', refused.text)
    assert the_case(session).facts["complained_locally"] == "no"

    saved = send(casey, fact, page=refused.text, value="not_sure", reason="It is not clear to me")
    assert saved.status_code == 200 and "The answer was changed" in saved.text
    assert the_case(session).facts["complained_locally"] == "not_sure"


def test_a_stale_note_is_kept_in_its_form(clerk, casey, session):
    manager = clerk(MANAGER, RoleName.MANAGER)
    mine = casey.open(CASE).text
    send(manager, "move", move="begin", reason="Mine")

    refused = send(casey, "notes", page=mine, note="Half a page of facts")

    assert refused.status_code == 409 and "Half a page of facts</textarea>" in refused.text
    assert "New" in words(refused.text) and "Being looked at" in refused.text
    assert (
        "Half a page of facts"
        in send(casey, "notes", page=refused.text, note="Half a page of facts").text
    )


def test_a_double_click_does_it_once(casey, session):
    page = casey.open(CASE).text

    first = send(casey, "notes", page=page, note="Once")
    second = send(casey, "notes", page=page, note="Once")

    assert first.status_code == second.status_code == 200
    assert len(session.scalars(select(CaseChange)).all()) == 1


@pytest.mark.parametrize(
    ("action", "fields", "said", "field"),
    [
        ("notes", {"note": " "}, "Write a note", "note"),
        ("move", {"move": "", "reason": "x"}, "Choose where the complaint goes", "move"),
        ("move", {"move": "begin", "reason": ""}, "Give a reason", "move-reason"),
        ("result", {"result": "MADE_UP", "reason": "x"}, "Choose a result", "result"),
        ("result", {"result": "NOT_YET", "reason": ""}, "Give a reason", "result-reason"),
        ("notes", {"note": "x" * 10_001}, "It is too long", "note"),
    ],
)
def test_a_mistake_is_said_at_the_top_and_at_its_field(casey, session, action, fields, said, field):
    page = send(casey, action, **fields)

    assert page.status_code == 200 and "<title>Error: " in page.text
    assert f'<a href="#{field}">{said}' in page.text
    assert f'id="{field}"' in page.text and f'id="{field}-error"' in page.text
    assert the_case(session).version == 0


def test_a_mistake_in_a_fact_keeps_what_was_typed(casey, session):
    page = send(casey, f"{CASE}/facts/aware_on", value="31 February 2026", reason="").text

    assert "There is no such date" in page and "Give a reason" in page
    assert 'value="31 February 2026"' in page


def test_an_organisation_that_is_not_known_is_chosen_or_kept_as_written(casey, session):
    fact = f"{CASE}/facts/organisation"
    asked = send(casey, fact, value="Mill Lane Surgery X", reason="Their letter")
    assert "Choose which organisation it is" in asked.text and "None of these" in asked.text

    chosen = {"picked-organisation-1": "none", "reason": "Letter"}
    send(casey, fact, page=asked.text, value="Mill Lane Surgery X", **chosen)
    assert the_case(session).facts["organisation"]["name"] == "Mill Lane Surgery X"


def test_other_organisations_are_added_changed_and_taken_away_by_the_register(casey, session):
    fact = f"{CASE}/facts/other_organisations"
    assert "Other organisations" in casey.open(CASE).text  # among the answers that are missing

    asked = send(casey, fact, value="DWP\nMill Lane Surgery X", reason="In the letter")
    assert "Which organisation is “Mill Lane Surgery X”?" in asked.text
    chosen = {"picked-other_organisations-1": "none", "reason": "In the letter"}
    page = send(casey, fact, page=asked.text, value="DWP\nMill Lane Surgery X", **chosen)

    others = the_case(session).facts["other_organisations"]
    assert [each["id"] for each in others][1] is None and others[0]["branch"] == "GOV"
    shown = words(page.text)
    assert "Department for Work and Pensions (DWP); Mill Lane Surgery X" in shown
    assert "SEVERAL_BODIES" in the_case(session).flags
    assert "DWP)\nMill Lane Surgery X</textarea>" in casey.open(fact).text

    send(casey, fact, remove="yes", reason="They meant one")
    assert "other_organisations" not in the_case(session).facts


def test_the_result_is_overridden_with_a_reason_and_the_rules_are_still_shown(casey, session):
    page = words(send(casey, "result", result="NEEDS_STAFF", reason="A child is involved").text)

    assert "Staff changed the result. The rules say: Looks like one for us" in page
    assert "A child is involved" in page
    assert the_case(session).result == "LOOKS_ELIGIBLE"


def test_only_a_manager_gives_a_case_to_somebody_else(clerk, casey, session):
    manager = clerk(MANAGER, RoleName.MANAGER)
    given = str(session.scalars(select(Draft)).one().version)
    page = manager.open(CASE).text
    number = re.search(r'<option value="(\d+)">casey@example.org', page)[1]

    refused = casey.client.post(
        f"{CASE}/assignment",
        data={**form(casey.open(CASE).text, f"{CASE}/assignment"), "to": number, "version": given},
    )
    assert "Choose who it is for" in refused.text and the_case(session).assigned_to is None

    send(manager, "assignment", page=page, to=number)
    assert the_case(session).assigned_to == int(number)


@pytest.mark.parametrize("role", [RoleName.AUDITOR, RoleName.ADMINISTRATOR])
def test_who_only_reads_sees_no_form_and_changes_nothing(clerk, casey, session, role):
    reader = clerk("reader@example.org", role)
    page = reader.open(CASE).text

    assert "staff_casework" not in page and "Add a note" not in page and ">Change<" not in page
    token = reader.token(CASE)
    for action in ("notes", "move", "assignment", "result", "links", "facts/name", "presence"):
        data = {"csrf_token": token, "version": "0", "note": "x", "reason": "x", "to": "me"}
        assert reader.client.post(f"{CASE}/{action}", data=data).status_code == 403
    assert reader.client.get(f"{CASE}/facts/name").status_code == 403
    assert the_case(session).version == 0


def test_a_caseworker_cannot_make_a_managers_move(casey, session):
    draft = the_case(session)
    draft.case_status = "closed"
    session.commit()

    page = casey.open(CASE).text
    data = {**form(page, f"{CASE}/notes"), "move": "reopen", "reason": "x"}
    answer = casey.client.post(f"{CASE}/move", data=data)

    assert "cannot be moved there" in answer.text and the_case(session).case_status == "closed"
