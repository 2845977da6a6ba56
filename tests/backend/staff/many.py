"""Choosing many cases from a list and working on them, as somebody at a desk does."""

import re
import uuid
from html import unescape

from sqlalchemy import select

from backend.data.lists import BulkCase, BulkRun, CaseChoice, CaseExport, ChosenCase, SavedSearch
from backend.data.models import CaseEvent, Draft, User
from tests.backend.fakes import SetClock

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')
BOX = re.compile(r'name="case" type="checkbox" value="([^"]+)"')


def make_many(session, user, case="conversation-one"):
    """Keep one of everything that somebody may have made of a case for themselves."""
    now = SetClock().now()
    times = {"at": now, "beat_at": now}
    session.add(CaseChoice(id="choice-one", user_id=user.id, total=1, at=now))
    session.flush()
    session.add(ChosenCase(choice_id="choice-one", place=0, conversation_id=case, version=0))
    run = {"kind": "assign", "given": {"to": user.id}, "state": "done", "total": 1}
    session.add(BulkRun(id="run-one", user_id=user.id, ended_at=now, **run, **times))
    session.flush()
    done = {"conversation_id": case, "version": 1, "outcome": "same_person"}
    session.add(BulkCase(run_id="run-one", place=0, **done))
    export = {"format": "csv", "columns": ["reference"], "state": "waiting", "done": 0}
    session.add(CaseExport(id="export-one", user_id=user.id, total=1, size=0, **export, **times))
    session.add(SavedSearch(user_id=user.id, name="Mine", asked={}, team=False, made_at=now))
    session.commit()


def choose(browser, *references, scope="ticked", path="/staff/", **more):
    """Tick these on a list (all of it as it was opened, where none is named) and go on."""
    page = more.pop("page", None) or browser.open(path).text
    form = page[page.index('action="/staff/bulk/choices"') :]
    data = dict(HIDDEN.findall(form[: form.index("<div")]))
    shown = re.findall(r'name="shown" value="([^"]+)"', form)
    ticked = [box for box in BOX.findall(form) if _is(form, box, references)]
    data |= {"scope": scope, "case": ticked, "shown": shown, **more}
    return browser.client.post("/staff/bulk/choices", data=data, follow_redirects=True)


def act(browser, page, action, **fields):
    """Fill in one of the forms on a page of many cases and send it."""
    found = re.search(rf'<form[^>]*action="([^"]*{action})"[^>]*>(.*?)</form>', page.text, re.S)
    assert found, f"no form for {action}"
    data = {**dict(HIDDEN.findall(found[2])), **fields}
    return browser.client.post(unescape(found[1]), data=data, follow_redirects=True)


def case(session, name):
    """The named case as it is kept now."""
    session.expire_all()
    return session.get(Draft, f"conversation-{name}")


def owner(session, name):
    """The address of whoever has the case, or None."""
    return session.scalar(select(User.email).where(User.id == case(session, name).assigned_to))


def events(session, kind):
    """Which cases have an entry of this kind in their trail."""
    query = select(CaseEvent.conversation_id).where(CaseEvent.kind == kind)
    return sorted(session.scalars(query))


def token():
    return str(uuid.uuid4())


def _is(form, box, references):
    row = form[form.index(f'value="{box}"') :]
    return any(f"Choose {reference}<" in row[:400] for reference in references)
