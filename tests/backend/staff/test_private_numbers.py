"""Numbers about a person that nobody asked for: hidden from staff, shown by a recorded act."""

import re

import pytest
from sqlalchemy import select

from backend.data.models import CaseEvent, Draft, Message, User
from backend.staff.access import RoleName
from tests.backend.people import Person
from tests.backend.staff.cases import BEGAN, FACTS, LINES, REASON, make_case

NHS, CARD, INSURANCE = "943 476 5919", "4111-1111-1111-1111", "AB 12 34 56 C"
SAID = f"my nhs no is {NHS}, card {CARD}, NI {INSURANCE}, case 12345678, ring 07700 900123"
KEPT = ("12345678", "07700 900123")


def hold_numbers(session, **given):
    """A case with the numbers in every place that staff see."""
    told = {key: SAID for key in ("matter", "should_have_happened", "name", "safe_contact")}
    facts = {**FACTS, **told, "organisation": {"name": SAID}, "phone": "07700 900123"}
    source = {"message": 1, "quote": SAID, "confidence": 0.5, "how": "text"}
    danger = ("person", SAID, {"level": "R3", "flags": [], "words": SAID})
    return make_case(
        session,
        facts=facts,
        sources=dict.fromkeys(facts, source),
        reasons=[{**REASON, "answer": SAID, "text": SAID}],
        next_steps=[SAID],
        lines=[*LINES, danger, ("bot", SAID), ("staff", SAID)],
        risk_line=True,
        risk_level="R3",
        risk_at=BEGAN,
        **given,
    )


def shows(page, *numbers):
    bare = re.sub(r"<[^>]+>", "", page)
    return [number for number in numbers if number in bare]


@pytest.fixture
def case(session):
    return hold_numbers(session)


def reveal(browser, path="/staff/cases/OMB-ONE"):
    form = {"csrf_token": browser.token(path)}
    return browser.client.post(path, data=form, follow_redirects=True)


@pytest.mark.parametrize("path", ["/staff/", "/staff/?list=flagged", "/staff/cases/OMB-ONE"])
def test_no_page_shows_them(signed_in, case, path):
    page = signed_in.open(path).text

    assert shows(page, NHS, CARD, INSURANCE) == []
    assert "[NHS number hidden]" in page


def test_references_and_telephone_numbers_stay(signed_in, case):
    assert shows(signed_in.open("/staff/cases/OMB-ONE").text, *KEPT) == list(KEPT)


def test_the_page_says_what_is_hidden(signed_in, case):
    page = signed_in.open("/staff/cases/OMB-ONE").text

    assert "Private numbers are hidden" in page
    assert "Card number (1), National Insurance number (1), NHS number (1)" in page


def test_a_case_without_such_numbers_says_nothing_of_them(signed_in, session):
    make_case(session)

    assert "Private numbers" not in signed_in.open("/staff/cases/OMB-ONE").text


def test_showing_them_is_recorded_with_who_and_when_and_without_the_numbers(
    signed_in, case, session, clock
):
    page = reveal(signed_in)

    event = session.scalars(select(CaseEvent).where(CaseEvent.kind == "revealed")).one()
    user = session.scalars(select(User)).one()
    assert page.status_code == 200
    assert shows(page.text, NHS, CARD, INSURANCE) == [NHS, CARD, INSURANCE]
    assert (event.actor, event.at) == (f"staff:{user.id}", clock.now())
    assert event.detail == {"kinds": ["card_number", "national_insurance", "nhs_number"]}
    assert "no-store" in page.headers["Cache-Control"]


def test_the_history_shows_it_and_the_next_opening_hides_them_again(signed_in, case):
    reveal(signed_in)

    page = signed_in.open("/staff/cases/OMB-ONE").text

    assert shows(page, NHS, CARD, INSURANCE) == []
    history = page[page.index('id="history"') :]
    assert "Hidden numbers were shown" in history and "casey@example.org" in history


@pytest.mark.parametrize("role", [RoleName.AUDITOR, RoleName.ADMINISTRATOR])
def test_a_role_that_does_not_need_them_is_refused_and_sees_no_button(
    browser, add_user, case, session, role
):
    add_user("casey@example.org", role)
    browser.sign_in()

    page = browser.open("/staff/cases/OMB-ONE").text
    refused = reveal(browser)

    assert "Your role does not show them" in page and "Show the numbers" not in page
    assert refused.status_code == 403 and shows(refused.text, NHS) == []
    assert not session.scalars(select(CaseEvent).where(CaseEvent.kind == "revealed")).all()


def test_the_words_that_were_kept_are_not_altered(signed_in, case, session):
    signed_in.open("/staff/cases/OMB-ONE")
    reveal(signed_in)

    session.rollback()
    kept = session.get_one(Draft, case.conversation_id, populate_existing=True)
    assert kept.facts["matter"] == SAID
    assert SAID in session.scalars(select(Message.text)).all()


def test_a_number_is_not_cut_in_two_by_a_short_view(signed_in, session):
    for length in range(255, 290):
        story = ("x " * 200)[: length // 2 * 2] + f"{NHS} end"
        make_case(session, f"c{length}", facts={**FACTS, "matter": story}, lines=[])

    for length in range(255, 290, 5):
        page = signed_in.open(f"/staff/cases/OMB-C{length}").text
        assert "943 476" not in page


def test_no_such_number_reaches_the_log(client, caplog):
    person = Person(client).begin().choose("Yes")
    person.say(f"my nhs number is {NHS} and my card is {CARD}")
    person.say("\0")
    person.say(f"{CARD} I am going to kill myself tonight")

    written = caplog.text

    assert '"risk"' in written or "'risk'" in written
    assert not any(part in written for part in (NHS, CARD, NHS.replace(" ", "")))
