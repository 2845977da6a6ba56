"""Who may open what: stated for every address under /staff, and kept."""

import uuid

import pytest
from flask import url_for
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from backend.services.case_tokens import Scope
from backend.staff import account_changes
from backend.staff.access import (
    ACCESS,
    ANYONE,
    IMPROVERS,
    OF_LIBRARY,
    READERS,
    REVEALERS,
    RoleName,
)
from tests.backend.case_systems.systems import make_token, make_webhook
from tests.backend.staff.cases import EMAIL, make_case, make_file, make_unclear
from tests.backend.staff.letters import make_letter
from tests.backend.staff.many import make_many

KEYS = {
    "key": "OMB-ONE",
    "name": "console.css",
    "_rest": "nothing/here",
    "number": 1,
    "file": "file-one",
    "question": "aware_on",
    "letter": "letter-one",
    "letter_kind": "general",
    "part": "volumes",
    "table": "days",
    "kind": "csv",
    "choice": "choice-one",
    "run": "run-one",
    "export": "export-one",
    "search": 1,
    "way": "out",
}
# Open to who may use it, with nothing behind the address that is tried.
NOT_THERE = ("staff.nothing", "staff_live.called")
# Views that fewer may use than their blueprint allows.
NARROWED = {
    "staff.reveal": REVEALERS,
    "staff_supervision.count": IMPROVERS,
    "staff_bulk.assign": REVEALERS,
    "staff_bulk.move": REVEALERS,
    "staff_bulk.undo": REVEALERS,
}


def staff_rules(app):
    return [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/staff")]


def blueprint_of(rule):
    return rule.endpoint.rpartition(".")[0]


def address(app, rule):
    with app.test_request_context():
        return url_for(rule.endpoint, **{name: KEYS[name] for name in rule.arguments})


def closed_rules(app):
    return [rule for rule in staff_rules(app) if ACCESS[blueprint_of(rule)] is not ANYONE]


def visit(app, browser, rule):
    """Open an address as it is meant to be opened: a form is sent with its page's token."""
    if "GET" in rule.methods:
        return browser.client.get(address(app, rule))
    form = {"csrf_token": browser.token("/staff/"), "token": str(uuid.uuid4())}
    return browser.client.post(address(app, rule), data=form)


def test_every_address_of_the_console_has_its_access_stated(app):
    unstated = [rule.rule for rule in staff_rules(app) if blueprint_of(rule) not in ACCESS]

    assert staff_rules(app) and unstated == []


def library_rules(app):
    return [rule for rule in app.url_map.iter_rules() if blueprint_of(rule) == "security"]


def test_of_the_sign_in_library_only_the_pages_that_are_used_are_there(app, client):
    unused = [r for r in library_rules(app) if r.endpoint.rpartition(".")[2] not in OF_LIBRARY]

    assert {rule.endpoint for rule in library_rules(app)} >= {f"security.{n}" for n in OF_LIBRARY}
    assert [rule.rule for rule in unused] == ["/staff/account/app/<token>", "/staff/tf-rescue"]
    assert client.post("/staff/tf-rescue").status_code == 404
    assert client.post("/staff/account/app/token").status_code == 404


def test_what_the_library_lets_a_person_change_needs_a_session(app, client):
    for rule in library_rules(app):
        if not rule.rule.startswith("/staff/account/app/") and "/account/" in rule.rule:
            path = rule.rule.replace("<token>", "token")
            answer = client.get(path) if "GET" in rule.methods else client.post(path)
            assert answer.location.startswith("/staff/sign-in"), rule.rule


def test_without_signing_in_every_closed_address_leads_to_signing_in(app, browser):
    for rule in closed_rules(app):
        answer = visit(app, browser, rule)
        assert answer.status_code == 302, rule.rule
        assert answer.location.startswith("/staff/sign-in"), rule.rule


def test_an_account_without_a_role_sees_nothing(app, browser, add_user, session):
    add_user().roles = []
    session.commit()
    browser.sign_in()

    for rule in closed_rules(app):
        assert visit(app, browser, rule).status_code == 403, rule.rule


@pytest.mark.parametrize("role", sorted(READERS))
def test_each_role_opens_what_it_may(app, browser, add_user, session, role):
    draft = make_case(session)
    make_file(app, draft)
    make_letter(session, draft)
    make_unclear(session)
    make_token(app, Scope.CASES_READ)
    make_webhook(app, "https://cases.example.org/hooks")
    make_many(session, add_user("casey@example.org", RoleName(role)))
    browser.sign_in()

    for rule in closed_rules(app):
        allowed = NARROWED.get(rule.endpoint, ACCESS[blueprint_of(rule)])
        answer = visit(app, browser, rule).status_code
        if role not in allowed:
            assert answer == 403, rule.rule
        elif rule.endpoint in NOT_THERE:
            assert answer == 404
        else:
            assert answer in (200, 204, 302, 303, 409, 422), rule.rule  # if only to be told


def test_only_those_who_work_on_complaints_see_numbers_and_only_improvers_the_unclear_messages():
    assert {RoleName.CASEWORKER, RoleName.MANAGER} == REVEALERS
    assert {RoleName.MANAGER, RoleName.ADMINISTRATOR} == IMPROVERS


@pytest.mark.parametrize("path", ["/staff/cases/OMB-ONE", "/staff/unclear/1"])
def test_a_form_without_its_token_changes_nothing(browser, add_user, session, path):
    make_case(session)
    make_unclear(session)
    add_user("casey@example.org", RoleName.MANAGER)
    browser.sign_in()

    answer = browser.client.post(path, data={"meaning": "skip"})

    assert answer.status_code == 400 and "That did not work" in answer.text


def test_a_token_of_the_sign_in_library_does_not_open_the_console(app, add_user):
    add_user()
    with app.test_request_context():
        token = account_changes.find(EMAIL).get_auth_token()

    answer = app.test_client().get("/staff/", headers={"Authentication-Token": token})

    assert answer.status_code in (302, 401)


def test_pages_about_people_are_never_kept_by_a_browser(signed_in, session):
    make_case(session)

    for path in ("/staff/", "/staff/cases/OMB-ONE", "/staff/sign-in", "/staff/nothing"):
        headers = signed_in.client.get(path).headers
        assert "no-store" in headers["Cache-Control"], path
        assert headers["X-Robots-Tag"] == "noindex", path


@pytest.mark.parametrize("path", ["/staff/cases/OMB-NOPE", "/staff/nothing", "/staff/a/b/c"])
def test_what_is_not_there_is_said_on_a_page_of_the_console(signed_in, path):
    page = signed_in.client.get(path)

    assert page.status_code == 404
    assert "Page not found" in page.text and "Go to the list of complaints" in page.text


def test_the_address_without_its_last_stroke_leads_to_the_queue(signed_in):
    assert signed_in.open("/staff").request.path == "/staff/"


def test_a_database_that_is_down_is_said_on_a_page_of_the_console(signed_in, monkeypatch):
    def down(*_args, **_more):
        raise OperationalError("select", {}, Exception("gone"))

    monkeypatch.setattr(Session, "execute", down)
    monkeypatch.setattr(Session, "scalars", down)

    page = signed_in.client.get("/staff/")

    assert page.status_code == 503 and "The database does not answer" in page.text


def test_a_fault_in_a_page_is_said_without_its_details(signed_in, monkeypatch):
    def broken(*_args):
        raise ValueError("plum-jam-secret")

    monkeypatch.setattr("backend.staff.queue_page.build", broken)

    page = signed_in.client.get("/staff/")

    assert page.status_code == 500 and "Something went wrong" in page.text
    assert "plum-jam" not in page.text
