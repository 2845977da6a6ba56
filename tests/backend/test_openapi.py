"""The API is described as it is, and holds against whatever is thrown at it."""

import shutil

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import CHECKS, load_all_checks

from backend.app import create_app
from tests.backend.fakes import FakeBot
from tests.backend.given import make_settings
from tests.backend.people import Person

ADDRESSES = {
    ("POST", "/api/chat/conversations"),
    ("POST", "/api/chat/messages"),
    ("GET", "/api/chat/messages"),
    ("GET", "/api/chat/draft"),
    ("DELETE", "/api/chat/conversation"),
    ("POST", "/api/chat/files"),
    ("GET", "/api/chat/files"),
    ("DELETE", "/api/chat/files/{file}"),
    ("POST", "/api/chat/kept"),
    ("POST", "/api/chat/return-codes"),
    ("POST", "/api/chat/returns"),
    ("DELETE", "/api/chat/session"),
    ("PUT", "/api/drafts/{conversation}"),
    ("POST", "/api/drafts/{conversation}/submission"),
    ("POST", "/api/assessments"),
    ("GET", "/api/register/organisations"),
}
# Tried with a token of their own in case_systems/test_fuzz.py.
FOR_CASE_SYSTEMS = {
    ("GET", "/api/cases"),
    ("GET", "/api/cases/{reference}"),
    ("GET", "/api/cases/{reference}/events"),
    ("GET", "/api/cases/{reference}/documents"),
    ("GET", "/api/cases/{reference}/documents/{document}"),
    ("POST", "/api/cases/{reference}/moves"),
    ("POST", "/api/cases/{reference}/notes"),
    ("PUT", "/api/cases/{reference}/facts/{question}"),
    ("PUT", "/api/cases/{reference}/assignment"),
    ("GET", "/api/webhooks"),
    ("GET", "/api/webhooks/{number}/deliveries"),
    ("POST", "/api/webhooks/{number}/replays"),
}
HOLDS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
)
FAST = settings(
    max_examples=15,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
    database=None,
)


@pytest.fixture(scope="module")
def service(tmp_path_factory, sqlite_template):
    """One application for all examples."""
    folder = tmp_path_factory.mktemp("fuzz")
    shutil.copy(sqlite_template, folder / "backend.db")
    bot = FakeBot()
    app = create_app(make_settings(folder, f"sqlite:///{folder / 'backend.db'}"), rasa=bot)
    bot.app = app
    return app


@pytest.mark.parametrize(("method", "path"), sorted(ADDRESSES))
def test_every_address_answers_as_it_is_described(service, method, path):
    load_all_checks()
    checks = [CHECKS.get_one(name) for name in HOLDS]
    operation = schemathesis.openapi.from_wsgi("/api/openapi.json", service)[path][method]

    @FAST
    @given(case=operation.as_strategy())
    def holds(case):
        person = Person(service.test_client()).begin()
        token = person.token
        if "drafts" in path or "register" in path:
            token = service.extensions["intake"].settings.service_token
        if "drafts" in path:
            case.path_parameters = {"conversation": person.conversation}
        case.call_and_validate(headers={"Authorization": f"Bearer {token}"}, checks=checks)

    holds()


def test_the_description_is_openapi_3_1_and_names_every_address(service):
    description = service.test_client().get("/api/openapi.json").get_json()

    named = {
        (method.upper(), path)
        for path, methods in description["paths"].items()
        for method in methods
    }
    assert description["openapi"].startswith("3.1")
    assert named == ADDRESSES | FOR_CASE_SYSTEMS


def test_every_refusal_is_described_as_a_problem(service):
    description = service.test_client().get("/api/openapi.json").get_json()

    for methods in description["paths"].values():
        for operation in methods.values():
            refusals = [code for code in operation["responses"] if code >= "400"]
            kinds = {kind for code in refusals for kind in operation["responses"][code]["content"]}
            assert kinds == {"application/problem+json"}
