"""Themes are kept when a complaint is sent, counted by code, and never shown to the person."""

from sqlalchemy import func, select

from backend.data.models import CaseTheme, Draft
from backend.services import themes
from tests.backend.people import Person

NHS = {"name": "Leeds Teaching Hospitals NHS Trust", "id": "RR8", "branch": "NHS", "match": "exact"}
STORY = "Mum was discharged with no care plan and fell."
SHOULD = "Someone should have prescribed her tablets."


def test_each_theme_has_its_words_and_the_answer_they_stand_in(clock):
    facts = {"matter": STORY, "should_have_happened": SHOULD, "organisation": NHS}

    found = themes.suggested(facts, clock.today())

    assert {"question": "matter", "words": "discharged"} in found["N_DISCH"]
    assert {"question": "should_have_happened", "words": "prescribed"} in found["N_MEDS"]


def test_odd_facts_suggest_nothing(clock):
    for facts in ({}, {"matter": 7}, {"matter": ["x"], "organisation": NHS}):
        assert themes.suggested(facts, clock.today()) == {}


def test_sending_keeps_them_for_counting_and_the_person_never_sees_them(client, settings, session):
    person = Person(client).begin()
    head = {"Authorization": f"Bearer {settings.service_token}", "Idempotency-Key": "k"}
    facts = {"privacy_ack": "yes", "matter": STORY, "organisation": NHS, "themes": ["N_EOL"]}
    path = f"/api/drafts/{person.conversation}"
    client.put(path, json={"turn": 5, "facts": facts}, headers=head)
    client.post(f"{path}/submission", headers=head)
    client.post(f"{path}/submission", headers=head)

    query = select(CaseTheme.code, func.count()).group_by(CaseTheme.code)
    counted = dict(session.execute(query).all())
    assert counted["N_DISCH"] == 1 and "N_EOL" not in counted
    assert session.scalar(select(Draft.rules_version))
    shown = person.draft()
    assert "themes" not in shown and "themes" not in shown["facts"]
    assert "N_DISCH" not in str(shown)
