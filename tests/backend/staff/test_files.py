"""Files of a case in the console: what is said about them, how they are opened, who may."""

import io

import pytest
from PIL import Image
from sqlalchemy import select

from backend.data.models import CaseEvent
from backend.staff.access import RoleName
from tests.backend import papers
from tests.backend.staff.cases import make_case, make_file

CASE = "/staff/cases/OMB-ONE"


@pytest.fixture
def case(app, session):
    return make_case(session)


def opened(session):
    events = session.scalars(select(CaseEvent).where(CaseEvent.kind == "file_opened"))
    return [(event.actor.partition(":")[0], event.detail) for event in events]


def test_the_case_page_says_what_each_file_is_and_whether_it_was_scanned(app, signed_in, case):
    make_file(app, case)
    make_file(app, case, "two", place=2, kind="pdf", name="letter.pdf", scan="not_scanned",
              notes=["details_kept", "can_act"], data=b"%PDF" + bytes(1_250_000))  # fmt: skip

    page = signed_in.open(CASE).text

    for said in (
        "letter.jpg", "JPEG picture, 1 kB", "No virus found", "without place, time or camera",
        "letter.pdf", "PDF, 1.3 MB", "Not scanned", "Open it with care",
    ):  # fmt: skip
        assert said in page, said
    assert page.count("Look at it<") == 1 and page.count("save it") == 2


def test_without_files_the_page_says_so(signed_in, case):
    assert "The person attached no files" in signed_in.open(CASE).text


def test_a_name_is_shown_as_text_and_a_private_number_in_it_is_hidden(app, signed_in, case):
    make_file(app, case, name="<b>943 476 5919<b>.jpg")

    page = signed_in.open(CASE).text

    assert "<b>943" not in page and "943 476 5919" not in page and "&lt;b&gt;" in page


def test_a_file_is_saved_and_never_opened_by_the_browser(app, signed_in, session, case):
    data = papers.pdf()
    make_file(app, case, kind="pdf", name='plum "jam" â.pdf', data=data)

    answer = signed_in.client.get(f"{CASE}/files/file-one")

    assert answer.data == data and answer.content_type == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    assert "filename*=UTF-8''plum%20%22jam%22%20%C3%A2.pdf" in answer.headers["Content-Disposition"]
    check_shut(answer)
    assert opened(session) == [("staff", {"file": "file-one", "looked": False})]
    assert "A file was opened" in signed_in.open(CASE).text


def check_shut(answer):
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "sandbox" in policy
    assert "script-src" not in policy
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_a_picture_is_looked_at_made_once_more_and_smaller(app, signed_in, session, case):
    data = papers.picture(size=(4000, 1000)) + b"<script>plum</script>"
    make_file(app, case, data=data)

    answer = signed_in.client.get(f"{CASE}/files/file-one/picture")

    assert Image.open(io.BytesIO(answer.data)).size == (1600, 400)
    assert b"plum" not in answer.data
    assert answer.content_type == "image/jpeg"
    assert answer.headers["Content-Disposition"].startswith("inline")
    check_shut(answer)
    assert opened(session) == [("staff", {"file": "file-one", "looked": True})]


def test_other_pages_keep_the_policy_of_pages(app, signed_in, case):
    make_file(app, case)
    signed_in.client.get(f"{CASE}/files/file-one")

    assert "script-src 'self'" in signed_in.open(CASE).headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "path", ["files/nothing", "files/nothing/picture", "files/file-one/picture"]
)
def test_what_is_no_file_of_the_case_or_no_picture_is_not_found(
    app, signed_in, session, case, path
):
    make_file(app, case, kind="pdf")

    assert signed_in.client.get(f"{CASE}/{path}").status_code == 404
    assert opened(session) == []


def test_a_file_of_another_case_is_not_found(app, signed_in, session, case):
    make_file(app, make_case(session, "two"))

    assert signed_in.client.get(f"{CASE}/files/file-one").status_code == 404
    assert signed_in.client.get("/staff/cases/OMB-TWO/files/file-one").status_code == 200


@pytest.mark.parametrize("role", [RoleName.AUDITOR, RoleName.ADMINISTRATOR])
def test_who_sees_no_private_numbers_opens_no_files(app, browser, add_user, session, case, role):
    make_file(app, case)
    add_user("casey@example.org", role)
    browser.sign_in()

    page = browser.open(CASE).text

    assert "letter.jpg" in page and "save it" not in page
    assert browser.client.get(f"{CASE}/files/file-one").status_code == 403
    assert opened(session) == []


def test_a_file_that_cannot_be_read_is_said_on_a_page_of_the_console(
    app, signed_in, settings, case
):
    make_file(app, case)
    (settings.files_folder / case.conversation_id / "kept-one").unlink()

    page = signed_in.client.get(f"{CASE}/files/file-one")

    assert page.status_code == 500 and "Something went wrong" in page.text
