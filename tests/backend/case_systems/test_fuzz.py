"""The description of cases and the service hold to each other, whatever is sent."""

import re
import shutil

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.config import SchemathesisConfig
from sqlalchemy import select
from sqlalchemy.orm import Session

from backend import webhook_jobs
from backend.app import create_app
from backend.data.models import Draft
from backend.data.session import db
from backend.services.case_tokens import Scope
from backend.services.events import OPERATOR
from backend.staff import account_changes
from backend.staff.access import RoleName
from tests.backend.case_systems.systems import make_token, make_webhook
from tests.backend.given import make_settings
from tests.backend.staff.cases import EMAIL, PASSWORD, make_case, make_file
from tests.backend.test_openapi import FOR_CASE_SYSTEMS

EXAMPLES = settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
    database=None,
)
# What a description cannot say: an old version, a cursor of another list, a value that does not
# suit its question, two things of which one was to be sent.
MEANT = ["2xx", "400", "404", "409", "412", "422", "428"]
CONFIG = {"checks": {"positive_data_acceptance": {"expected-statuses": MEANT}}}
# What there is, so that not everything ends at "not found".
KNOWN = {"reference": "OMB-ONE", "document": "file-one", "number": 1}


@pytest.fixture(scope="module")
def service(tmp_path_factory, sqlite_template):
    """One application for all examples."""
    folder = tmp_path_factory.mktemp("fuzz-cases")
    shutil.copy(sqlite_template, folder / "backend.db")
    return made(folder, f"sqlite:///{folder / 'backend.db'}")


def made(folder, url):
    """A service with one case, a file and a webhook; a token of it; and its description."""
    app = create_app(make_settings(folder, url))
    app.extensions[webhook_jobs.TASK] = lambda: None
    with app.app_context():
        account_changes.add(EMAIL, PASSWORD, [RoleName.CASEWORKER], OPERATOR)
        db.session.commit()
        engine = db.engine
    with Session(engine, expire_on_commit=False) as session:
        make_file(app, make_case(session))
    make_webhook(app, "https://cases.example.org/hooks")
    load_all_checks()
    config = SchemathesisConfig.from_dict(CONFIG)
    described = schemathesis.openapi.from_wsgi("/api/openapi.json", app, config=config)
    return app, make_token(app, *Scope)[1], described


def named(path):
    """The names of the parts of a path."""
    return re.findall(r"\{(\w+)\}", path)


def version(app):
    with app.app_context():
        return db.session.scalar(select(Draft.version))


@pytest.mark.parametrize(("method", "path"), sorted(FOR_CASE_SYSTEMS))
@pytest.mark.parametrize("known", [True, False], ids=["there", "anything"])
def test_every_answer_is_one_that_is_described(service, method, path, known):
    app, token, described = service
    operation = described[path][method]

    @EXAMPLES
    @seed(20)
    @given(case=operation.as_strategy())
    def holds(case):
        headers = {"Authorization": f"Bearer {token}"}
        if known:
            there = {name: KNOWN[name] for name in named(path) if name in KNOWN}
            case.path_parameters = {**(case.path_parameters or {}), **there}
            if method in ("POST", "PUT"):
                headers["If-Match"] = f'"{version(app)}"'
        case.call_and_validate(headers=headers, checks=CHECKS.get_all())

    holds()


# In this order: what each does stands when the next is called.
GO_WELL = [
    ("GET", "/api/cases", None),
    ("GET", "/api/cases/{reference}", None),
    ("POST", "/api/cases/{reference}/moves", {"move": "begin", "reason": "We look at it."}),
    ("POST", "/api/cases/{reference}/notes", {"text": "Rang her."}),
    ("PUT", "/api/cases/{reference}/facts/{question}", {"value": "started", "reason": "A slip."}),
    ("PUT", "/api/cases/{reference}/assignment", {"to": 1}),
    ("GET", "/api/cases/{reference}/events", None),
    ("GET", "/api/cases/{reference}/documents", None),
    ("GET", "/api/cases/{reference}/documents/{document}", None),
    ("GET", "/api/webhooks", None),
    ("GET", "/api/webhooks/{number}/deliveries", None),
    ("POST", "/api/webhooks/{number}/replays", {"since": "2026-01-01T00:00:00+00:00"}),
]


def test_what_goes_well_is_as_described_too(tmp_path, sqlite_copy):
    app, token, described = made(tmp_path, sqlite_copy)

    for method, path, body in GO_WELL:
        operation = described[path][method]
        names = {name: {**KNOWN, "question": "legal_action"}[name] for name in named(path)}
        headers = {"Authorization": f"Bearer {token}", "If-Match": f'"{version(app)}"'}
        more = {"body": body, "media_type": "application/json"} if body else {}
        query = {"state": "waiting"} if path.endswith("deliveries") else None
        case = operation.Case(path_parameters=names, query=query, **more)
        answer = case.call_and_validate(headers=headers, checks=CHECKS.get_all())
        assert 200 <= answer.status_code < 300, path
    assert {(method, path) for method, path, _body in GO_WELL} == FOR_CASE_SYSTEMS
