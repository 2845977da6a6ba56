"""Accounts kept by administrators in the console."""

import re
import threading

import pytest
from sqlalchemy import select

from backend.data.models import CaseEvent, User
from backend.data.session import db
from backend.staff import account_changes
from backend.staff.access import RoleName
from backend.staff.people_views import LAST, NO_EMAIL, NO_ROLE, TAKEN, YOUR_OWN
from tests.backend.staff.cases import EMAIL, PASSWORD

SECRET = re.compile(r'<code class="console-secret">([^<]+)</code>')
OTHER = "ann@example.org"
NEW = "seven quiet green horses"


@pytest.fixture
def admin(browser, add_user):
    add_user(EMAIL, RoleName.ADMINISTRATOR)
    browser.sign_in()
    return browser


@pytest.fixture
def other(admin, add_user):
    return add_user(OTHER, RoleName.CASEWORKER)


def post(browser, path, **form):
    given = {"csrf_token": browser.token("/staff/people"), **form}
    return browser.client.post(f"/staff/people/{path}", data=given, follow_redirects=True)


def act(browser, user, what, **form):
    return post(browser, f"{user.id}/{what}", **form)


def kinds(session, account):
    query = select(CaseEvent.kind).where(CaseEvent.account == account.id)
    return list(session.scalars(query.order_by(CaseEvent.id)))


def test_an_account_is_made_with_a_password_for_one_day_that_has_to_be_changed(app, admin, session):
    made = post(admin, "new", email=OTHER, roles=["caseworker", "auditor"])
    password = SECRET.search(made.text)[1]
    user = session.scalars(select(User).where(User.email == OTHER)).one()
    assert {role.name for role in user.roles} == {"caseworker", "auditor"}
    admin.sign_out()

    page = admin.sign_in(OTHER, password)
    assert "Change your password" in page.text and "Choose a password of your own" in page.text
    form = {"password": password, "new_password": NEW, "new_password_confirm": NEW}
    form["csrf_token"] = admin.token("/staff/account/password")
    changed = admin.client.post("/staff/account/password", data=form, follow_redirects=True)

    assert "Your account" in changed.text
    assert admin.client.get("/staff/").status_code == 200
    assert kinds(session, user)[:2] == ["account_made", "password_reset"]
    assert "password_changed" in kinds(session, user)


def test_a_password_for_one_day_ends(admin, other, clock):
    password = SECRET.search(act(admin, other, "password").text)[1]
    clock.pass_time(hours=25)

    assert "not right" in admin.sign_in(OTHER, password).text


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"email": "nobody", "roles": "caseworker"}, NO_EMAIL),
        ({"email": EMAIL.upper(), "roles": "caseworker"}, TAKEN),
        ({"email": OTHER}, NO_ROLE),
        ({"email": OTHER, "roles": "emperor"}, NO_ROLE),
    ],
)
def test_a_mistake_makes_no_account_and_is_said(admin, session, form, said):
    page = post(admin, "new", **form)

    assert said in page.text and "<title>Error: " in page.text
    assert len(session.scalars(select(User)).all()) == 1


def test_roles_are_changed_and_hold_at_once(app, admin, other, session):
    page = act(admin, other, "roles", roles=["manager"])

    assert "The roles were changed." in page.text
    event = session.scalars(select(CaseEvent).where(CaseEvent.kind == "roles_changed")).one()
    assert event.detail == {"before": ["caseworker"], "after": ["manager"]}
    assert event.actor == "staff:1" and event.account == other.id
    assert NO_ROLE in act(admin, other, "roles").text


def test_a_closed_account_ends_at_once_and_can_be_opened_again(app, admin, other, session):
    theirs = app.test_client()
    browser = type(admin)(theirs)
    browser.sign_in(OTHER)
    assert theirs.get("/staff/").status_code == 200

    closed = act(admin, other, "closing")
    assert "The account was closed." in closed.text
    assert theirs.get("/staff/").status_code == 302
    assert "not right" in browser.sign_in(OTHER).text

    assert "opened again" in act(admin, other, "reopening").text
    assert "Complaints" in browser.sign_in(OTHER).text
    assert {"account_closed", "account_reopened"} <= set(kinds(session, other))


def test_a_second_factor_is_reset(admin, other, session):
    with_factor = session.get(User, other.id)
    with_factor.tf_primary_method, with_factor.tf_totp_secret = "authenticator", "{}"
    session.commit()

    page = act(admin, other, "second-factor")

    assert "The second factor was reset" in page.text
    session.refresh(with_factor)
    assert with_factor.tf_totp_secret is None
    assert "second_factor_reset" in kinds(session, other)


@pytest.mark.parametrize("what", ["roles", "closing", "password", "second-factor"])
def test_nobody_changes_their_own_account_here(admin, session, what):
    user = session.scalars(select(User)).one()

    page = act(admin, user, what, roles=["auditor"])

    assert YOUR_OWN in page.text
    session.refresh(user)
    assert user.active and [role.name for role in user.roles] == ["administrator"]


def test_an_account_that_is_not_there_is_said(admin):
    assert admin.client.get("/staff/people/99").status_code == 404
    assert admin.client.get("/staff/people/99999999999999").status_code == 404


def test_the_last_administrator_is_never_closed_nor_made_something_else(app, admin, session):
    for change in (
        lambda user: account_changes.close(user, "operator"),
        lambda user: account_changes.set_roles(user, [RoleName.AUDITOR], "operator"),
    ):
        with app.app_context():
            with pytest.raises(account_changes.LastAdministrator):
                change(account_changes.find(EMAIL))
            db.session.rollback()

    closed = app.test_cli_runner().invoke(args=["staff", "close", EMAIL])
    assert closed.exit_code == 1 and "is the last administrator" in closed.output
    assert session.scalars(select(User)).one().active


def test_two_administrators_who_close_each_other_at_once_do_not_both_succeed(
    app, add_user, session
):
    add_user(EMAIL, RoleName.ADMINISTRATOR)
    add_user(OTHER, RoleName.ADMINISTRATOR)
    ready, said = threading.Barrier(2), []

    def close(email):
        with app.app_context():
            user = account_changes.find(email)
            ready.wait()
            try:
                account_changes.close(user, "operator")
                db.session.commit()
                said.append("closed")
            except account_changes.LastAdministrator:
                db.session.rollback()
                said.append("refused")

    both = [threading.Thread(target=close, args=[email]) for email in (EMAIL, OTHER)]
    [each.start() for each in both]
    [each.join() for each in both]

    assert sorted(said) == ["closed", "refused"]


def test_the_refusal_of_the_last_administrator_is_said_on_the_page(admin, other, monkeypatch):
    def refuse(*_args):
        raise account_changes.LastAdministrator

    monkeypatch.setattr(account_changes, "close", refuse)
    monkeypatch.setattr(account_changes, "set_roles", refuse)

    assert LAST in act(admin, other, "closing").text
    assert LAST in act(admin, other, "roles", roles=["manager"]).text


def test_the_list_goes_on_where_it_ended(admin, other, monkeypatch):
    monkeypatch.setattr("backend.staff.people_views.PAGE", 1)

    first = admin.open("/staff/people")
    second = admin.open(re.search(r'href="(/staff/people\?after=\d+)"', first.text)[1])

    assert OTHER in first.text and f">{EMAIL}</a></th>" not in first.text
    assert f">{EMAIL}</a></th>" in second.text and "More" not in second.text


def test_no_password_stands_in_the_log_or_the_record(admin, other, session, capfd):
    password = SECRET.search(act(admin, other, "password").text)[1]

    written = "".join(capfd.readouterr())
    recorded = [str(event.detail) for event in session.scalars(select(CaseEvent))]
    assert password not in written and PASSWORD not in written
    assert not any(password in each or OTHER in each for each in recorded)
