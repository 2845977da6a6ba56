"""What staff take down is kept: as a draft, once, past the session, and beside another's work."""

from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select

from backend.data.models import CaseEvent
from backend.services import retention
from tests.backend.staff.entering import ENTRY, STORY, as_it_stands, count, enter, the_draft
from tests.backend.staff.working import form, words


@pytest.fixture
def casey(clerk):
    return clerk()


def test_a_draft_keeps_all_that_was_typed_and_is_sent_later(casey, session):
    saved = enter(casey, "save", aware_on="the day of the party", matter="", confirm="", name="")
    draft = the_draft(session)
    address = f"{ENTRY}/{draft.conversation_id}"
    assert "The draft was saved" in words(saved.text)
    assert draft.reference is None and "aware_on" not in draft.facts
    assert 'value="the day of the party"' in casey.open(address).text
    assert (
        "Go on entering this complaint" in casey.open(f"/staff/cases/{draft.conversation_id}").text
    )
    assert draft.conversation_id[:8] in casey.open("/staff/?list=in-progress").text

    enter(casey, "send", address=address)

    sent = the_draft(session)
    assert sent.conversation_id == draft.conversation_id and sent.reference
    assert sent.facts["aware_on"]["from"] == "2026-02-01" and sent.version == 2


def test_reading_a_draft_again_changes_no_answer(casey, session):
    told = {
        "aware_on": "about Easter 2026", "happened_on": "not sure", "complained_on": "spring 2026",
        "adjustments-other": "A quiet line", "other_organisations": "DWP\nCapita PIP",
    }  # fmt: skip
    asked = enter(casey, "check", **told).text
    picked = {"picked-other_organisations-1": "none"}
    enter(casey, "save", page=asked, **told, **picked)
    before = the_draft(session)

    address = f"{ENTRY}/{before.conversation_id}"
    page = casey.open(address).text
    assert "A quiet line" in page
    data = {**as_it_stands(page), "do": "save"}
    casey.client.post(address, data=data)

    after = the_draft(session)
    assert after.version == 2 and after.facts == before.facts and after.sources == before.sources


@pytest.mark.parametrize("do", ["save", "send"])
def test_a_double_click_makes_one_complaint(casey, session, do):
    page = casey.open(ENTRY).text
    first = enter(casey, do, page=page, follow=False)
    second = enter(casey, do, page=page, follow=False)

    assert (first.status_code, second.status_code) == (303, 303)
    assert first.location == second.location
    assert count(session) == 1 and the_draft(session).version == 1


def test_of_two_who_go_on_with_a_draft_the_second_sees_what_the_first_did(casey, clerk, session):
    enter(casey, "save")
    address = f"{ENTRY}/{the_draft(session).conversation_id}"
    opened = casey.open(address).text
    other = clerk("bo@example.org")
    enter(other, "save", address=address, name="Ada Other")

    stale = enter(casey, "save", address=address, page=opened, name="Ada Mine")

    shown = words(stale.text)
    assert stale.status_code == 409 and "Ada Other" in shown and 'value="Ada Mine"' in stale.text
    assert "Name Ada Example Ada Other" in shown  # how it was, and how it is
    enter(casey, "save", address=address, page=stale.text, name="Ada Mine")
    assert the_draft(session).facts["name"] == "Ada Mine"


def test_what_was_sent_is_changed_on_its_own_page_alone(casey, session):
    enter(casey, "save")
    address = f"{ENTRY}/{the_draft(session).conversation_id}"
    page = casey.open(address).text
    enter(casey, "send", address=address)

    again = enter(casey, "save", address=address, page=page, name="Somebody Else", follow=False)

    assert again.location.startswith("/staff/cases/")
    assert casey.client.get(address).location.startswith("/staff/cases/")
    assert the_draft(session).facts["name"] == "Ada Example"


def test_a_draft_begun_by_mistake_is_deleted_unless_somebody_worked_on_it(casey, session):
    enter(casey, "save")
    address = f"{ENTRY}/{the_draft(session).conversation_id}"
    old = casey.open(address).text
    enter(casey, "save", address=address, name="Bo")

    enter(casey, "", address=address, page=old)  # only reads
    deletion = f"{address}/deletion"
    stale = {**form(old, deletion), "version": "1"}
    casey.client.post(deletion, data=stale)
    assert count(session) == 1

    casey.client.post(deletion, data=form(casey.open(address).text, deletion))
    assert count(session) == 0
    assert casey.client.get(address).status_code == 404


def test_a_draft_of_staff_is_never_erased_by_time(casey, session, clock):
    enter(casey, "save")
    clock.pass_time(days=400)

    assert retention.due(session, clock.now(), kept_days=28) == []


def test_what_was_typed_outlives_the_session(casey, clock, session):
    page = casey.open(ENTRY).text
    clock.pass_time(minutes=61)

    sent = enter(casey, "send", page=page, follow=False)
    assert sent.location.startswith("/staff/sign-in?next=") and count(session) == 0
    (then,) = parse_qs(urlsplit(sent.location).query)["next"]
    back = casey.sign_in(then=then)

    assert STORY in back.text and "What you typed is back" in back.text
    enter(casey, "send", page=back.text)
    assert count(session) == 1


def test_an_old_token_loses_nothing_either(casey, session):
    back = enter(casey, "send", csrf_token="old")

    assert STORY in back.text and count(session) == 0


def test_whoever_is_signed_out_meanwhile_reads_what_they_typed(casey):
    page = casey.open(ENTRY).text
    casey.sign_out()

    kept = enter(casey, "send", page=page)

    assert "You are signed out" in kept.text and STORY in kept.text


def test_what_was_typed_for_a_draft_that_was_deleted_is_shown_to_be_copied(casey, session):
    enter(casey, "save")
    address = f"{ENTRY}/{the_draft(session).conversation_id}"
    page = casey.open(address).text
    deletion = f"{address}/deletion"
    casey.client.post(deletion, data=form(page, deletion))

    gone = enter(casey, "save", address=address, page=page, follow=False)

    assert gone.status_code == 404 and STORY in gone.text
    assert "not there any more" in words(gone.text)


def test_opening_a_draft_is_recorded_and_so_is_a_number_that_it_shows(casey, session):
    enter(casey, "save", matter="They lost it. My number is 943 476 5919.")

    casey.open(f"{ENTRY}/{the_draft(session).conversation_id}")

    kinds = list(session.scalars(select(CaseEvent.kind)))
    assert kinds.count("viewed") >= 1 and kinds.count("revealed") >= 1
