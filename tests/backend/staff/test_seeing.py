"""Whoever looks at complaints leaves an event: tried for every page of the console."""

from sqlalchemy import func, select

from backend.data.models import CaseEvent
from backend.staff.access import RoleName
from tests.backend.staff.cases import EMAIL, make_case, make_file, make_unclear
from tests.backend.staff.letters import make_letter
from tests.backend.staff.many import make_many
from tests.backend.staff.test_access import address, closed_rules

# Pages without a complaint on them, and why.
SHOWS_NO_CASE = {
    "staff_unclear.messages": "linked to nobody",
    "staff_unclear.message": "linked to nobody",
    "staff_outbox.messages": "in development alone",
    "staff_channels.stuck": "codes and times",
    "staff_supervision.page": "numbers over many; taking a table away is recorded",
    "staff_case_systems.systems": "tokens and webhooks",
    "staff_webhooks.webhook": "an address and codes",
    "staff_case_systems.new_token": "a form",
    "staff_webhooks.new": "a form",
    "staff_entry.new": "a form",
    "staff_entry.go_on": "leads on to a case that staff did not take down; recorded where they did",
    "staff_live.lines": "asked by the page of the chat, which was recorded when it was opened",
    "staff_account.page": "the person's own account",
    "staff_account.time_left": "a number",
    "staff_people.people": "accounts",
    "staff_people.new": "a form",
    "staff_people.person": "an account",
    "staff.nothing": "nothing",
    "staff_bulk.progress": "a number",
    "staff_exports.listed": "numbers",
    "staff_exports.new": "a form",
    "staff_exports.export": "numbers",
    "staff_exports.progress": "a number",
    "staff_exports.file": "recorded where there is a file: see test_exports",
    "staff_saved.listed": "names of searches",
    "staff_saved.first": "leads on",
    "staff_saved.search": "leads on to the list",
    "staff_saved.settings": "a form",
}


def last_event(session):
    return session.scalar(select(func.max(CaseEvent.id)))


def test_every_page_that_shows_complaints_is_recorded_when_it_is_opened(
    app, browser, add_user, session
):
    draft = make_case(session)
    make_file(app, draft)
    make_letter(session, draft)
    make_unclear(session)
    roles = (RoleName.ADMINISTRATOR, RoleName.MANAGER, RoleName.CASEWORKER)
    make_many(session, add_user(EMAIL, *roles))
    browser.sign_in()
    opened = [rule for rule in closed_rules(app) if "GET" in rule.methods]

    unlike = []
    for rule in opened:
        before = last_event(session)
        browser.client.get(address(app, rule))
        recorded = last_event(session) > before
        if recorded is (rule.endpoint in SHOWS_NO_CASE):
            unlike.append((rule.endpoint, recorded))
    assert unlike == []
