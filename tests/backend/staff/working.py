"""Filling in the forms of a case page, as somebody at a desk does."""

import re
from html import unescape

from backend.data.models import Draft

CASE = "/staff/cases/OMB-ONE"
SCRIPT = "<script>alert('x')</script>{{ 7 * 7 }}'; DROP TABLE draft; --"
HIDDEN = re.compile(r'<input type="hidden" name="([\w-]+)" value="([^"]*)">')
MANAGER, CASEY = "morgan@example.org", "casey@example.org"


def words(html):
    """What a person reads on the page, without its marks."""
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)))


def form(page, action):
    """The hidden fields of the form that is sent to this address."""
    found = re.search(rf'<form[^>]*action="{re.escape(action)}"[^>]*>(.*?)</form>', page, re.S)
    assert found, f"no form for {action}"
    return dict(HIDDEN.findall(found[1]))


def send(browser, action, page=None, follow=True, **fields):
    """Fill in a form of the page (as it was opened, where given) and send it."""
    opened = page or browser.open(action if "/facts/" in action else CASE).text
    data = {**form(opened, f"{CASE}/{action}" if "/" not in action else action), **fields}
    address = f"{CASE}/{action}" if "/" not in action else action
    return browser.client.post(address, data=data, follow_redirects=follow)


def the_case(session):
    session.expire_all()
    return session.get(Draft, "conversation-one")
