"""The second factor: set up, asked for, locked after wrong codes, lost and found again."""

import re
from dataclasses import replace

import pytest
from flask_security.totp import Totp
from sqlalchemy import select

from backend.app import create_app
from backend.data.models import CaseEvent, User
from backend.data.session import db
from backend.staff import account_changes, two_factor
from backend.staff.signing_in import REFUSED, WRONG_CODE, WRONG_PASSWORDS, WRONG_RECOVERY
from tests.backend.conftest import Client
from tests.backend.staff.cases import EMAIL, make_case
from tests.backend.staff.conftest import Browser

SECRET = re.compile(r'<code class="console-secret">([^<]+)</code>')
OWN = "/staff/account"


@pytest.fixture
def strict(settings, clock, bot):
    """The application as production has it: a password alone opens nothing."""
    app = create_app(replace(settings, ask_second_factor=True), clock, bot)
    app.test_client_class = Client
    yield app
    with app.app_context():
        db.engine.dispose()


def code(app, key, ahead=0):
    """What an app with this key shows now, or some codes later."""
    with app.app_context():
        factory = app.extensions["security"].totp_factory._totp
        made = factory(key.replace("-", "").replace(" ", ""), format="base32")
        return made.generate(factory.now() + ahead * two_factor.STEP).token


def post(browser, path, form_page="", **form):
    given = {"csrf_token": browser.token(form_page or OWN), **form}
    return browser.client.post(path, data=given, follow_redirects=True)


def set_up(app, browser):
    """Set up an app as a person does; gives its key."""
    page = post(browser, "/staff/account/app", setup="authenticator")
    key = SECRET.search(page.text)[1]
    form = {"csrf_token": TOKEN.search(page.text)[1], "code": code(app, key)}
    done = browser.client.post("/staff/sign-in/code", data=form, follow_redirects=True)
    assert "Your app gives you a new code" in done.text
    return key


TOKEN = re.compile(r'name="csrf_token" (?:type="hidden" )?value="([^"]+)"')


def enter(browser, page, given, path="/staff/sign-in/code"):
    form = {"csrf_token": TOKEN.search(page.text)[1], "code": given}
    return browser.client.post(path, data=form, follow_redirects=True)


def kinds(session):
    return list(session.scalars(select(CaseEvent.kind).order_by(CaseEvent.id)))


@pytest.fixture
def with_app(app, browser, signed_in):
    """A person who has set up an app and signed out; gives its key."""
    key = set_up(app, signed_in)
    signed_in.sign_out()
    return key


def test_after_the_password_the_code_of_the_app_is_asked_for(app, browser, with_app, session):
    asked = browser.sign_in()
    assert "Enter the code from your app" in asked.text
    assert browser.client.get("/staff/").status_code == 302

    page = enter(browser, asked, code(app, with_app, ahead=1))

    assert "Complaints" in page.text
    done = [kind for kind in kinds(session) if kind != "list_opened"]
    assert done[-4:] == ["signed_in", "code_app_set", "signed_out", "signed_in"]


def test_a_code_works_once(app, browser, with_app):
    once = code(app, with_app, ahead=1)
    enter(browser, browser.sign_in(), once)
    browser.sign_out()

    assert WRONG_CODE in enter(browser, browser.sign_in(), once).text


def test_wrong_codes_lock_the_account_even_between_right_passwords(app, browser, with_app, clock):
    for _ in range(WRONG_PASSWORDS):
        assert WRONG_CODE in enter(browser, browser.sign_in(), "000000").text

    assert REFUSED in browser.sign_in().text
    clock.pass_time(minutes=16)
    assert "Complaints" in enter(browser, browser.sign_in(), code(app, with_app)).text


def test_a_code_of_half_a_minute_ago_is_taken_and_an_older_one_is_not(
    app, browser, with_app, clock
):
    old, late = code(app, with_app, ahead=1), code(app, with_app, ahead=3)
    clock.pass_time(seconds=4 * two_factor.STEP)

    assert WRONG_CODE in enter(browser, browser.sign_in(), old).text
    assert "Complaints" in enter(browser, browser.sign_in(), late).text


def test_a_wrong_code_at_setting_up_can_be_entered_again_with_the_same_picture(app, signed_in):
    page = post(signed_in, "/staff/account/app", setup="authenticator")
    key = SECRET.search(page.text)[1]

    wrong = enter(signed_in, page, "000000")
    right = enter(signed_in, wrong, code(app, key))

    assert WRONG_CODE in wrong.text and "Your app gives you a new code" in right.text


def test_recovery_codes_let_in_once_each(app, browser, signed_in, session):
    set_up(app, signed_in)
    shown = post(signed_in, "/staff/account/recovery-codes", generate_new_codes="yes")
    codes = SECRET.findall(shown.text)
    signed_in.sign_out()
    path = "/staff/sign-in/recovery-code"
    browser.sign_in()

    first = enter(browser, browser.open(path), codes[0].upper(), path)
    left = browser.open(OWN)
    browser.sign_out()
    browser.sign_in()
    again = enter(browser, browser.open(path), codes[0], path)

    assert len(codes) == 10 and "Complaints" in first.text and "You have 9 left" in left.text
    assert WRONG_RECOVERY in again.text
    kept = session.scalars(select(User)).one().mf_recovery_codes
    assert not set(codes) & set(kept)  # locked where they are kept


def test_wrong_recovery_codes_lock_too(app, browser, with_app):
    path = "/staff/sign-in/recovery-code"
    browser.sign_in()
    for _ in range(WRONG_PASSWORDS):
        page = enter(browser, browser.open(path), "0000-0000-0000", path)
    assert WRONG_RECOVERY in page.text

    assert REFUSED in browser.sign_in().text


def test_the_key_of_the_app_is_locked_where_it_is_kept(app, with_app, session):
    kept = session.scalars(select(User)).one().tf_totp_secret

    assert with_app.replace("-", "") not in kept and "enckey" in kept


def test_where_it_is_required_a_password_opens_only_the_page_to_set_it_up(
    strict, add_user, session
):
    add_user()
    make_case(session)
    browser = Browser(strict.test_client())

    page = browser.sign_in()

    assert page.request.path == OWN and "Set up a second factor" in page.text
    for path in ("/staff/", "/staff/cases/OMB-ONE", "/staff/nothing"):
        assert browser.client.get(path).location == OWN, path
    set_up(strict, browser)
    assert browser.client.get("/staff/").status_code == 200


def test_where_it_is_required_it_cannot_be_taken_away(strict, add_user):
    add_user()
    browser = Browser(strict.test_client())
    browser.sign_in()
    set_up(strict, browser)

    page = browser.open("/staff/account/app")
    post(browser, "/staff/account/app", setup="disable")

    assert "Stop using the app" not in page.text
    assert browser.client.get("/staff/").status_code == 200


def test_where_it_is_offered_it_can_be_taken_away_again(app, signed_in, session):
    set_up(app, signed_in)

    post(signed_in, "/staff/account/app", setup="disable")

    assert "code_app_removed" in kinds(session)
    signed_in.sign_out()
    assert "Complaints" in signed_in.sign_in().text


def test_an_operator_resets_a_lost_second_factor(app, browser, with_app, session):
    with app.app_context():
        user = account_changes.find(EMAIL)
        account_changes.reset_second_factor(user, "operator")
        db.session.commit()

    assert "Complaints" in browser.sign_in().text
    assert "second_factor_reset" in kinds(session)


def test_the_library_has_no_way_to_send_a_code_by_mail(app, browser, with_app):
    assert isinstance(app.extensions["security"].totp_factory, Totp)
    browser.sign_in()

    assert browser.client.post("/staff/tf-rescue").status_code == 404
