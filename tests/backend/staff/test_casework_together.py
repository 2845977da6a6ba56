"""A case that others have open too, sessions that end, and what is typed on purpose."""

import re
from urllib.parse import unquote

import pytest
from sqlalchemy import delete, select

from backend.data.casework import ParkedForm
from backend.data.models import CaseEvent, Conversation, Draft
from backend.data.session import db
from backend.services.casework_related import leave_traces
from backend.staff.access import RoleName
from tests.backend.staff.cases import FACTS, make_case, make_unsent
from tests.backend.staff.conftest import Browser
from tests.backend.staff.working import (
    CASE,
    MANAGER,
    SCRIPT,
    send,
    the_case,
    words,
)


def test_who_else_has_it_open_is_told_for_two_minutes(clerk, casey, clock):
    manager = clerk(MANAGER, RoleName.MANAGER)
    casey.open(CASE)

    assert "casey@example.org has this complaint open now." in manager.open(CASE).text
    clock.pass_time(minutes=2, seconds=1)
    assert "open now" not in manager.open(CASE).text

    token = casey.token(CASE)
    told = casey.client.post(f"{CASE}/presence", headers={"X-CSRFToken": token}).get_json()
    assert told == {"others": f"{MANAGER} has this complaint open now."}


def test_the_clock_counts_working_days(casey, clock):
    page = words(casey.open(CASE).text)  # sent on a Friday, and now it is Sunday
    assert "0 working days since it was sent on 20 November 2026" in page
    assert "Due on 4 December 2026" in page and "10 working days left" in page

    clock.pass_time(days=15)
    casey.sign_in()
    assert "Overdue by 1 working day" in words(casey.open(CASE).text)


def test_what_was_typed_waits_where_the_session_ended(casey, session, clock):
    page = casey.open(CASE).text
    clock.pass_time(hours=2)

    sent = send(casey, "notes", page=page, follow=False, note="plum-jam-secret")
    assert sent.status_code == 302 and "/staff/sign-in" in sent.location
    assert "plum-jam" not in session.scalars(select(ParkedForm)).one().sealed

    signing_in = casey.open(sent.location)
    then = re.search(r"next=([^&]+)", sent.location)[1]
    back = casey.sign_in(then=unquote(then))
    assert signing_in.status_code == 200
    assert "plum-jam-secret</textarea>" in back.text and "What you typed is back" in back.text

    saved = send(casey, "notes", page=back.text, note="plum-jam-secret")
    assert "Your note was added." in saved.text
    session.expire_all()
    assert session.scalars(select(ParkedForm)).all() == []


def test_what_somebody_else_had_typed_is_never_shown(clerk, casey, session, clock):
    page = casey.open(CASE).text
    clock.pass_time(hours=2)
    send(casey, "notes", page=page, follow=False, note="plum-jam-secret")
    parked = session.scalars(select(ParkedForm)).one().id

    other = clerk("other@example.org")
    for identity in (parked, "x", "\0", "' OR 1=1"):
        answer = other.client.get(CASE, query_string={"parked": identity})
        assert answer.status_code == 200 and "plum-jam" not in answer.text


def test_a_form_with_an_old_token_is_shown_again_with_what_was_typed(casey, session):
    page = send(casey, "notes", note="plum-jam-secret", csrf_token="old")

    assert "plum-jam-secret</textarea>" in page.text and "This was not saved" in page.text
    assert the_case(session).version == 0
    assert "Your note was added." in send(casey, "notes", page=page.text, note="x").text


def test_who_is_signed_out_reads_what_they_typed_and_nothing_of_the_case(app, casey):
    stranger = Browser(app.test_client())
    page = stranger.client.post(f"{CASE}/notes", data={"note": "plum-jam-secret"})

    assert page.status_code == 400 and "plum-jam-secret" in page.text
    assert "You are signed out" in page.text and "Ada Example" not in page.text


@pytest.mark.parametrize(("action", "field"), [("notes", "note"), ("move", "reason")])
def test_what_was_typed_for_a_case_that_was_erased_is_shown_to_be_copied(
    casey, session, action, field
):
    page = casey.open(CASE).text
    session.execute(delete(Conversation))
    session.commit()

    gone = send(casey, action, page=page, **{field: "They rang and told me", "move": "begin"})

    assert gone.status_code == 404 and "They rang and told me</textarea>" in gone.text
    assert "not there any more" in words(gone.text)
    assert "Page not found" in casey.open(CASE).text  # and nothing more where nothing was typed


def test_script_and_sql_in_every_field_are_only_text(casey, session):
    send(casey, "move", move="begin", reason=SCRIPT)
    send(casey, "notes", note=SCRIPT)
    send(casey, "result", result="NOT_YET", reason=SCRIPT)
    for question in ("matter", "name", "postal_address", "safe_contact"):
        send(casey, f"{CASE}/facts/{question}", value=SCRIPT, reason=SCRIPT)
    picked = {"picked_for-1": SCRIPT, "picked-1": "none"}
    send(casey, f"{CASE}/facts/organisation", value=SCRIPT, reason=SCRIPT, **picked)
    send(casey, f"{CASE}/facts/adjustments", value="bsl", other=SCRIPT, reason=SCRIPT)
    refused = send(casey, "notes", note=SCRIPT, version="0", token="another")

    facts = the_case(session).facts
    assert facts["matter"] == SCRIPT and facts["adjustments"][1] == {"text": SCRIPT}
    for page in (refused.text, casey.open(CASE).text, casey.open(f"{CASE}/facts/matter").text):
        assert "<script>alert" not in page and "alert(&#39;x&#39;)" in page
        assert "{{ 7 * 7 }}" in page


@pytest.mark.parametrize("version", ["", "-1", "x", "99999999999999999999", "7", "²"])
def test_a_version_that_was_made_up_saves_nothing(casey, session, version):
    answer = send(casey, "notes", note="kept here", version=version)

    assert answer.status_code == 409 and "kept here</textarea>" in answer.text
    assert the_case(session).version == 0


@pytest.mark.parametrize("path", ["facts/confirm", "facts/themes", "facts/made_up", "facts/%00"])
def test_what_cannot_be_edited_is_not_there(casey, path):
    assert casey.client.get(f"{CASE}/{path}").status_code == 404
    assert casey.client.get("/staff/cases/OMB-NOPE/facts/name").status_code == 404


def test_an_unsent_draft_takes_notes_and_an_owner_and_nothing_else(clerk, session):
    make_unsent(session)
    browser = clerk()
    page = browser.open("/staff/cases/conversation-unsent").text

    assert "Add a note" in page and "Assign to me" in page
    assert "Where does it go next?" not in page and ">Change<" not in page
    answer = browser.client.get("/staff/cases/conversation-unsent/facts/name")
    assert answer.status_code == 404


def test_a_note_may_hold_private_numbers_and_hides_them_like_any_text(casey):
    page = send(casey, "notes", note="NHS number 943 476 5919").text

    assert "943 476 5919" not in page


def test_opening_the_form_of_a_fact_with_a_private_number_is_recorded(clerk, session):
    make_case(session, facts={**FACTS, "matter": "They lost it. It is 943 476 5919."})
    page = clerk().open(f"{CASE}/facts/matter").text

    assert "943 476 5919" in page
    event = session.scalars(select(CaseEvent).where(CaseEvent.kind == "revealed")).one()
    assert event.detail == {"kinds": ["nhs_number"]}


def test_alike_complaints_are_listed_and_compared(casey, session, app):
    make_case(session, "two")
    with app.app_context():
        for name in ("one", "two"):
            draft = db.session.get(Draft, f"conversation-{name}")
            leave_traces(db.session, app.extensions["intake"].settings, draft)
        db.session.commit()

    page = casey.open(CASE).text
    assert "Same email address, Same organisation at the same time" in words(page)

    refused = send(casey, "links", page=page, other="OMB-TWO", link="")
    assert "Say what the other complaint is" in refused.text
    said = words(send(casey, "links", page=page, other="OMB-TWO", link="duplicate").text)
    assert "The same complaint" in said and "OMB-TWO Not compared → The same complaint" in said


def test_what_the_person_was_told_stays_as_it_was_told(casey):
    def told():
        page = words(casey.open(CASE).text)
        return page[page.index("What they were told Next steps") :].partition("Conversation")[0]

    send(casey, f"{CASE}/facts/name", value="Ada B. Example", reason="Spelling")
    before = told()
    page = send(casey, f"{CASE}/facts/complained_locally", value="no", reason="They rang")

    assert "A step to do first" in page.text
    assert told() == before
