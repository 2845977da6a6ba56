"""The drafts API, as the bot calls it."""

import pytest
from sqlalchemy import select

from backend.data.models import CaseEvent, Draft
from backend.services.references import read_reference


@pytest.fixture
def service(client, settings):
    """Calls the drafts API with the service's token."""

    def call(method, path, body=None, token=settings.service_token, **headers):
        shown = {"Authorization": f"Bearer {token}", **headers}
        return client.open(f"/api/drafts/{path}", method=method, json=body, headers=shown)

    return call


def saving(turn=1, **more):
    return {"turn": turn, "facts": {"privacy_ack": "yes"}, **more}


def submit(service, person, key="submit-1"):
    return service("POST", f"{person.conversation}/submission", **{"Idempotency-Key": key})


@pytest.mark.parametrize("token", ["", "wrong", "test-service-token-012345678"])
def test_only_the_service_itself_may_call(service, person, token):
    refused = service("PUT", person.conversation, saving(), token=token)

    assert (refused.status_code, refused.content_type) == (401, "application/problem+json")


def test_saving_answers_with_what_the_rules_make_of_it(service, person):
    answer = service("PUT", person.conversation, saving(5)).get_json()

    assert set(answer) == {"result", "flags", "revision", "reasons", "signposts"}


def test_a_result_that_is_sent_along_is_refused(service, person):
    refused = service("PUT", person.conversation, saving(5, result="LOOKS_ELIGIBLE"))

    assert refused.status_code == 422


def test_each_saving_is_a_new_revision(service, person):
    first = service("PUT", person.conversation, saving(5)).get_json()["revision"]

    assert service("PUT", person.conversation, saving(6)).get_json()["revision"] == first + 1


def test_the_same_turn_may_be_saved_again_but_an_older_one_came_too_late(service, person):
    service("PUT", person.conversation, saving(7))

    assert service("PUT", person.conversation, saving(7)).status_code == 200
    assert service("PUT", person.conversation, saving(6)).status_code == 409


def test_a_draft_that_does_not_exist_cannot_be_saved(service):
    assert service("PUT", "no-such-conversation", saving()).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"facts": {}},
        {"turn": "1", "facts": {}},
        {"turn": -1, "facts": {}},
        {"turn": 1, "facts": []},
        {"turn": 1, "facts": {}, "status": "submitted"},
        {"turn": 1, "facts": {"x" * 41: "y"}},
    ],
)
def test_a_saving_in_a_wrong_form_is_refused(service, person, wrong):
    assert service("PUT", person.conversation, wrong).status_code == 422


@pytest.mark.parametrize(
    "odd", [{"matter": "a\x00b"}, {"matter": "\ud800"}, {"matter": None}, {"matter": [[1.5e300]]}]
)
def test_odd_facts_never_break_the_service(service, person, odd):
    answer = service("PUT", person.conversation, {"turn": 9, "facts": odd})

    assert answer.status_code in (200, 422)


def test_a_wish_for_a_person_is_flagged_and_noted_once(service, person, session):
    wish = saving(5, dialogue={"wants_person": True})
    service("PUT", person.conversation, wish)

    flags = service("PUT", person.conversation, {**wish, "turn": 6}).get_json()["flags"]

    kinds = list(session.scalars(select(CaseEvent.kind)))
    assert "WANTS_PERSON" in flags
    assert kinds.count("handover_asked") == 1


def test_submission_gives_a_reference_that_can_be_checked(service, person):
    answer = submit(service, person)

    reference = answer.get_json()["reference"]
    assert answer.status_code == 201
    assert read_reference(reference.lower().replace("-", " ")) == reference


def test_submission_twice_gives_the_same_reference_and_one_event(service, person, session):
    first = submit(service, person).get_json()

    assert submit(service, person).get_json() == first
    assert submit(service, person, "submit-2").get_json() == first
    assert list(session.scalars(select(CaseEvent.kind))).count("submitted") == 1


def test_submission_needs_a_key(service, person):
    assert service("POST", f"{person.conversation}/submission").status_code == 422


def test_a_sent_draft_is_frozen(service, person):
    service("PUT", person.conversation, saving(5))
    submit(service, person)

    changed = service("PUT", person.conversation, {"turn": 6, "facts": {"privacy_ack": "no"}})
    only_talk = service("PUT", person.conversation, saving(6, dialogue={"told": True}))

    assert (changed.status_code, changed.get_json()["code"]) == (409, "draft_frozen")
    assert only_talk.status_code == 200


def test_a_sent_complaint_is_not_erased_by_the_chat(service, person):
    reference = submit(service, person).get_json()["reference"]

    assert person.erase() == 409
    assert person.read().state["reference"] == reference


def test_the_history_says_what_happened_in_order(service, person, session, clock):
    submit(service, person)

    events = session.scalars(select(CaseEvent).order_by(CaseEvent.id)).all()

    assert [event.kind for event in events] == ["opened", "submitted"]
    assert events[-1].at == clock.now()
    assert set(events[-1].detail) == {"result", "rules", "revision"}


def test_what_the_rules_decided_is_kept_with_their_version(service, person, session):
    service("PUT", person.conversation, saving(5))

    draft = session.get_one(Draft, person.conversation)
    assert draft.result
    assert draft.rules_version


def test_risk_flags_stay_when_the_draft_is_saved_again(service, person):
    person.choose("Yes").say("My husband hits me and my little girl is not safe with him")
    flags = set(person.state["flags"])

    service("PUT", person.conversation, saving(99))

    assert flags <= set(person.draft()["flags"])


def test_a_large_draft_is_taken_though_a_large_message_is_not(service, person):
    facts = {"matter": "x" * 100_000}

    assert service("PUT", person.conversation, {"turn": 9, "facts": facts}).status_code == 200
