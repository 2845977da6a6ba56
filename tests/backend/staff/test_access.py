"""Who may open what: stated for every address under /staff, and kept."""

import pytest
from flask import url_for

from backend.staff import accounts
from backend.staff.access import ACCESS, ANYONE, READERS, RoleName
from tests.backend.staff.cases import EMAIL, make_case

KEYS = {"key": "OMB-ONE", "name": "console.css"}


def staff_rules(app):
    return [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/staff")]


def blueprint_of(rule):
    return rule.endpoint.rpartition(".")[0]


def address(app, rule):
    with app.test_request_context():
        return url_for(rule.endpoint, **{name: KEYS[name] for name in rule.arguments})


def closed_rules(app):
    return [rule for rule in staff_rules(app) if ACCESS[blueprint_of(rule)] is not ANYONE]


def test_every_address_of_the_console_has_its_access_stated(app):
    unstated = [rule.rule for rule in staff_rules(app) if blueprint_of(rule) not in ACCESS]

    assert staff_rules(app) and unstated == []


def test_nothing_of_the_sign_in_library_is_open_but_signing_in_and_out(app):
    rules = {r.rule for r in app.url_map.iter_rules() if blueprint_of(r) == "security"}

    assert rules == {"/staff/sign-in", "/staff/sign-out", "/staff/verify"}


def test_without_signing_in_every_closed_address_leads_to_signing_in(app, browser):
    for rule in closed_rules(app):
        answer = browser.client.get(address(app, rule))
        assert answer.status_code == 302, rule.rule
        assert answer.location.startswith("/staff/sign-in"), rule.rule


def test_an_account_without_a_role_sees_nothing(app, browser, add_user, session):
    add_user().roles = []
    session.commit()
    browser.sign_in()

    for rule in closed_rules(app):
        assert browser.client.get(address(app, rule)).status_code == 403, rule.rule


@pytest.mark.parametrize("role", sorted(READERS))
def test_each_role_opens_what_it_may(app, browser, add_user, session, role):
    make_case(session)
    add_user("casey@example.org", RoleName(role))
    browser.sign_in()

    for rule in closed_rules(app):
        assert browser.client.get(address(app, rule)).status_code == 200, rule.rule


def test_a_token_of_the_sign_in_library_does_not_open_the_console(app, add_user):
    add_user()
    with app.test_request_context():
        token = accounts.find_user(EMAIL).get_auth_token()

    answer = app.test_client().get("/staff/", headers={"Authentication-Token": token})

    assert answer.status_code in (302, 401)


def test_pages_about_people_are_never_kept_by_a_browser(signed_in, session):
    make_case(session)

    for path in ("/staff/", "/staff/cases/OMB-ONE", "/staff/sign-in"):
        assert "no-store" in signed_in.client.get(path).headers["Cache-Control"]


def test_a_missing_case_and_a_refusal_are_pages_of_the_console(signed_in):
    page = signed_in.client.get("/staff/cases/OMB-NOPE")

    assert page.status_code == 404
    assert "Page not found" in page.text and "Go to the list of complaints" in page.text
