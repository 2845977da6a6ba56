"""Files on the pages without script: a form, an error summary, a list with a button to remove."""

import io
import re

import pytest
from sqlalchemy import update
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from backend.data.models import Conversation, Draft
from intake.wording import text
from tests.backend import papers

HERE = "/chat/files"


class Pages:
    """A browser without script in a conversation."""

    def __init__(self, client, locale="en"):
        self.client = client
        client.post(f"/chat/start?lang={locale}")

    def post(self, path, **fields):
        token = re.search(r'name="csrf_token" value="([^"]*)"', self.client.get(HERE).text)[1]
        boundary, body = encode_multipart({"csrf_token": token, **fields})
        kind = f"multipart/form-data; boundary={boundary}"
        return self.client.post(path, data=body, content_type=kind, follow_redirects=True)

    def attach(self, data, name="letter.pdf"):
        return self.post(HERE, file=FileStorage(io.BytesIO(data), name))


@pytest.fixture
def pages(client):
    return Pages(client)


def test_a_file_is_attached_listed_and_removed(pages):
    added = pages.attach(papers.pdf(), "<b>letter.pdf").text
    assert "The file is attached." in added and "_b_letter.pdf" in added

    file = re.search(r'name="file" value="([^"]+)"', added)[1]
    removed = pages.post(f"{HERE}/remove", file=file).text
    assert "The file is removed." in removed and "not attached any files yet" in removed


@pytest.mark.parametrize(
    ("data", "name", "status", "said"),
    [
        (b"hello", "a.pdf", 415, "take that kind of file"),
        (b"", "", 422, "Choose a file first"),
        (b"%PDF-" + bytes(10_000_000), "a.pdf", 413, "That file is too big"),
        (b"%PDF-" + bytes(12_000_000), "a.pdf", 413, "That file is too big"),
    ],
)
def test_what_is_wrong_is_said_at_the_top_and_at_the_field(pages, data, name, status, said):
    answer = pages.attach(data, name)

    assert answer.status_code == status
    assert "<title>Error: " in answer.text and 'class="error-summary"' in answer.text
    assert answer.text.count(said) == 2 and 'aria-describedby="file-hint file-error"' in answer.text


def test_without_the_forms_token_nothing_is_taken(pages):
    data = {"file": (io.BytesIO(papers.pdf()), "a.pdf")}

    assert pages.client.post(HERE, data=data).status_code == 400
    assert "not attached any files yet" in pages.client.get(HERE).text


def test_without_a_conversation_the_first_page_is_shown(app):
    answer = app.test_client().get(HERE)

    assert (answer.status_code, answer.headers["Location"]) == (303, "/chat")


def test_the_sixth_is_not_offered(pages):
    for number in range(5):
        page = pages.attach(papers.picture(size=(9 + number, 9)), "p.jpg").text

    assert 'type="file"' not in page and page.count("p.jpg") == 10


def test_no_copy_of_the_page_is_kept(pages):
    assert pages.client.get(HERE).headers["Cache-Control"] == "no-store"


def test_the_page_speaks_the_language_of_the_conversation(client, session):
    pages = Pages(client)
    session.execute(update(Conversation).values(locale="cy"))
    session.commit()

    page = pages.client.get(HERE).text

    assert 'lang="cy"' in page and text("page.files_title", "cy") in page


def test_after_sending_a_file_is_taken_where_staff_asked_and_only_there(pages, session, clock):
    def sent(status):
        given = {"reference": "OMB-ONE", "submitted_at": clock.now(), "case_status": status}
        session.execute(update(Draft).values(**given))
        session.commit()
        return pages.client.get(HERE).text

    pages.attach(papers.pdf())
    shut = sent("staff_triage")
    assert "has been sent with these files" in shut and 'type="file"' not in shut

    asked = sent("more_info")
    assert "Our team asked you for something" in asked and "files in all" in asked
    assert HERE in pages.client.get("/chat").text
    answer = pages.attach(papers.pdf(script="1"), "answer.pdf").text
    assert "The file is attached." in answer and "answer.pdf" in answer
    assert "Remove" not in answer
