"""Files and the virus scanner: what it finds, and what follows where it cannot say."""

import pytest

from backend.files import opening, scanner
from tests.backend import papers
from tests.backend.filing import attach, listed, lone, teller

__all__ = ["lone", "teller"]


def test_a_clean_file_is_scanned_as_it_came_and_marked(lone):
    with papers.clamd() as (address, seen):
        teller = lone(clamd=address)
        answer = attach(teller, papers.photo())

    assert answer.get_json()["scanned"] is True
    assert seen == [papers.photo()]


def test_a_file_with_a_virus_is_refused_and_not_kept(lone):
    with papers.clamd() as (address, _seen):
        teller = lone(clamd=address)
        answer = attach(teller, papers.pdf() + papers.EICAR)

    assert (answer.status_code, answer.get_json()["code"]) == (422, "file_infected")
    assert "virus scanner found something" in answer.get_json()["detail"]
    assert listed(teller)["files"] == []


@pytest.mark.parametrize("reply", [b"INSTREAM size limit exceeded. ERROR\0", b"", b"nonsense\0"])
def test_a_scanner_that_cannot_say_is_a_refusal(lone, reply):
    with papers.clamd(reply) as (address, _seen):
        answer = attach(lone(clamd=address), papers.pdf())

    assert (answer.status_code, answer.get_json()["code"]) == (503, "file_scanner_down")


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "unix:/nowhere/clamd.ctl"])
def test_a_scanner_that_is_down_is_a_refusal_and_the_chat_goes_on(lone, address):
    teller = lone(clamd=address)

    answer = attach(teller, papers.pdf())

    assert (answer.status_code, answer.get_json()["code"]) == (503, "file_scanner_down")
    assert teller.say("They lost my notes.").status == 200


def test_a_scanner_that_never_answers_is_a_refusal_in_its_time(lone, monkeypatch):
    monkeypatch.setattr(scanner, "SECONDS", 0.2)
    with papers.silent_clamd() as address:
        answer = attach(lone(clamd=address), papers.pdf())

    assert answer.get_json()["code"] == "file_scanner_down"


def test_a_file_that_takes_too_long_to_open_is_refused(lone, monkeypatch):
    monkeypatch.setattr(opening, "SECONDS", 0.001)

    assert attach(lone(), papers.pdf()).get_json()["code"] == "file_broken"
