"""Single sign-on against a real provider that the tests run themselves."""

import time
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from sqlalchemy import select

from backend.app import create_app
from backend.config import SettingsError, SignOn, load_settings
from backend.data.casework import ParkedForm
from backend.data.models import CaseEvent, User
from backend.data.session import db
from backend.staff.access import RoleName
from backend.staff.single_sign_on import FAILED, NO_ACCOUNT
from tests.backend.conftest import Client
from tests.backend.staff.cases import EMAIL
from tests.backend.staff.conftest import Browser
from tests.backend.staff.provider import CLIENT_ID, CLIENT_SECRET, Served
from tests.backend.test_settings import production

START, BACK = "/staff/single-sign-on", "/staff/single-sign-on/back"
END = "/staff/single-sign-on/end"
CASEY = {"sub": "casey-1", "email": EMAIL, "email_verified": True, "roles": ["intake-team"]}
ROLES = (("intake-team", "caseworker"), ("intake-leads", "manager"))


@pytest.fixture
def provider(monkeypatch):
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")  # no TLS on this machine's loopback
    with Served() as served:
        served.person = dict(CASEY)
        yield served


@pytest.fixture
def make(settings, clock, bot, provider):
    """The application with single sign-on, as a browser that has signed in nowhere."""
    made = []

    def with_settings(**given):
        sign_on = SignOn(provider.issuer, CLIENT_ID, CLIENT_SECRET, **given)
        app = create_app(replace(settings, sign_on=sign_on, ask_second_factor=True), clock, bot)
        app.test_client_class = Client
        made.append(app)
        return Browser(app.test_client())

    yield with_settings
    for app in made:
        with app.app_context():
            db.engine.dispose()


def go(browser):
    """To the provider, and the address with which it sends the browser back."""
    sent = browser.client.get(START)
    assert sent.status_code == 302
    return httpx.get(sent.location).headers["location"]


def come_back(browser, address):
    parts = urlsplit(address)
    return browser.open(f"{parts.path}?{parts.query}")


def sign_in(browser):
    return come_back(browser, go(browser))


def events(session, kind):
    return session.scalars(select(CaseEvent).where(CaseEvent.kind == kind)).all()


def test_an_account_is_found_by_its_checked_address_and_then_by_the_providers_name(
    make, provider, add_user, session
):
    user, browser = add_user(), make()

    first = sign_in(browser)
    provider.person["email"], provider.person["email_verified"] = "new@example.org", False
    browser.sign_out()
    second = sign_in(browser)

    assert "Complaints" in first.text and "Complaints" in second.text
    assert len(events(session, "signed_in")) == 2
    assert [event.account for event in events(session, "sign_on_linked")] == [user.id]


def test_the_provider_is_asked_with_state_nonce_and_a_challenge(make, provider, add_user):
    add_user()
    sign_in(make())

    asked = provider.asked[0]

    assert asked["code_challenge_method"] == "S256" and len(asked["code_challenge"]) == 43
    assert len(asked["nonce"]) > 15 and len(asked["state"]) > 15
    assert asked["scope"] == "openid email profile"


@pytest.mark.parametrize(
    "wrong",
    [
        {"nonce": "another"},
        {"nonce": ""},
        {"iss": "https://evil.example"},
        {"aud": ["another-client"]},
        {"exp": int(time.time()) - 3600},
        {"sub": None},
    ],
    ids=["nonce", "no nonce", "issuer", "audience", "expired", "nobody"],
)
def test_a_token_that_is_not_right_signs_nobody_in(make, provider, add_user, session, wrong):
    add_user()
    browser, provider.wrong = make(), wrong

    page = sign_in(browser)

    assert FAILED in page.text or NO_ACCOUNT in page.text
    assert browser.client.get("/staff/").status_code == 302
    assert [event.detail for event in events(session, "sign_in_failed")] == [
        {"why": "single_sign_on"}
    ]


def test_a_token_that_another_key_signed_signs_nobody_in(make, provider, add_user):
    add_user()
    provider.signs_with = type(provider.key).generate_key(2048, {"kid": "tests"})

    assert FAILED in sign_in(make()).text


@pytest.mark.parametrize("change", ["state", "code"])
def test_an_answer_that_was_not_asked_for_signs_nobody_in(make, add_user, change):
    add_user()
    browser = make()
    address = go(browser)
    value = parse_qs(urlsplit(address).query)[change][0]

    assert FAILED in come_back(browser, address.replace(value, "forged")).text


def test_an_answer_works_in_its_own_browser_and_once(make, add_user):
    add_user()
    browser, other = make(), make()
    address = go(browser)

    assert FAILED in come_back(other, address).text
    assert "Complaints" in come_back(browser, address).text
    browser.sign_out()
    assert FAILED in come_back(browser, address).text


@pytest.mark.parametrize(
    "person",
    [
        {"email_verified": False},
        {"email_verified": "true"},
        {"email": None},
        {"email": "nobody@example.org"},
    ],
)
def test_without_a_checked_address_of_an_account_there_is_no_way_in(
    make, provider, add_user, session, person
):
    add_user()
    browser = make()
    provider.person |= person

    assert NO_ACCOUNT in sign_in(browser).text
    assert len(session.scalars(select(User)).all()) == 1


def test_an_account_that_is_linked_is_not_given_to_somebody_else(make, provider, add_user):
    add_user()
    browser = make()
    sign_in(browser)
    browser.sign_out()
    provider.person["sub"] = "another-1"

    assert NO_ACCOUNT in sign_in(browser).text


def test_a_closed_account_stays_closed(make, add_user, session):
    add_user().active = False
    session.commit()

    assert NO_ACCOUNT in sign_in(make()).text


def test_an_account_is_made_where_the_settings_say_so(make, session):
    browser = make(makes_accounts=True, roles=ROLES)

    assert "Complaints" in sign_in(browser).text
    user = session.scalars(select(User)).one()
    assert user.email == EMAIL and [role.name for role in user.roles] == ["caseworker"]
    assert [event.actor for event in events(session, "account_made")] == ["single_sign_on"]


def test_roles_follow_the_claim_at_each_sign_in(make, provider, add_user, session):
    user = add_user(EMAIL, RoleName.CASEWORKER)
    browser = make(roles=ROLES)
    provider.person["roles"] = ["intake-leads", "cleaners"]

    sign_in(browser)
    session.refresh(user)
    held = [role.name for role in user.roles]
    browser.sign_out()
    provider.person["roles"] = ["cleaners"]

    assert held == ["manager"]
    assert NO_ACCOUNT in sign_in(browser).text


def test_the_last_administrator_keeps_the_role(make, provider, add_user, session):
    user = add_user(EMAIL, RoleName.ADMINISTRATOR)
    browser = make(roles=ROLES)

    assert NO_ACCOUNT in sign_in(browser).text
    session.refresh(user)
    assert [role.name for role in user.roles] == ["administrator"]


def test_signing_out_here_signs_out_at_the_provider_too_with_the_token_it_gave(
    make, provider, add_user, session
):
    add_user()
    browser = make()
    sign_in(browser)

    page = browser.sign_out()
    assert f'href="{END}"' in page.text and "eyJ" not in page.text
    assert browser.client.get("/staff/").status_code == 302

    sent = browser.client.get(END)
    back = come_back(browser, httpx.get(sent.location).headers["location"])

    assert "of the console and of your office’s single sign-on" in back.text
    assert provider.ended[0]["id_token_hint"].count(".") == 2
    assert provider.ended[0]["post_logout_redirect_uri"].endswith("/single-sign-on/signed-out")
    assert session.scalars(select(ParkedForm)).all() == []


def test_the_token_stands_in_no_cookie_and_tells_of_signing_out_once(make, provider, add_user):
    add_user()
    browser = make()
    sign_in(browser)
    assert all("eyJ" not in each.value[1:] for each in browser.client._cookies.values())
    browser.sign_out()

    first, second = browser.client.get(END), browser.client.get(END)

    assert "id_token_hint" in first.location and "id_token_hint" not in second.location
    assert httpx.get(second.location).text == "Do you want to sign out?"


def test_nobody_is_told_that_they_are_signed_out_there_by_a_made_up_answer(make, add_user):
    add_user()
    browser = make()
    sign_in(browser)
    browser.sign_out()

    page = browser.open("/staff/single-sign-on/signed-out?state=made-up")

    assert "of the console and of" not in page.text and "Sign in again" in page.text


def test_a_provider_without_an_end_of_session_is_not_offered(make, provider, add_user):
    add_user()
    told = provider.metadata()
    provider.metadata = lambda: {k: v for k, v in told.items() if k != "end_session_endpoint"}
    browser = make()
    sign_in(browser)

    assert END not in browser.sign_out().text
    assert "You are signed out" in browser.open(END).text


def test_a_provider_that_does_not_answer_is_said(make, provider):
    browser = make()
    provider.metadata = lambda: {"issuer": provider.issuer}

    assert FAILED in browser.open(START).text


def test_without_settings_there_is_no_such_page(app, browser):
    assert "single sign-on" not in browser.open("/staff/sign-in").text
    assert START not in [rule.rule for rule in app.url_map.iter_rules()]


def test_the_settings_are_checked_at_the_start(tmp_path):
    given = {"OIDC_ISSUER": "https://sso.example", "OIDC_CLIENT_ID": "x", "OIDC_CLIENT_SECRET": "y"}
    read = load_settings(production(tmp_path, **given, OIDC_ROLES="a=manager, b=auditor")).sign_on

    assert read.roles == (("a", "manager"), ("b", "auditor")) and "y" not in repr(read)[-30:]
    for wrong in (
        {"OIDC_ISSUER": "http://sso.example"},
        {"OIDC_CLIENT_SECRET": ""},
        {"OIDC_ROLES": "a=emperor"},
        {"OIDC_MAKES_ACCOUNTS": "yes"},
    ):
        with pytest.raises(SettingsError, match="OIDC"):
            load_settings(production(tmp_path, **{**given, **wrong}))
