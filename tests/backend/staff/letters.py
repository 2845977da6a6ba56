"""Invented letters, and the forms of their pages as somebody at a desk fills them in."""

import re

from sqlalchemy import select

from backend.data.letters import CaseLetter
from tests.backend.staff.cases import BEGAN
from tests.backend.staff.working import CASE, HIDDEN

LETTERS = f"{CASE}/letters"
READ = {"read": "yes"}  # the invented person asks not to be phoned in the evening


def make_letter(session, draft, name="one", **given):
    """Keep a letter with a case."""
    columns = {
        "kind": "general",
        "variant": "en",
        "subject": "About your complaint",
        "body": "Hello\n\n# Why\n* One\n* Two\n\nThat is all.",
        "missing": [],
        "state": "draft",
        "created_at": BEGAN,
        "updated_at": BEGAN,
        **given,
    }
    row = CaseLetter(id=f"letter-{name}", conversation_id=draft.conversation_id, **columns)
    session.add(row)
    session.commit()
    return row


def hidden(page, action):
    """The hidden fields of the form that goes to this address."""
    found = re.search(rf'<form[^>]*action="{re.escape(action)}"[^>]*>(.*?)</form>', page, re.S)
    assert found, f"no form for {action}"
    return dict(HIDDEN.findall(found[1]))


def begin(browser, kind, variant="en", **fields):
    """Write a letter from its template; the page of the letter."""
    address = f"{LETTERS}/new/{kind}"
    page = browser.open(address).text
    data = {**hidden(page, address), "variant": variant, **fields}
    return browser.client.post(address, data=data, follow_redirects=True).text


def fill(browser, page, does="send", follow=True, **fields):
    """Fill in the form of a letter's page and press a button of it; what is not named stays."""
    action = re.search(rf'<form id="letter-form"[^>]*action="({LETTERS}/[^"]+)"', page)[1]
    data = {**hidden(page, action), **typed(page), "do": does, **fields}
    data = {name: value for name, value in data.items() if value is not None}
    return browser.client.post(action, data=data, follow_redirects=follow)


def typed(page):
    """What stands in the form as the page shows it."""
    from html import unescape

    body = re.search(r'<textarea[^>]*name="body"[^>]*>\n(.*?)</textarea>', page, re.S)[1]
    reason = re.search(r'<textarea[^>]*name="reason"[^>]*>\n(.*?)</textarea>', page, re.S)[1]
    subject = re.search(r'<input[^>]*name="subject" value="([^"]*)"', page)[1]
    found = {"subject": unescape(subject), "body": unescape(body), "reason": unescape(reason)}
    for name in ("way", "move", "in_chat"):
        box = re.search(rf'name="{name}" type="\w+" value="([^"]*)" checked', page)
        if box:
            found[name] = box[1]
    return found


def the_letters(session):
    session.expire_all()
    session.rollback()
    return list(session.scalars(select(CaseLetter).order_by(CaseLetter.created_at)))
