"""The case page: everything known, each answer with its words, and who looked."""

import re

import pytest
from sqlalchemy import select

from backend.data.models import CaseEvent, CaseTheme, User
from tests.backend.staff.cases import BEGAN, FACTS, LINES, REASON, make_case, make_unsent

SCRIPT = "<script>alert('x')</script>"
DANGER = (
    "person",
    "I am going to end it tonight",
    {"level": "R4", "flags": [], "words": "end it"},
)


@pytest.fixture
def open_case(signed_in, session):
    def open_it(**given):
        draft = make_case(session, **given)
        return signed_in.open(f"/staff/cases/{draft.reference}").text

    return open_it


def words(html):
    """What a person reads on the page, without its marks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


@pytest.mark.parametrize("key", ["OMB-ONE", "omb-one", "conversation-one"])
def test_a_case_is_opened_by_its_reference_or_its_conversation(signed_in, session, key):
    make_case(session)

    assert "OMB-ONE" in signed_in.open(f"/staff/cases/{key}").text


def test_a_draft_that_is_not_sent_can_be_opened_too(signed_in, session):
    make_unsent(session)

    assert "<h1" in signed_in.open("/staff/cases/conversation-unsent").text


def test_the_page_says_at_once_who_what_whom_and_what_they_want(open_case):
    page = words(open_case())

    glance = page[page.index("At a glance Who") :][:900]
    for expected in (
        "Ada Example",
        "Leeds Teaching Hospitals",
        "nine hours",
        "Looks like one for us",
    ):
        assert expected in glance


def test_each_answer_shows_the_words_it_came_from_and_leads_to_them(open_case):
    page = open_case()

    row = page[page.index('id="answer-aware_on"') :]
    row = row[: row.index("</div>")]
    link = re.search(r'href="#(message-\d+)"', row)[1]
    assert "february this year" in row
    assert f'id="{link}"' in page


def test_an_unsure_reading_asks_to_be_checked(open_case):
    page = open_case()

    row = page[page.index('id="answer-aware_on"') :][:1500]
    assert "Check this" in row and "55%" in row


def test_a_source_in_another_conversation_is_not_linked(open_case):
    sources = {"matter": {"message": 999_999, "quote": "Leeds", "confidence": 1, "how": "text"}}

    page = open_case(sources=sources)

    assert "#message-999999" not in page


def test_reasons_carry_rule_citation_and_the_rules_version(open_case):
    page = words(open_case())

    for expected in (REASON["text"], "E5_TIME", "HSCA 1993 s.9(4)", "Rules version 2026.11"):
        assert expected in page


def test_a_rule_that_found_nothing_against_is_listed_apart(open_case):
    page = words(open_case())

    assert page.index("Rules that found nothing against (1)") < page.index("E1_BODY")
    assert page.index("E5_TIME") < page.index("Rules that found nothing against")


def test_flags_are_explained(open_case):
    page = words(open_case(flags=["CONSENT_MISSING"]))

    assert "Consent missing" in page and "Do not discuss details until there is consent" in page


def test_signposts_show_who_helps_and_how_to_reach_them(open_case):
    page = open_case(signposts=["S02"])

    assert "Local Government and Social Care Ombudsman" in page
    assert 'href="https://www.lgo.org.uk"' in page and "0300 061 0614" in page


def test_an_unknown_signpost_is_shown_by_its_id(open_case):
    assert "S999" in open_case(signposts=["S999"])


def test_risk_stands_first_with_the_words_and_the_time(open_case):
    page = open_case(lines=[*LINES, DANGER], risk_line=True, risk_level="R4", risk_at=BEGAN)

    banner = words(page[page.index('id="risk-heading"') : page.index('id="glance"')])
    assert "R4 Immediate danger" in banner
    assert "I am going to end it tonight" in banner and "20 November 2026 at 1:05pm" in banner
    assert "<title>Risk R4" in page


def test_the_words_that_set_off_the_alert_are_marked(open_case):
    page = open_case(lines=[*LINES, DANGER], risk_line=True, risk_level="R4", risk_at=BEGAN)

    assert "I am going to <mark>end it</mark> tonight" in page


def test_adjustments_and_safe_contact_come_before_any_contact_detail(open_case):
    page = open_case()

    care = page.index("Before you contact this person")
    assert care < page.index("do not phone in the evening") < page.index("ada@example.org")


def test_no_adjustments_no_banner(open_case):
    facts = {k: v for k, v in FACTS.items() if k not in ("adjustments", "safe_contact")}

    assert "Before you contact" not in open_case(facts={**facts, "adjustments": ["none"]})


def test_the_conversation_names_each_speaker_in_order(open_case):
    page = words(open_case())

    talk = page[page.rindex("20 November 2026 Assistant") :]
    assert talk.index("Assistant 1:05pm") < talk.index("Person 1:06pm")


def test_opening_a_case_is_recorded_without_a_word_of_it(open_case, session):
    open_case()

    seen = session.scalars(select(CaseEvent).where(CaseEvent.kind == "viewed")).one()
    user = session.scalars(select(User)).one()
    assert (seen.conversation_id, seen.actor) == ("conversation-one", f"staff:{user.id}")
    assert seen.detail == {}


def test_who_opened_it_before_is_shown(signed_in, session):
    make_case(session)
    signed_in.open("/staff/cases/OMB-ONE")

    page = words(signed_in.open("/staff/cases/OMB-ONE").text)

    assert "Who has opened this complaint (1 time before now)" in page


def test_a_case_that_does_not_exist_is_not_recorded_as_seen(signed_in, session):
    signed_in.open("/staff/cases/OMB-NOPE")

    assert session.scalars(select(CaseEvent).where(CaseEvent.kind == "viewed")).all() == []


def test_script_in_every_field_is_only_text(open_case):
    facts = {key: SCRIPT if isinstance(value, str) else value for key, value in FACTS.items()}
    facts |= {"organisation": {"name": SCRIPT}, "other_organisations": [{"name": SCRIPT}]}
    source = {"message": 1, "quote": SCRIPT, "confidence": 0.5, "how": SCRIPT}
    page = open_case(
        facts=facts,
        sources=dict.fromkeys(facts, source),
        reasons=[dict.fromkeys(REASON, SCRIPT)],
        flags=[SCRIPT],
        signposts=[SCRIPT],
        next_steps=[SCRIPT],
        rules_version=SCRIPT,
        lines=[(author, SCRIPT, {"level": "R4"}) for author in ("bot", "person", "staff", "x")],
        risk_line=True,
        risk_level="R4",
        risk_flags=[SCRIPT],
    )

    assert "<script>alert" not in page and "alert(&#39;x&#39;)" in page


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"organisation": None, "outcomes": None, "aware_on": None},
        {"organisation": [], "other_organisations": "x", "name": ["a", {"b": 1}]},
        {"unknown_key": 1, "matter": 7, "impact": {"text": "x"}, "aware_on": "in may"},
    ],
)
def test_odd_facts_never_break_the_page(open_case, facts):
    assert "At a glance" in open_case(facts=facts)


@pytest.mark.parametrize("sources", [{"matter": "x"}, {"matter": {"confidence": "high"}}])
def test_odd_sources_never_break_the_page(open_case, sources):
    assert "At a glance" in open_case(sources=sources)


def test_staff_see_the_themes_that_the_story_suggests_with_its_words(open_case):
    story = "They discharged him too soon."

    page = words(open_case(facts={**FACTS, "matter": story, "should_have_happened": "x"}))

    themes = page[page.index("Suggested, check") :][:400]
    assert "Discharge and transfer discharged in what happened" in themes


def test_themes_kept_at_sending_are_shown_rather_than_new_guesses(signed_in, session):
    draft = make_case(session)
    words_of = [{"question": "should_have_happened", "words": "in an hour"}]
    session.add(CaseTheme(conversation_id=draft.conversation_id, code="N_ACCESS", words=words_of))
    session.commit()

    page = words(signed_in.open("/staff/cases/OMB-ONE").text)

    assert "Access and waiting in an hour in what should have happened N_ACCESS" in page
