"""Whatever is typed in any form of the console is text; made-up ids lead nowhere."""

import re
from html.parser import HTMLParser
from urllib.parse import quote, urlsplit

import pytest
from flask import url_for
from sqlalchemy import func, inspect, select

from backend.data.models import Draft
from backend.services.case_tokens import Scope
from backend.staff.access import RoleName
from tests.backend.case_systems.systems import make_token, make_webhook
from tests.backend.staff.cases import EMAIL, make_case, make_file, make_unclear
from tests.backend.staff.letters import make_letter
from tests.backend.staff.many import make_many
from tests.backend.staff.test_access import KEYS, address, closed_rules

MARK = "zq8271"
# SQL, templates of two kinds, markup, and what formatting functions would take for theirs.
HOSTILE = (
    f"{MARK}'; DROP TABLE draft; -- {{{{7*7191}}}} ${{7*7191}} {{% 7*7191 %}} "
    '<script>alert(1)</script>"><img src=x onerror=alert(1)> %s {0.__class__}'
)
# As text of a page, or as a part of a link.
AS_TEXT = re.compile(rf"{MARK}(?:</mark>)?(?:&#39;|%27)")
WORKED_OUT = "50337"
TYPED = ("text", "search", "email", "password", "tel", "url", "")
LEFT_OUT = ("sign-out", "deletion")  # which end the session, or what the next form is about
PAGES_LEAST, FORMS_LEAST, BACK_LEAST = 15, 25, 15
# Where what is gone from a list is said on the list.
TOLD = frozenset({"staff_channels.try_again"})
FORGED = {"int": (999_999,), "str": ("nope", "OMB-AAAA-AAAA", "'; DROP TABLE draft; --", "%00")}


class Forms(HTMLParser):
    """The forms of a page, with what a browser would send of each."""

    def __init__(self):
        super().__init__()
        self.found, self.area, self.choice = [], None, None

    def handle_starttag(self, tag, attrs):
        got = dict(attrs)
        if tag == "form":
            self.found.append((got.get("action", ""), got.get("method", "get"), {}))
        if not self.found:
            return
        fields, name = self.found[-1][2], got.get("name")
        if tag == "textarea" and name:
            fields[name] = HOSTILE
        elif tag == "input" and name:
            fields.update(field(got, name, fields))
        elif tag == "button" and name:
            fields.setdefault(name, got.get("value", ""))
        elif tag == "select":
            self.choice = name
        elif tag == "option" and self.choice and got.get("value"):
            fields.setdefault(self.choice, got["value"])


def field(got, name, fields):
    """An input as it is filled in: text with what is hostile, the rest as it stands."""
    kind = got.get("type", "")
    if kind in TYPED:
        return {name: HOSTILE}
    if kind in ("radio", "checkbox"):
        return {name: fields.get(name, got.get("value", "on"))}
    return {} if kind in ("submit", "file") else {name: got.get("value", "")}


def forms(page):
    reader = Forms()
    reader.feed(page)
    return [form for form in reader.found if not any(each in form[0] for each in LEFT_OUT)]


@pytest.fixture
def everybody(app, add_user, browser, session):
    """Somebody with every role, among one thing of each kind."""
    draft = make_case(session)
    make_file(app, draft)
    make_letter(session, draft)
    make_unclear(session)
    make_token(app, Scope.CASES_READ)
    make_webhook(app, "https://cases.example.org/hooks")
    make_many(session, add_user(EMAIL, *RoleName))
    browser.sign_in()
    return browser


def is_text(answer):
    """True where nothing of what was typed is more than text on this page."""
    if answer.mimetype != "text/html":
        return True
    page = answer.text
    raw = "<script>alert" in page or "<img src=x" in page or WORKED_OUT in page
    return not raw and page.count(MARK) == len(AS_TEXT.findall(page))


def test_what_is_typed_in_any_field_of_any_form_comes_back_as_text(app, everybody, session):
    pages = [rule for rule in closed_rules(app) if "GET" in rule.methods]
    shown, sent, back = 0, 0, 0
    for path in sorted({address(app, rule) for rule in pages}):
        opened = everybody.open(path)
        shown += opened.status_code == 200
        for place in range(len(forms(opened.text)) if opened.mimetype == "text/html" else 0):
            fresh = forms(everybody.open(path).text)
            if place >= len(fresh):
                continue
            action, method, fields = fresh[place]
            answer = submit(everybody, urlsplit(action).path or path, method, fields)
            assert answer.status_code < 500, (path, action)
            assert is_text(answer), (path, action)
            sent, back = sent + 1, back + (MARK in answer.text)

    assert shown >= PAGES_LEAST and sent >= FORMS_LEAST and back >= BACK_LEAST
    assert {"draft", "staff_user", "case_event"} <= set(
        inspect(session.connection()).get_table_names()
    )
    assert session.scalar(select(func.count()).select_from(Draft)) >= 1
    for path in ("/staff/cases/OMB-ONE", "/staff/", f"/staff/?words={quote(HOSTILE)}"):
        page = everybody.open(path)
        assert page.status_code == 200 and is_text(page), path


def submit(browser, path, method, fields):
    if method.lower() == "get":
        return browser.client.get(path, query_string=fields, follow_redirects=True)
    return browser.client.post(path, data=fields, follow_redirects=True)


def forged(app, rule):
    """The addresses of a route with one of its ids made up, the others as they are."""
    for name in sorted(rule.arguments):
        kind = "int" if isinstance(KEYS.get(name), int) else "str"
        for wrong in FORGED[kind]:
            given = {each: KEYS.get(each, "nope") for each in rule.arguments} | {name: wrong}
            with app.test_request_context():
                yield url_for(rule.endpoint, **given)


def test_a_made_up_id_in_any_address_leads_nowhere(app, everybody):
    token, tried, wrong = everybody.token("/staff/"), 0, []
    for rule in closed_rules(app):
        method = "GET" if "GET" in rule.methods else "POST"
        for path in forged(app, rule):
            answer = everybody.client.open(path, method=method, data={"csrf_token": token})
            expected = (302, 303, 404) if rule.endpoint in TOLD else (404,)
            wrong += [(method, path)] if answer.status_code not in expected else []
            tried += 1

    assert wrong == [] and tried > 20
