"""Signing in and out, and the lock after wrong passwords."""

from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from backend.data.models import User
from backend.staff import accounts
from backend.staff.accounts import TOO_OLD
from backend.staff.signing_in import REFUSED, WRONG_PASSWORDS
from tests.backend.staff.cases import EMAIL, PASSWORD


def test_staff_sign_in_and_land_on_the_complaints(browser, add_user):
    add_user()

    page = browser.sign_in()

    assert "<h1" in page.text and "Complaints" in page.text
    assert EMAIL in page.text


def test_signing_in_goes_on_to_the_page_that_was_asked_for(browser, add_user):
    add_user()
    asked = browser.client.get("/staff/?list=flagged")

    page = browser.sign_in(then="/staff/?list=flagged")

    assert "/staff/sign-in?next=" in asked.location
    assert page.request.full_path == "/staff/?list=flagged"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example"]
)
def test_signing_in_never_leads_to_another_site(browser, add_user, elsewhere):
    add_user()
    form = {"email": EMAIL, "password": PASSWORD, "csrf_token": browser.token(), "next": elsewhere}

    answer = browser.client.post("/staff/sign-in", data=form)

    assert answer.location is None or urlsplit(answer.location).netloc == ""


def test_a_wrong_password_an_unknown_address_and_a_closed_account_read_the_same(
    browser, add_user, session
):
    add_user()
    add_user("closed@example.org").active = False
    session.commit()

    pages = [
        browser.sign_in(password="wrong"),
        browser.sign_in(email="nobody@example.org"),
        browser.sign_in(email="closed@example.org"),
    ]

    assert all(REFUSED in page.text for page in pages)
    assert all("<title>Error: Sign in" in page.text for page in pages)


def test_an_empty_form_says_what_to_enter(browser):
    page = browser.sign_in(email="", password="")

    assert "Enter your email address" in page.text
    assert "Enter your password" in page.text


def test_five_wrong_passwords_lock_the_account_for_fifteen_minutes(browser, add_user, clock):
    add_user()
    for _ in range(WRONG_PASSWORDS):
        browser.sign_in(password="wrong")

    locked = browser.sign_in()
    clock.pass_time(minutes=15)
    opened = browser.sign_in()

    assert REFUSED in locked.text
    assert "Complaints" in opened.text


def test_a_right_password_forgets_the_wrong_ones(browser, add_user):
    add_user()
    for _ in range(WRONG_PASSWORDS - 1):
        browser.sign_in(password="wrong")
    browser.sign_in()
    browser.sign_out()
    browser.sign_in(password="wrong")

    assert "Complaints" in browser.sign_in().text


def test_another_account_is_not_locked(browser, add_user):
    add_user()
    add_user("other@example.org")
    for _ in range(WRONG_PASSWORDS):
        browser.sign_in(email="other@example.org", password="wrong")

    assert "Complaints" in browser.sign_in().text


def test_signing_out_ends_the_session(signed_in):
    page = signed_in.sign_out()

    assert "<title>Sign in" in page.text
    assert signed_in.client.get("/staff/").status_code == 302


def test_after_signing_out_a_copy_of_the_session_opens_nothing(signed_in):
    copy = signed_in.client.get_cookie("session").value
    signed_in.sign_out()
    signed_in.client.set_cookie("session", copy)

    assert signed_in.client.get("/staff/").status_code == 302


def test_trying_very_often_from_one_address_is_slowed_down(browser, monkeypatch):
    monkeypatch.setattr(accounts, "TRIES_IN_DEVELOPMENT", "2 per 10 minutes")

    pages = [browser.sign_in(email="nobody@example.org") for _ in range(3)]

    assert pages[1].status_code == 200
    assert pages[2].status_code == 429 and "Wait a few minutes" in pages[2].text


def test_a_link_cannot_sign_anyone_out(signed_in):
    assert signed_in.client.get("/staff/sign-out").status_code == 404
    assert signed_in.client.get("/staff/").status_code == 200


def test_signing_out_without_the_forms_token_asks_first(signed_in):
    signed_in.client.post("/staff/sign-out", data={})

    assert signed_in.client.get("/staff/").status_code == 200


def test_signing_in_without_the_forms_token_is_refused(browser, add_user):
    add_user()
    form = {"email": EMAIL, "password": PASSWORD}

    page = browser.client.post("/staff/sign-in", data=form, follow_redirects=True)

    assert TOO_OLD in page.text
    assert browser.client.get("/staff/").status_code == 302


def test_an_hour_without_use_signs_out_and_says_so(signed_in, clock):
    clock.pass_time(minutes=59)
    still = signed_in.open("/staff/")
    clock.pass_time(minutes=61)
    page = signed_in.open("/staff/?list=flagged")

    assert "Complaints" in still.text
    assert "You were signed out" in page.text
    assert "list%3Dflagged" in page.request.full_path


def test_nobody_stays_signed_in_for_longer_than_a_day_at_work(signed_in, clock):
    for _ in range(13):
        clock.pass_time(minutes=56)
        page = signed_in.open("/staff/")

    assert "You were signed out" in page.text


def test_closing_an_account_ends_its_sessions(signed_in, session):
    session.scalars(select(User)).one().active = False
    session.commit()

    assert signed_in.client.get("/staff/").status_code == 302


def test_a_password_is_kept_as_an_argon2_hash(add_user):
    assert add_user().password.startswith("$argon2id$")


def test_no_password_reaches_the_log(browser, add_user, capfd):
    add_user()
    browser.sign_in(password="marmalade-nobody-says")
    browser.sign_in()

    written = "".join(capfd.readouterr())

    assert "marmalade" not in written and PASSWORD not in written and EMAIL not in written
