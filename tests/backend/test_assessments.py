"""What the rules make of facts, over HTTP."""

import pytest


def test_facts_are_decided_on_and_the_next_question_is_named(client):
    answer = client.post("/api/assessments", json={"facts": {}, "today": "2026-11-22"})

    body = answer.get_json()
    assert answer.status_code == 200
    assert set(body["decision"]) == {
        "result", "reasons", "flags", "signposts", "next_steps", "rules_version",
    }  # fmt: skip
    assert body["next_question"]["id"] == "privacy_ack"


def test_today_may_be_left_out(client):
    assert client.post("/api/assessments", json={"facts": {}}).status_code == 200


@pytest.mark.parametrize("body", [{}, {"facts": []}, {"facts": {}, "today": "yesterday"}])
def test_an_assessment_in_a_wrong_form_is_refused(client, body):
    assert client.post("/api/assessments", json=body).status_code == 422


@pytest.mark.parametrize("odd", [None, 5, [], {"a": [{}]}, "\x00", "x" * 5000])
def test_odd_facts_never_break_the_rules(client, odd):
    facts = dict.fromkeys(("matter", "organisation", "aware_on", "impact", "other"), odd)

    assert client.post("/api/assessments", json={"facts": facts}).status_code == 200
