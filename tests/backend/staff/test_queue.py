"""The queue: risk first, then newest; lists, filters, search and pages."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import delete, event, select, update

from backend.data.entries import CaseEntry
from backend.data.models import CaseTheme, Conversation, Draft, User
from backend.staff.lists import PAGE
from tests.backend.staff.cases import BEGAN, EMAIL, FACTS, LINES, make_case, make_unsent

REFERENCE = re.compile(r"/staff/cases/([\w-]+)")


def references(page):
    return REFERENCE.findall(page.text)


def test_the_newest_complaint_comes_first(signed_in, session):
    make_case(session, "old", at=BEGAN - timedelta(days=2))
    make_case(session, "new")

    assert references(signed_in.open("/staff/")) == ["OMB-NEW", "OMB-OLD"]


@pytest.mark.parametrize("level", ["R3", "R4"])
def test_high_risk_is_on_top_however_old_and_says_so(signed_in, session, level):
    make_case(session, "risk", at=BEGAN - timedelta(days=20), risk_level=level)
    make_case(session, "new")

    page = signed_in.open("/staff/")

    assert references(page) == ["OMB-RISK", "OMB-NEW"]
    assert f">{level} " in page.text


DANGER = ("person", "I will end it tonight", {"level": "R4", "flags": [], "words": "end it"})
RISK = {"lines": [*LINES, DANGER], "risk_line": True, "risk_level": "R4", "risk_at": BEGAN}


def test_a_risk_shows_its_level_its_words_and_its_time_in_the_queue(signed_in, session):
    make_case(session, "risk", **RISK)

    row = signed_in.open("/staff/").text.rpartition("OMB-RISK")[2][:600]

    assert "I will <mark>end it</mark> tonight" in row
    assert "Said on 20 November 2026 at 1:05pm" in row


def test_danger_in_a_complaint_not_sent_yet_stands_above_the_first_list(signed_in, session):
    make_case(session, "new")
    make_unsent(session, **RISK)

    page = signed_in.open("/staff/")

    assert references(page) == ["conversation-unsent", "OMB-NEW"]
    banner = page.text[page.text.index("In danger, and not sent yet") :][:900]
    assert "R4 Immediate danger" in banner and "<mark>end it</mark>" in banner
    assert "20 November 2026 at 1:05pm" in banner


def test_danger_is_not_shown_twice_where_the_list_holds_it(signed_in, session):
    make_unsent(session, **RISK)

    assert references(signed_in.open("/staff/?list=flagged")) == ["conversation-unsent"]


def test_concern_is_shown_but_waits_its_turn(signed_in, session):
    make_case(session, "concern", at=BEGAN - timedelta(days=2), risk_level="R2")
    make_case(session, "new")

    page = signed_in.open("/staff/")

    assert references(page) == ["OMB-NEW", "OMB-CONCERN"]
    assert "R2 Concern" in page.text


def test_a_row_says_who_what_and_how_old(signed_in, session):
    make_case(session, flags=["URGENT_LIMIT"])

    page = signed_in.open("/staff/").text

    for words in ("Ada Example", "Leeds Teaching Hospitals NHS Trust", "Looks like one for us"):
        assert words in page
    for words in ("Time limit close", "2 days", "New"):
        assert words in page


def test_what_is_not_known_yet_is_said_to_be_so(signed_in, session):
    make_unsent(session, facts={"matter": "Nobody called back."}, result=None)

    page = signed_in.open("/staff/?list=in-progress").text

    assert "Name not given yet" in page and "Not known yet" in page
    assert "No result yet" in page and "Not sent yet" in page


def test_unsent_drafts_are_in_a_list_of_their_own(signed_in, session):
    make_case(session)
    make_unsent(session)

    assert references(signed_in.open("/staff/")) == ["OMB-ONE"]
    assert references(signed_in.open("/staff/?list=in-progress")) == ["conversation-unsent"]


def test_a_chat_in_which_nothing_was_said_is_no_work(signed_in, session):
    make_unsent(session, facts={}, result=None)

    page = signed_in.open("/staff/?list=in-progress")

    assert references(page) == []
    assert "Nobody is filling in a complaint" in page.text


def test_a_danger_said_before_any_answer_is_in_the_queue(signed_in, session):
    make_unsent(session, facts={}, result=None, risk_level="R4")

    assert references(signed_in.open("/staff/?list=flagged")) == ["conversation-unsent"]
    assert references(signed_in.open("/staff/?list=in-progress")) == ["conversation-unsent"]


def test_the_flagged_list_holds_flags_and_risk_sent_or_not(signed_in, session):
    make_case(session, "plain")
    make_case(session, "flag", flags=["LEGAL"])
    make_case(session, "risk", risk_level="R2")
    make_unsent(session, flags=["CONSENT_MISSING"])

    found = references(signed_in.open("/staff/?list=flagged"))

    assert sorted(found) == ["OMB-FLAG", "OMB-RISK", "conversation-unsent"]


def test_results_and_flags_narrow_the_list_and_each_can_be_taken_away(signed_in, session):
    make_case(session, "both", result="NOT_YET", flags=["LEGAL"])
    make_case(session, "other", result="NOT_YET")
    make_case(session, "neither")

    page = signed_in.open("/staff/?result=NOT_YET&flag=LEGAL")

    assert references(page) == ["OMB-BOTH"]
    assert "Result: A step to do first" in page.text and "Flag: Legal action" in page.text
    assert 'href="/staff/?result=NOT_YET"' in page.text and 'href="/staff/?flag=LEGAL"' in page.text


def test_a_flag_is_not_found_inside_another_flags_name(signed_in, session):
    make_case(session, flags=["ILLEGAL"])

    assert references(signed_in.open("/staff/?flag=LEGAL")) == []


@pytest.mark.parametrize("typed", ["OMB-7K3M-9QX2", "omb-7k3m", " 7k3m-9 ", "9qx2"])
def test_a_complaint_is_found_by_its_reference_or_part_of_it(signed_in, session, typed):
    make_case(session, "7K3M-9QX2")
    make_case(session, "other")

    found = signed_in.open("/staff/", query_string={"reference": typed, "list": "in-progress"})

    assert references(found) == ["OMB-7K3M-9QX2"]


def test_a_search_that_finds_nothing_says_what_was_looked_for(signed_in):
    page = signed_in.open("/staff/?reference=<script>alert(1)</script>")

    assert "“&lt;script&gt;" in page.text and "<script>alert" not in page.text


@pytest.mark.parametrize(
    "typed", ["%", "_", "'; DROP TABLE draft; --", "\0", "é" * 500, "{{7919*7907}}"]
)
def test_a_search_takes_any_text(signed_in, session, typed):
    make_case(session)

    page = signed_in.open("/staff/", query_string={"reference": typed})

    assert page.status_code == 200 and "62615533" not in page.text


@pytest.mark.parametrize(
    "odd", ["list=x", "result=x", "flag=x", "at=x", "at=eyJ9", "at=W10", "at=%ff"]
)
def test_a_link_that_is_not_ours_shows_the_first_page(signed_in, session, odd):
    make_case(session)

    assert references(signed_in.open(f"/staff/?{odd}")) == ["OMB-ONE"]


def test_pages_show_every_complaint_once_forwards_and_backwards(signed_in, session):
    for place in range(2 * PAGE + 3):
        make_case(session, f"{place:03}", at=BEGAN - timedelta(minutes=place // 3), lines=[])
    make_case(session, "risk", at=BEGAN - timedelta(days=9), risk_level="R3", lines=[])

    forwards, last = walk(signed_in, signed_in.open("/staff/"), "next")
    backwards, _first = walk(signed_in, last, "prev")

    assert [len(page) for page in forwards] == [PAGE, PAGE, 4]
    assert forwards[0][0] == "OMB-RISK"
    assert len({key for page in forwards for key in page}) == 2 * PAGE + 4
    assert backwards == forwards[::-1]


def walk(browser, page, rel):
    link = re.compile(rf'href="([^"]+)" rel="{rel}"')
    pages = [references(page)]
    while found := link.search(page.text):
        page = browser.open(found[1].replace("&amp;", "&"))
        pages.append(references(page))
    return pages, page


def test_an_empty_queue_says_what_will_come(signed_in):
    assert "No complaints have been sent yet" in signed_in.open("/staff/?list=all").text


def test_the_queue_asks_the_database_few_things_however_long_it_is(signed_in, session, app):
    for place in range(PAGE):
        make_case(session, str(place), facts=FACTS)
    asked = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *args: asked.append(args[2]))

    signed_in.open("/staff/")

    assert len(asked) <= 10  # five of them record that the list was opened


def put(session, name, user=None, **given):
    if user is not None:
        given["assigned_to"] = session.scalar(select(User.id).where(User.email == user))
    make_case(session, name, lines=[], **given)


TODAY = date(2026, 11, 22)  # the day of the tests' clock


@pytest.mark.parametrize(
    ("chosen", "holds"),
    [
        ("new", ["NEW"]),
        ("mine", ["MINE"]),
        ("waiting", ["WAITS"]),
        ("due", ["LATE", "WAITS"]),
        ("all", ["DONE", "LATE", "MINE", "NEW", "WAITS"]),
    ],
)
def test_each_list_holds_its_own(signed_in, session, chosen, holds):
    late, soon = TODAY - timedelta(days=1), TODAY + timedelta(days=3)
    put(session, "new", due_on=TODAY + timedelta(days=30))
    put(session, "mine", EMAIL, case_status="staff_triage")
    put(session, "waits", case_status="more_info", due_on=soon)
    put(session, "late", case_status="staff_triage", due_on=late)
    put(session, "done", EMAIL, case_status="closed", due_on=late)

    found = references(signed_in.open(f"/staff/?list={chosen}"))

    assert sorted(found) == [f"OMB-{name}" for name in holds]


def test_what_is_due_first_stands_first_and_danger_before_it(signed_in, session):
    for name, days, level in (("soon", 2, "R0"), ("late", -4, "R0"), ("risk", 3, "R3")):
        put(session, name, due_on=TODAY + timedelta(days=days), risk_level=level)

    found = references(signed_in.open("/staff/?list=due"))

    assert found == ["OMB-RISK", "OMB-LATE", "OMB-SOON"]


@pytest.mark.parametrize(
    ("sort", "first"), [("newest", "OMB-B"), ("oldest", "OMB-A"), ("due", "OMB-C")]
)
def test_a_list_can_be_sorted_and_danger_stays_on_top(signed_in, session, sort, first):
    put(session, "a", at=BEGAN - timedelta(days=9))
    put(session, "b")
    put(session, "c", at=BEGAN - timedelta(days=5), due_on=TODAY)
    put(session, "risk", at=BEGAN - timedelta(days=7), risk_level="R4")

    assert references(signed_in.open(f"/staff/?sort={sort}"))[:2] == ["OMB-RISK", first]


@pytest.mark.parametrize("sort", ["oldest", "due"])
def test_pages_are_whole_in_every_order(signed_in, session, sort):
    for place in range(PAGE + 4):
        due = TODAY + timedelta(days=place // 3) if place % 5 else None
        put(session, f"{place:02}", at=BEGAN - timedelta(minutes=place // 3), due_on=due)
    put(session, "risk", risk_level="R3")

    forwards, last = walk(signed_in, signed_in.open(f"/staff/?sort={sort}"), "next")
    backwards, _first = walk(signed_in, last, "prev")

    assert len({key for page in forwards for key in page}) == PAGE + 5
    assert forwards[0][0] == "OMB-RISK" and backwards == forwards[::-1]


@pytest.mark.parametrize(
    "query",
    [
        "result=NOT_YET",
        "branch=GOV",
        "channel=sms",
        "adjustment=bsl",
        "organisation=hm%20REV",
        "theme=DELAY",
        "age=month",
    ],
)
def test_a_list_is_narrowed_by_what_staff_choose(signed_in, session, monkeypatch, query):
    monkeypatch.setattr("intake.themes.codes", lambda: ["DELAY"])
    tax = {"name": "HM Revenue & Customs", "branch": "GOV"}
    facts = {**FACTS, "organisation": tax, "adjustments": ["large_text", "bsl"]}
    old = BEGAN - timedelta(days=10)
    put(session, "other")
    put(session, "wanted", at=old, facts=facts, staff_result="NOT_YET")
    session.add(CaseTheme(conversation_id="conversation-wanted", code="DELAY"))
    session.get_one(Conversation, "conversation-wanted").channel = "sms"
    session.flush()
    session.execute(update(Draft).values(version=1))
    session.commit()

    page = signed_in.open(f"/staff/?{query}")

    assert references(page) == ["OMB-WANTED"]
    assert "Showing only:" in page.text


def test_a_result_that_staff_changed_is_not_found_under_the_old_one(signed_in, session):
    put(session, "changed", result="LOOKS_ELIGIBLE", staff_result="NOT_YET")

    assert references(signed_in.open("/staff/?result=LOOKS_ELIGIBLE")) == []


@pytest.mark.parametrize("typed", ["%", "_", "'; DROP TABLE case_entry; --", "\0", "é" * 500])
def test_an_organisation_may_be_any_text(signed_in, session, typed):
    make_case(session)

    page = signed_in.open("/staff/", query_string={"organisation": typed})

    assert page.status_code == 200


def test_an_erased_draft_leaves_no_entry(session):
    make_unsent(session)

    session.execute(delete(Conversation))
    session.commit()

    assert session.scalars(select(CaseEntry)).all() == []
