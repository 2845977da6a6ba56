"""Save and come back on the pages without script."""

import re

import pytest
from huey import MemoryHuey
from sqlalchemy import select

from backend import jobs
from backend.data.models import KeptDraft, OutboxMessage
from backend.data.session import db
from backend.services.references import SAVED, new_reference
from tests.backend.pages.reader import Reader


@pytest.fixture(autouse=True)
def queue(app):
    """Jobs are done at once."""
    app.extensions[jobs.TASK] = jobs.code_task(app, MemoryHuey(immediate=True))


@pytest.fixture
def told(reader):
    return reader.start().say("The ward lost my notes.")


def save(reader, address="jo@example.org"):
    return reader.open("/chat/keep").send("/chat/keep", address=address)


def newest(app, what):
    with app.app_context():
        return db.session.scalars(select(what)).all()[-1]


def code(app):
    return re.search(r"\b\d{6}\b", newest(app, OutboxMessage).text)[0]


def saved_elsewhere(app):
    """The reference of a draft that somebody saved on another device."""
    save(Reader(app.test_client()).start().say("The ward lost my notes."))
    return newest(app, KeptDraft).reference


def errors_are_told(page, at):
    assert page.status == 422 and page.title.startswith("Error:")
    assert 'class="error-summary" role="alert"' in page.page
    assert f'<a href="#{at}">' in page.page and f'id="{at}-error"' in page.page
    assert 'aria-invalid="true"' in page.page


def test_saving_shows_the_reference_and_where_the_code_went(app, told):
    assert "/chat/keep" in told.page

    save(told)

    assert newest(app, KeptDraft).reference in told.page
    assert "jo@example.org" in told.page and "15 minutes" in told.page


@pytest.mark.parametrize("typed", ["save", "Save.", "CADW", "save and come back later"])
def test_the_word_alone_leads_to_the_form(told, typed):
    told.say(typed)

    assert "Save your answers and come back later" in told.page


def test_what_is_no_address_is_told_at_the_top_and_at_the_field(told):
    save(told, "jo<b>")

    errors_are_told(told, "address")
    assert "jo&lt;b&gt;" in told.page


def test_on_another_device_reference_and_code_lead_to_where_they_were(app):
    reference = saved_elsewhere(app)
    other = Reader(app.test_client())
    assert "/chat/return" in other.open().page

    other.open("/chat/return").send("/chat/return", reference=reference.lower())
    assert 'autocomplete="one-time-code"' in other.page and 'inputmode="numeric"' in other.page
    other.send("/chat/return/code", reference=reference, code=code(app))

    assert "The ward lost my notes." in other.page
    assert "Have you complained to them?" in other.page


def test_the_browser_that_saved_is_out_once_somebody_came_back(app, told):
    save(told)
    reference = newest(app, KeptDraft).reference

    Reader(app.test_client()).send("/chat/return/code", reference=reference, code=code(app))

    assert "The ward lost my notes." not in told.open().page


def test_no_page_tells_whether_a_reference_exists(app):
    pages = []
    for reference in (saved_elsewhere(app), new_reference(SAVED)):
        reader = Reader(app.test_client())
        asked = reader.send("/chat/return", reference=reference)
        pages.append((asked.status, asked.page.replace(reference, "")))
        refused = reader.send("/chat/return/code", reference=reference, code="12345")
        errors_are_told(refused, "code")
        pages.append((refused.status, refused.page.replace(reference, "")))

    assert pages[:2] == pages[2:]


@pytest.mark.parametrize("typed", ["", "SAVE-1", "OMB-7K3M-9QX2"])
def test_what_is_no_reference_is_told_at_its_field(app, typed):
    reader = Reader(app.test_client()).send("/chat/return", reference=typed)

    errors_are_told(reader, "reference")


def test_an_empty_code_is_told_and_spends_no_try(app):
    reference = saved_elsewhere(app)
    reader = Reader(app.test_client())
    for _ in range(6):
        errors_are_told(reader.send("/chat/return/code", reference=reference, code=" "), "code")

    assert (
        "lost my notes"
        in reader.send("/chat/return/code", reference=reference, code=code(app)).page
    )


def test_nothing_is_kept_in_the_browser_before_something_is_opened(app):
    client = app.test_client()
    shown = client.get("/chat/return")
    asked = client.post("/chat/return", data={"reference": saved_elsewhere(app)})

    assert shown.headers.getlist("Set-Cookie") == asked.headers.getlist("Set-Cookie") == []
    assert asked.headers["Cache-Control"] == "no-store"


def test_another_site_cannot_bring_somebody_into_a_draft(app):
    reference = saved_elsewhere(app)
    form = {"reference": reference, "code": code(app)}

    refused = app.test_client().post(
        "/chat/return/code", data=form, headers={"Sec-Fetch-Site": "cross-site"}
    )

    assert refused.status_code == 403


def test_an_unsaved_chat_is_named_before_and_erased_when_another_is_opened(app, told):
    reference = saved_elsewhere(app)
    assert "was not saved" in told.open("/chat/return").page

    told.send("/chat/return/code", reference=reference, code=code(app))

    with app.app_context():
        assert len(db.session.scalars(select(KeptDraft)).all()) == 1
    assert "was not saved" not in told.open("/chat/return").page


def test_leaving_keeps_what_was_saved(app, told):
    save(told)
    reference = newest(app, KeptDraft).reference

    told.client.post("/chat/exit")

    assert "lost my notes" not in told.open().page
    told.send("/chat/return", reference=reference)
    assert (
        "lost my notes" in told.send("/chat/return/code", reference=reference, code=code(app)).page
    )


@pytest.mark.parametrize("path", ["/chat/keep", "/chat/kept"])
def test_without_a_chat_there_is_nothing_to_save(client, path):
    assert client.get(path).headers["Location"] == "/chat"


def test_no_page_needs_script_or_style_inside_it(told):
    pages = [told.open("/chat/keep").page, save(told).page, told.open("/chat/return").page]

    assert not [page for page in pages if re.search(r"<style|style=|<script(?! src)", page)]
