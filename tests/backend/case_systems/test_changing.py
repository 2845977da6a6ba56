"""Changes by a case system: on a version, once, by the same rules as staff's."""

import threading

import pytest
from sqlalchemy import select

from backend.data.casework import CaseChange, CaseTrace
from backend.data.models import CaseEvent, Draft
from backend.services.case_tokens import Scope
from tests.backend.case_systems.systems import CASE, System, make_token
from tests.backend.staff.cases import make_case

SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def caller(session, system):
    make_case(session)
    return system()


def the_case(session):
    session.rollback()
    session.expire_all()
    return session.get(Draft, "conversation-one")


def test_a_case_is_moved_assigned_noted_and_corrected(caller, session, casey):
    moved = caller.send("POST", "moves", {"move": "begin", "reason": "We look at it."})
    assert (moved.status_code, moved.headers["ETag"]) == (200, '"1"')
    assert moved.get_json()["state"] == "staff_triage"
    given = caller.send("PUT", "assignment", {"to": casey})
    assert given.get_json()["assigned"] == {"id": casey, "email": "casey@example.org"}
    caller.note("Rang her.")
    edited = caller.send("PUT", "facts/name", {"value": " Ada Exemplar ", "reason": "A slip."})

    assert edited.get_json()["facts"]["name"]["value"] == "Ada Exemplar"
    assert edited.get_json()["facts"]["name"]["source"]["before"] == "Ada Example"
    kept = the_case(session)
    assert (kept.version, kept.assigned_to, kept.facts["name"]) == (4, casey, "Ada Exemplar")
    changed = session.execute(select(CaseChange.kind, CaseChange.words).order_by(CaseChange.id))
    assert [tuple(each) for each in changed] == [
        ("moved", "We look at it."), ("assigned", ""), ("noted", "Rang her."), ("edited", "A slip.")
    ]  # fmt: skip
    actors = select(CaseEvent.actor).where(CaseEvent.kind.in_(("moved", "noted", "edited")))
    assert {actor[:6] for actor in session.scalars(actors)} == {"token:"}


def test_a_change_without_the_version_is_not_made(caller, session):
    for headers in ({}, {"If-Match": "*"}):
        refused = caller.call("POST", f"{CASE}/notes", json={"text": "x"}, headers=headers)
        assert (refused.status_code, refused.get_json()["code"]) == (428, "if_match")
    assert the_case(session).version == 0


def test_a_change_on_an_old_version_is_told_what_changed_meanwhile(caller, session, casey):
    caller.send("PUT", "assignment", {"to": casey})
    caller.send("PUT", "facts/legal_action", {"value": "started", "reason": "plum-jam"})

    refused = caller.note(match='"0"')

    told = refused.get_json()
    assert (refused.status_code, told["code"], told["version"]) == (412, "case_changed", 2)
    assert refused.headers["ETag"] == '"2"'
    assert [each["kind"] for each in told["changes"]] == ["assigned", "edited"]
    fields = told["changes"][1]["fields"]
    assert fields["legal_action"] == {"before": "no", "after": "started", "withheld": False}
    assert the_case(session).version == 2
    again = caller.note(match=refused.headers["ETag"])
    assert again.status_code == 200


@SQLITE
@pytest.mark.parametrize("tag", ['"7"', 'W/"0"', '"x"', "x", '"0", "1"', '"99999999999999999999"'])
def test_a_tag_that_is_not_the_version_changes_nothing(caller, session, tag):
    assert caller.note(match=tag).status_code == 412
    assert the_case(session).version == 0


@SQLITE
def test_what_changed_is_told_without_words_where_the_token_may_not_read_them(
    app, session, system, caller
):
    caller.send("PUT", "facts/name", {"value": "Plum Jam", "reason": "plum-jam"})
    poor = system(Scope.CASES_READ, Scope.CASES_WRITE)

    refused = poor.note(match='"0"')

    assert refused.status_code == 412
    assert not [word for word in ("Plum", "plum", "Ada") if word in refused.text]
    assert refused.get_json()["changes"][0]["fields"]["name"]["withheld"] is True


def test_the_same_key_changes_a_case_once(caller, session):
    first = caller.note("Once.", match='"0"', Idempotency_Key="k1")
    second = caller.note("Once.", match='"0"', Idempotency_Key="k1")
    later = caller.note("Once.", match='"1"', Idempotency_Key="k1")

    assert "Idempotency-Replayed" not in first.headers
    for again in (second, later):
        assert (again.status_code, again.headers["Idempotency-Replayed"]) == (200, "true")
    assert the_case(session).version == 1
    other = caller.note("Another.", match='"1"', Idempotency_Key="k1")
    assert (other.status_code, other.get_json()["code"]) == (422, "key_used")


def test_the_key_of_another_case_system_is_another_key(caller, system, session):
    caller.note("Once.", Idempotency_Key="k1")
    system().note("Once.", Idempotency_Key="k1")

    assert the_case(session).version == 2


def test_of_two_that_change_it_at_once_one_is_refused(app, caller, session):
    others = [System(app.test_client(), make_token(app, *Scope)[1]) for _ in range(2)]
    both = threading.Barrier(2)

    def change(other, text):
        both.wait()
        other.note(text, match='"0"')

    threads = [threading.Thread(target=change, args=(o, str(n))) for n, o in enumerate(others)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(other.answer.status_code for other in others) == [200, 412]
    assert the_case(session).version == 1


@SQLITE
@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("POST", "moves", {"move": "close", "reason": "x"}, 409, "case_move"),
        ("POST", "moves", {"move": "reopen", "reason": "x"}, 409, "case_move"),
        ("POST", "moves", {"move": "send", "reason": "x"}, 409, "case_move"),
        ("POST", "moves", {"move": "begin", "reason": " "}, 422, "invalid"),
        ("POST", "moves", {"move": "begin"}, 422, "invalid"),
        ("POST", "notes", {"text": "a\0b"}, 422, "invalid"),
        ("POST", "notes", {"text": "x" * 10_001}, 422, "invalid"),
        ("POST", "notes", {"text": "x", "more": 1}, 422, "invalid"),
        ("PUT", "assignment", {"to": 99}, 409, "case_person"),
        ("PUT", "assignment", {"to": None}, 409, "case_same_person"),
        ("PUT", "assignment", {"to": "1"}, 422, "invalid"),
        ("PUT", "facts/confirm", {"value": "yes", "reason": "x"}, 404, "no_fact"),
        ("PUT", "facts/made_up", {"value": "yes", "reason": "x"}, 404, "no_fact"),
        ("PUT", "facts/legal_action", {"value": "no", "reason": "x"}, 409, "case_same_value"),
        ("PUT", "facts/legal_action", {"value": "perhaps", "reason": "x"}, 422, "invalid"),
        ("PUT", "facts/email", {"value": "nobody", "reason": "x"}, 422, "invalid"),
        ("PUT", "facts/impact", {"value": ["money", "made_up"], "reason": "x"}, 422, "invalid"),
        ("PUT", "facts/aware_on", {"value": {"from": "2027-01-01"}, "reason": "x"}, 422, "invalid"),
        ("PUT", "facts/aware_on", {"value": {}, "reason": "x"}, 422, "invalid"),
        ("PUT", "facts/organisation", {"value": {"id": "NOPE"}, "reason": "x"}, 422, "invalid"),
        ("PUT", "facts/matter", {"value": {"a": [1]}, "reason": "x"}, 422, "invalid"),
    ],
)
def test_what_is_not_allowed_or_not_right_is_refused_in_a_sentence(
    caller, session, method, path, body, status, code
):
    refused = caller.send(method, path, body)

    assert (refused.status_code, refused.get_json()["code"]) == (status, code)
    assert refused.content_type == "application/problem+json"
    assert refused.get_json()["detail"].endswith(".")
    assert the_case(session).version == 0


@SQLITE
def test_values_are_taken_as_a_case_shows_them_or_as_a_person_types_them(caller):
    def put(question, value):
        answer = caller.send("PUT", f"facts/{question}", {"value": value, "reason": "x"})
        assert answer.status_code == 200, (question, answer.text)
        return answer.get_json()["facts"][question]["value"]

    march = {"from": "2026-03-01", "to": "2026-03-31", "precision": "month"}
    assert put("aware_on", "March 2026") == march
    assert put("happened_on", march) == march
    assert put("organisation", {"id": "RR8"}) == {
        "name": "Leeds Teaching Hospitals NHS Trust", "id": "RR8", "branch": "NHS",
        "match": "chosen",
    }  # fmt: skip
    assert put("organisation", {"name": "Dr Plum"})["match"] == "none"
    assert put("impact", ["money"]) == ["money"]
    assert put("phone", "01632960001") == "01632 960001"
    assert put("legal_action", None) is None


def test_a_new_address_is_compared_with_other_cases_at_once(caller, session):
    caller.send("PUT", "facts/email", {"value": "new@example.org", "reason": "x"})

    session.rollback()
    kinds = select(CaseTrace.kind).where(CaseTrace.conversation_id == "conversation-one")
    assert "email" in set(session.scalars(kinds))
