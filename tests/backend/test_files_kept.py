"""What stays of files: locked on disk, erased with their draft, and nobody else's to see."""

import io
import json
import re
from dataclasses import replace

import pytest
from sqlalchemy import select

from backend import jobs
from backend.data.files import AttachedFile
from backend.data.models import CaseEvent
from backend.files import store
from backend.services import files
from tests.backend import papers
from tests.backend.filing import HERE, attach, listed, lone, on_disk, teller
from tests.backend.people import Person

__all__ = ["lone", "teller"]


def test_on_disk_there_is_neither_the_name_nor_a_word_of_the_file(teller, settings):
    words = b"plum-jam-secret " * 4
    attach(teller, papers.docx(word__notes_dot_xml=words), "plum-letter.docx")

    (path,) = on_disk(settings)
    assert "plum" not in str(path.relative_to(settings.files_folder))
    assert b"plum" not in path.read_bytes() and not path.read_bytes().startswith(b"PK")
    assert path.stat().st_mode & 0o077 == 0


def test_a_file_on_disk_that_was_changed_or_locked_by_another_key_is_not_read(
    teller, session, settings
):
    attach(teller, papers.pdf())
    row = session.scalar(select(AttachedFile))

    with pytest.raises(store.Unreadable):
        files.read(replace(settings, files_keys=("another-key-0123456789",)), row)
    newer = replace(settings, files_keys=("another-key-0123456789", *settings.files_keys))
    assert files.read(newer, row) == papers.pdf() or files.read(newer, row).startswith(b"%PDF")
    (path,) = on_disk(settings)
    data = bytearray(path.read_bytes())
    data[40] ^= 1
    path.write_bytes(bytes(data))
    with pytest.raises(store.Unreadable):
        files.read(settings, row)


def test_files_are_erased_with_the_draft(teller, session, settings):
    attach(teller, papers.pdf())

    assert teller.erase() == 204

    assert session.scalars(select(AttachedFile)).all() == []
    assert on_disk(settings) == []


def test_files_of_a_draft_never_sent_are_erased_when_its_time_is_over(
    app, teller, session, settings, clock
):
    attach(teller, papers.pdf())
    clock.pass_time(days=29)

    jobs.erase_due(app)

    assert session.scalars(select(AttachedFile)).all() == [] and on_disk(settings) == []


def test_what_no_row_knows_is_swept_away_once_it_is_old(app, teller, settings, monkeypatch):
    attach(teller, papers.pdf())
    folder = settings.files_folder / teller.conversation
    (folder / "left-behind").write_bytes(b"x")
    (settings.files_folder / "nobody").mkdir()
    (settings.files_folder / "nobody" / "left-behind").write_bytes(b"x")

    jobs.erase_due(app)
    assert len(on_disk(settings)) == 2  # the young one may belong to a row still to come
    monkeypatch.setattr(store, "YOUNG_SECONDS", -10)
    jobs.erase_due(app)

    assert len(on_disk(settings)) == 1 == len(listed(teller)["files"])


def test_a_sent_complaint_keeps_its_files_and_takes_no_more(teller, settings):
    kept = attach(teller, papers.pdf()).get_json()
    teller.say("They lost my notes.").go_to("confirm").choose("Yes, send it")

    more = attach(teller, papers.picture())
    gone = teller.client.delete(f"{HERE}/{kept['id']}", headers=teller.headers)

    assert [more.status_code, gone.status_code] == [409, 409]
    assert "has been sent" in more.get_json()["detail"]
    assert listed(teller)["open"] is False and len(on_disk(settings)) == 1


def test_nothing_is_taken_before_the_privacy_notice_is_accepted(person):
    answer = attach(person, papers.pdf())

    assert (answer.status_code, answer.get_json()["code"]) == (409, "files_not_yet")


def test_another_conversations_token_sees_and_removes_nothing(teller, client, settings):
    kept = attach(teller, papers.pdf()).get_json()
    other = Person(client).begin().choose("Yes")

    gone = client.delete(f"{HERE}/{kept['id']}", headers=other.headers)

    assert (gone.status_code, gone.get_json()["code"]) == (404, "file_gone")
    assert listed(other)["files"] == [] and len(listed(teller)["files"]) == 1
    assert attach(other, papers.pdf()).get_json()["id"] != kept["id"]
    assert len(on_disk(settings)) == 2


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer nonsense"}])
def test_without_a_token_nothing_is_told(client, headers):
    form = {"file": (io.BytesIO(papers.pdf()), "a.pdf")}

    answers = [
        client.post(HERE, data=form, headers=headers),
        client.get(HERE, headers=headers),
        client.delete(f"{HERE}/x", headers=headers),
    ]

    assert {answer.status_code for answer in answers} == {401}


def test_an_erased_conversation_takes_no_file(teller):
    teller.erase()

    assert attach(teller, papers.pdf()).status_code == 410


def test_a_disk_that_takes_nothing_is_said_and_leaves_no_row(lone, monkeypatch):
    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store, "write", full)
    teller = lone()

    answer = attach(teller, papers.pdf())

    assert (answer.status_code, answer.get_json()["code"]) == (503, "file_not_kept")
    assert listed(teller)["files"] == []


def test_what_happened_is_recorded_without_the_name(teller, session):
    kept = attach(teller, papers.pdf(), "plum-jam.pdf").get_json()
    attach(teller, b"nothing")
    teller.client.delete(f"{HERE}/{kept['id']}", headers=teller.headers)

    events = session.scalars(select(CaseEvent).order_by(CaseEvent.id)).all()
    about = [(e.kind, e.actor, e.detail) for e in events if e.kind.startswith("file_")]
    assert [kind for kind, _, _ in about] == ["file_added", "file_refused", "file_removed"]
    assert {actor for _, actor, _ in about} == {"person"}
    assert about[0][2] == {
        "file": kept["id"], "file_kind": "pdf", "size": kept["size"], "scan": "not_scanned",
    }  # fmt: skip
    assert "plum" not in json.dumps([detail for _, _, detail in about])


def test_neither_name_nor_words_reach_a_log(lone, capfd):
    teller = lone(clamd="tcp://127.0.0.1:9")
    attach(teller, papers.docx(word__plum_dot_xml=b"plum-jam-secret"), "plum-jam.docx")
    attach(lone(), b"%PDF-1.7 plum-jam-secret", "plum-jam.pdf")

    assert not re.search("plum", "".join(capfd.readouterr()))
