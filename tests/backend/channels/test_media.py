"""What is attached to a message is kept as a file of the draft, or refused with a sentence."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from backend.channels import working
from backend.data.channels import ChannelIn
from backend.data.files import AttachedFile
from backend.data.models import Message
from tests.backend.channels.desk import work
from tests.backend.papers import pdf

LETTER = {"place": "file-1", "kind": "application/pdf", "name": "final reply.pdf"}


@pytest.fixture
def paper() -> bytes:
    return pdf()


def agreed(texter, paper):
    texter.desk.files["file-1"] = paper
    texter.say("START")
    texter.say("1")


def kept(session):
    session.expire_all()
    return session.scalars(select(AttachedFile.name)).all()


def test_a_paper_is_fetched_and_kept_and_the_person_is_told(texter, session, paper):
    agreed(texter, paper)
    told = texter.say(media=[LETTER])

    assert "kept your file" in told
    assert kept(session) == ["final reply.pdf"]


def test_words_beside_a_paper_are_an_answer_too(texter, session, paper):
    agreed(texter, paper)
    told = texter.say("The ward lost my notes.", media=[LETTER])

    assert "kept your file" in told and "Have you complained" in told


def test_before_the_privacy_notice_a_file_is_refused_kindly(texter, session, paper):
    texter.desk.files["file-1"] = paper
    texter.say("START")

    assert texter.say(media=[LETTER]) != ""
    assert kept(session) == []


def test_what_cannot_be_had_or_opened_is_told(texter, session, paper):
    agreed(texter, b"not a paper at all")

    assert texter.say(media=[LETTER]) != ""
    assert "could not get the file" in texter.say(media=[{**LETTER, "place": "gone"}])
    assert kept(session) == []


def test_a_channel_without_files_says_so(texter, session, paper):
    agreed(texter, paper)
    texter.desk.abilities = replace(texter.desk.abilities, media=False)

    assert "can't take files here" in texter.say(media=[LETTER])


def test_a_process_that_died_after_a_file_keeps_it_once(texter, session, paper):
    agreed(texter, paper)
    texter.post(texter.message(media=[LETTER]))
    row = session.scalars(select(ChannelIn).where(ChannelIn.status == "waiting")).one()
    working.handle(session, texter.app.extensions["intake"], row)
    session.commit()  # killed before it was marked as dealt with
    work(texter.app)

    assert kept(session) == ["final reply.pdf"]
    said = session.scalars(select(Message.text)).all()
    assert sum("kept your file" in text for text in said) == 1
