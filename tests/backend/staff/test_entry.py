"""Complaints that staff take down from calls and letters: the same checks, the same sending."""

from datetime import date

import pytest
from sqlalchemy import select

import intake
from backend.data.models import CaseEvent, Conversation, Draft
from backend.services.entry_reading import QUESTIONS
from backend.staff.entry_page import GROUPS, TICKED
from tests.backend.staff.entering import CALL, ENTRY, STORY, count, enter, the_draft
from tests.backend.staff.working import send, words


@pytest.fixture
def casey(clerk):
    return clerk()


def test_a_call_becomes_a_case_in_the_queue_with_a_reference(casey, session):
    page = enter(casey, "send").text

    draft = the_draft(session)
    talk = session.get(Conversation, draft.conversation_id)
    assert f"Its reference is {draft.reference}" in words(page)
    assert (talk.channel, talk.owner, talk.status) == ("phone", "none", "submitted")
    assert draft.facts["organisation"]["id"] == "RR8" and draft.facts["phone"] == "01274 960999"
    assert draft.facts["aware_on"] == {
        "from": "2026-02-01", "to": "2026-02-28", "precision": "month",
    }  # fmt: skip
    queue = words(casey.open("/staff/").text)
    assert draft.reference in queue and "Ada Example Telephone, entered by staff" in queue


def test_the_rules_decide_on_it_as_on_every_other(casey, session):
    enter(casey, "send")

    draft, today = the_draft(session), date(2026, 11, 22)
    decision = intake.decide(draft.facts, today)
    assert (draft.result, draft.flags) == (decision.result, decision.flags)
    assert draft.result == "LOOKS_ELIGIBLE" and draft.reasons and draft.settled
    assert intake.next_question(draft.facts, today) is None


def test_each_answer_comes_from_staff_and_none_from_a_message(casey, session):
    page = words(enter(casey, "send").text)

    sources = the_draft(session).sources.values()
    assert {source["how"] for source in sources} == {"staff"}
    assert all(source["by"] and "message" not in source for source in sources)
    told = "Telephone. Entered by staff: casey@example.org took it down. It came on 22 November"
    assert told in page
    assert "Sent to the queue by staff, for the person by casey@example.org" in page
    assert "The person sent the complaint" not in page


def test_of_a_letter_the_time_counts_from_the_day_it_came(casey, session):
    dates = {"aware_on": "15 November 2025", "happened_on": "15 November 2025"}
    enter(casey, "send", channel="post", received="10 November 2026", **dates)
    draft = the_draft(session)

    assert "OVER_LIMIT" not in draft.flags and draft.due_on == date(2026, 11, 24)

    case = f"/staff/cases/{draft.reference}"
    shown = words(casey.open(case).text)
    assert "Due on 24 November 2026" in shown and "sent on 10 November 2026" in shown
    send(casey, f"{case}/facts/legal_action", value="thinking", reason="They rang")
    assert "OVER_LIMIT" not in the_draft(session).flags
    late = enter(casey, "check", received="22 November 2026", **dates)
    assert "May be out of time" in words(late.text)


def test_checking_keeps_nothing_and_says_what_follows(casey, session):
    page = words(enter(casey, "check").text)

    assert count(session) == 0
    assert "Result so far Looks like one for us" in page and STORY in page


def test_questions_come_and_go_with_the_answers(casey):
    def open_now(**answers):
        page = enter(casey, "check", **{**dict.fromkeys(CALL, ""), "matter": STORY, **answers}).text
        return page.partition("Questions that do not apply so far")[0]

    assert 'name="final_response"' not in open_now()
    assert 'name="final_response"' in open_now(
        organisation="Leeds Teaching Hospitals", complained_locally="yes"
    )
    assert 'name="cannot_complain_reason"' in open_now(
        organisation="Leeds Teaching Hospitals", complained_locally="no"
    )  # fmt: skip
    assert 'name="mp_referral"' in open_now(
        organisation="DWP", complained_locally="yes", final_response="yes", second_tier="done",
        victim_of_crime="no",
    )  # fmt: skip


def test_every_question_stands_on_the_page_once(casey):
    asked = [question for group in GROUPS.values() for question in group]

    assert sorted([*asked, *TICKED]) == sorted(QUESTIONS)


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("aware_on", "31 February 2026", "There is no such date"),
        ("happened_on", "next week", "the date must be on or before"),
        ("phone", "ring me", "enter a phone number"),
        ("email", "ada at example", "enter an email address"),
        ("received", "banana", "Enter the day it came"),
        ("received", "tomorrow", "The day it came must be today or before"),
        ("received", "March 2026", "Enter the day it came"),
        ("channel", "pigeon", "Choose how the complaint came"),
        ("organisation", "Mill Lane Surgery X", "choose which organisation it is"),
        ("matter", "", "Write what happened"),
        ("privacy_ack", "", "Tell the person how their words are used"),
        ("confirm", "", "Tick that the answers say"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(casey, session, field, typed, said):
    answer = enter(casey, "send", **{field: typed})

    page = words(answer.text)
    assert answer.status_code == 200 and count(session) == 0
    assert "There is a problem" in page and said.lower() in page.lower()
    assert f'href="#{field}"' in answer.text and f'id="{field}"' in answer.text
    assert typed in answer.text or field == "channel"
    assert "Someone should have come" in page


def test_staff_choose_which_organisation_it_is_and_are_not_asked_again(casey, session):
    asked = enter(casey, "check", organisation="Mill Lane Surgery X").text
    assert "Which organisation is “Mill Lane Surgery X”?" in asked

    chosen = {"organisation": "Mill Lane Surgery X", "picked-organisation-1": "none"}
    checked = enter(casey, "check", page=asked, **chosen).text
    assert "Which organisation is “" not in checked
    enter(casey, "send", page=checked, organisation="Mill Lane Surgery X")

    assert the_draft(session).facts["organisation"] == {
        "name": "Mill Lane Surgery X", "id": None, "branch": "UNSURE", "match": "none",
    }  # fmt: skip


def test_other_organisations_are_taken_down_too(casey, session):
    enter(casey, "send", other_organisations="DWP")

    draft = the_draft(session)
    assert draft.facts["other_organisations"][0]["branch"] == "GOV"
    assert "SEVERAL_BODIES" in draft.flags


def test_where_another_step_comes_first_staff_say_that_the_person_wants_it_looked_at(
    casey, session
):
    early = {"complained_locally": "no", "cannot_complain_reason": "I did not know"}
    assert "want our team to look at it" not in words(enter(casey, "send").text)
    asked = enter(casey, "send", name="Bo", phone="01632 960001", **early)
    assert "Say whether the person wants our team to look at it" in words(asked.text)

    enter(casey, "send", name="Bo", phone="01632 960001", send_anyway="yes", **early)
    assert count(session) == 2


def test_a_complaint_of_the_same_person_is_shown_before_it_is_sent(casey, session):
    first = enter(casey, "send").text
    reference = the_draft(session).reference
    assert "Complaints like this one" not in words(first).partition("On this page")[0]

    shown = enter(casey, "send", name="Ada E")
    assert count(session) == 1
    assert reference in shown.text and "Same phone number" in words(shown.text)

    enter(casey, "send", page=shown.text, name="Ada E")
    assert count(session) == 2


def test_danger_in_the_words_shows_help_and_goes_to_the_top(casey, session):
    danger = "They sent me home. I have taken all my tablets and I want to die tonight."
    checked = words(enter(casey, "check", matter=danger).text)
    assert "Immediate danger" in checked and "call 999" in checked
    assert "stay on the line" in checked and "automated assistant" not in checked

    enter(casey, "save", matter=danger)
    draft = the_draft(session)
    assert draft.risk_level == "R4" and draft.risk_message_id is None
    queue = words(casey.open("/staff/").text)
    assert "In danger, and not sent yet" in queue and "taken all my tablets" in queue
    address = f"{ENTRY}/{draft.conversation_id}"
    enter(casey, "save", address=address, matter=danger, name="Ada")
    enter(casey, "send", address=address, matter=danger)
    enter(casey, "send", name="Bo", phone="01632 960001", matter="They lost it.")

    page = casey.open("/staff/").text
    assert page.index(draft.reference or the_first(session)) < page.index(">Bo <")
    noticed = select(CaseEvent).where(CaseEvent.kind == "risk_noticed")
    assert len(session.scalars(noticed).all()) == 1


def the_first(session):
    session.expire_all()
    return session.scalars(select(Draft.reference).where(Draft.risk_level == "R4")).one()


def test_no_event_holds_a_word_of_the_person(casey, session):
    planted = "xylophone"
    enter(casey, "save", matter=f"They lost my {planted}. I want to die.", name=planted)
    enter(
        casey, "send", address=f"{ENTRY}/{the_draft(session).conversation_id}", name=planted,
        matter=f"They lost my {planted}.",
    )  # fmt: skip

    for event in session.scalars(select(CaseEvent)):
        assert planted not in str(event.detail)


def test_there_is_nothing_at_a_made_up_address(casey):
    assert casey.client.get(f"{ENTRY}/nope").status_code == 404
