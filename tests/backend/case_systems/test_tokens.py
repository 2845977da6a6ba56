"""Tokens of case systems: what opens for which, and what does not."""

import pytest
from sqlalchemy import select

from backend.api.case_access import SCOPES
from backend.app import create_app
from backend.config import Limits
from backend.data.case_api import ApiToken
from backend.data.models import CaseEvent
from backend.data.session import db
from backend.public import STATED, Caller
from backend.services import case_tokens
from backend.services.case_tokens import SHAPE, Scope
from tests.backend.case_systems.systems import CASE, System, make_token
from tests.backend.given import make_settings
from tests.backend.staff.cases import make_case, make_file

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
BLUEPRINTS = ("cases_api", "case_changes_api", "webhooks_api")


def test_every_address_for_case_systems_states_its_scopes(app):
    named = {r.endpoint for r in app.url_map.iter_rules() if r.endpoint.startswith(BLUEPRINTS)}

    assert named == set(SCOPES) and all(SCOPES.values())
    assert {each for each, who in STATED.items() if who is Caller.CASE_SYSTEM} == named


def test_without_a_token_nothing_is_told(client, session):
    make_case(session)
    shown = ("", "Bearer", "Bearer x", "Basic abc", "Bearer \x00")
    paths = (CASE, "/api/cases/OMB-NOPE", "/api/cases?limit=x", "/api/webhooks")
    for header, path in [(header, path) for header in shown for path in paths]:
        refused = client.get(path, headers={"Authorization": header})
        assert (refused.status_code, refused.get_json()["code"]) == (401, "case_token")


def test_a_token_is_kept_as_a_hash_alone_and_can_be_told_from_anything_else(app, session, casey):
    row, text = make_token(app, Scope.CASES_READ)
    kept = session.get(ApiToken, row.id)

    assert SHAPE.fullmatch(text) and text.startswith(f"{kept.prefix}_")
    secret = text.removeprefix(f"{kept.prefix}_")
    assert len(secret) == 43 and secret not in str(vars(kept))
    event = session.scalars(select(CaseEvent).where(CaseEvent.kind == "token_made")).one()
    assert event.actor == f"staff:{casey}" and secret not in str(event.detail)


@pytest.mark.parametrize("method", ["revoked", "ended", "changed"])
def test_a_token_that_is_over_opens_nothing(app, session, system, clock, method):
    make_case(session)
    caller = system(Scope.CASES_READ)
    assert caller.get().status_code == 200

    if method == "ended":
        clock.pass_time(days=90)
    elif method == "changed":
        caller.token = caller.token[:-1] + ("A" if caller.token[-1] != "A" else "B")
    else:
        with app.app_context():
            row = db.session.scalars(select(ApiToken)).one()
            case_tokens.revoke(db.session, row, by=1, now=clock.now())
            db.session.commit()

    assert caller.get().status_code == 401


def test_each_address_asks_for_its_scopes(app, session, system):
    make_file(app, make_case(session))
    for rule in [rule for rule in app.url_map.iter_rules() if rule.endpoint in SCOPES]:
        values = {"reference": "OMB-ONE", "document": "file-one", "question": "name", "number": 1}
        path = rule.build({name: values[name] for name in rule.arguments})[1]
        method = next(iter(rule.methods - {"HEAD", "OPTIONS"}))
        body = None if method == "GET" else {}
        for missing in SCOPES[rule.endpoint]:
            poor = system(*(scope for scope in Scope if scope is not missing))
            refused = poor.call(method, path, json=body)
            assert (refused.status_code, refused.get_json()["code"]) == (403, "case_scope")
            assert missing.value in refused.get_json()["detail"]
        enough = system(*SCOPES[rule.endpoint])
        assert enough.call(method, path, json=body).status_code not in (401, 403), path


def test_the_last_use_is_kept_and_who_looked_is_recorded(app, session, system, clock):
    make_case(session)
    caller = system(Scope.CASES_READ)
    caller.get()
    caller.get("/api/cases?state=closed")

    row = session.scalars(select(ApiToken)).one()
    kinds = select(CaseEvent.kind, CaseEvent.detail).where(CaseEvent.actor == f"token:{row.id}")
    seen = [tuple(each) for each in session.execute(kinds.order_by(CaseEvent.id))]
    assert row.last_used_at == clock.now()
    assert seen == [("viewed", {}), ("list_opened", {"cases": 0, "narrowed": ["state"]})]


def test_calls_are_limited_for_each_token(tmp_path, database_url, bot, clock):
    limits = Limits(per_case_system="2 per minute")
    app = create_app(make_settings(tmp_path, database_url, limits=limits), clock, bot)
    first, second = (
        System(app.test_client(), make_token(app, Scope.CASES_READ)[1]) for _ in range(2)
    )

    assert [first.get("/api/cases").status_code for _ in range(3)] == [200, 200, 429]
    assert 0 < int(first.answer.headers["Retry-After"]) <= 60
    assert second.get("/api/cases").status_code == 200
