"""Every address of the application says who may call it, and those with a token ask for it."""

import pytest

from backend.public import STATED, Caller
from backend.staff.access import ACCESS


def rules(app):
    return [rule for rule in app.url_map.iter_rules() if not rule.rule.startswith("/staff")]


def console_rules(app):
    return [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/staff")]


def call(client, rule):
    path = rule.rule
    for name in rule.arguments:
        path = path.replace(f"<int:{name}>", "1")
        path = path.replace(f"<string:{name}>", "one").replace(f"<path:{name}>", "one")
    method = next(iter(rule.methods - {"HEAD", "OPTIONS"}))
    return client.open(path, method=method)


def test_every_address_states_who_may_call_it(app):
    assert [rule.rule for rule in rules(app) if rule.endpoint not in STATED] == []
    unstated = [r.rule for r in console_rules(app) if r.endpoint.rpartition(".")[0] not in ACCESS]
    assert unstated == [] and console_rules(app)


def test_nothing_is_stated_that_is_not_there(app):
    assert set(STATED) == {rule.endpoint for rule in rules(app)}


def test_pages_of_the_console_stand_nowhere_else(app):
    assert [rule.rule for rule in rules(app) if rule.endpoint.startswith("staff")] == []


@pytest.mark.parametrize("caller", [Caller.CONVERSATION, Caller.SERVICE, Caller.CASE_SYSTEM])
def test_without_its_token_an_address_answers_nothing(app, client, caller):
    closed = [rule for rule in rules(app) if STATED[rule.endpoint] is caller]

    assert closed
    for rule in closed:
        assert call(client, rule).status_code == 401, rule.rule


def test_the_page_of_a_browser_without_a_conversation_shows_none(app, client, person):
    own = [rule for rule in rules(app) if STATED[rule.endpoint] is Caller.OWN]

    for rule in own:
        answer = call(client, rule)
        assert person.conversation not in answer.text, rule.rule
