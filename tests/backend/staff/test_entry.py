"""Complaints that staff take down from calls and letters: the same checks, the same sending."""

import pytest
from sqlalchemy import func, select

from backend.data.models import CaseEvent, Conversation, Draft
from tests.backend.staff.cases import make_case
from tests.backend.staff.entering import CALL, ENTRY, STORY, enter
from tests.backend.staff.working import words


@pytest.fixture
def casey(clerk):
    return clerk()


def drafts(session):
    session.expire_all()
    return session.scalars(select(Draft).where(Draft.dialogue.is_not(None))).all()


def the_draft(session):
    (draft,) = drafts(session)
    return draft


def test_a_call_becomes_a_case_in_the_queue_with_a_reference(casey, session):
    page = enter(casey, "send").text

    draft = the_draft(session)
    talk = session.get(Conversation, draft.conversation_id)
    assert f"Its reference is {draft.reference}" in words(page)
    assert (talk.channel, talk.status, draft.case_status) == (
        "phone", "submitted", "submitted_by_person",
    )  # fmt: skip
    assert draft.facts["organisation"]["id"] == "RR8" and draft.facts["phone"] == "01274 960999"
    assert draft.facts["aware_on"]["from"] == "2026-02-01"
    assert draft.result == "LOOKS_ELIGIBLE"
    queue = words(casey.open("/staff/").text)
    assert draft.reference in queue and "Ada Example" in queue
