"""The commands that make and close accounts."""

import re

from sqlalchemy import func, select

from backend.data.models import User

PRINTED = re.compile(r"Password +(\S+)")


def run(app, *words):
    return app.test_cli_runner().invoke(args=list(words))


def test_the_first_account_is_made_once_and_its_password_opens_the_console(app, browser):
    first = run(app, "create-first-account", "--email", "first@example.org")
    second = run(app, "create-first-account", "--email", "second@example.org")

    page = browser.sign_in("first@example.org", PRINTED.search(first.output)[1])

    assert "Complaints" in page.text
    assert not PRINTED.search(second.output)
    assert "first@example.org" in second.output


def test_the_first_account_may_do_everything_but_audit(app, session):
    run(app, "create-first-account")

    user = session.scalars(select(User)).one()

    assert {role.name for role in user.roles} == {"administrator", "manager", "caseworker"}


def test_accounts_are_added_with_roles_and_listed(app):
    run(app, "staff", "add", "ann@example.org", "--role", "auditor")

    listed = run(app, "staff", "list")

    assert "ann@example.org  auditor  open" in listed.output


def test_an_address_has_one_account_whatever_its_capitals(app, session):
    run(app, "staff", "add", "ann@example.org")

    again = run(app, "staff", "add", "ANN@example.org")

    assert again.exit_code == 1 and "already" in again.output
    assert session.scalar(select(func.count(User.id))) == 1


def test_what_is_no_address_is_refused_in_a_sentence(app):
    refused = run(app, "staff", "add", "not an address")

    assert refused.exit_code == 1 and "is not an email address" in refused.output


def test_a_new_password_ends_sessions_and_opens_the_lock(app, signed_in):
    for _ in range(5):
        signed_in.client.post("/staff/sign-in", data={})
    made = run(app, "staff", "password", "casey@example.org")

    assert signed_in.client.get("/staff/").status_code == 302
    page = signed_in.sign_in("casey@example.org", made.output.split()[-1])
    assert "Complaints" in page.text


def test_a_closed_account_signs_nobody_in(app, signed_in):
    run(app, "staff", "close", "casey@example.org")

    assert signed_in.client.get("/staff/").status_code == 302
    assert "not right" in signed_in.sign_in().text


def test_an_unknown_account_is_named(app):
    refused = run(app, "staff", "close", "nobody@example.org")

    assert refused.exit_code == 1 and "nobody@example.org" in refused.output
