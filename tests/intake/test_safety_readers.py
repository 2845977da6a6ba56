"""Phrases, linear models and the encoder read a message together; each can be missing."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import yaml

from intake.safety import encoded, judging, learned, screen, told
from intake.safety.normalise import segments
from intake.safety.screening import evidence
from intake.word_pieces import BEGIN, END, UNKNOWN, WordPieces

R3 = learned.LEVEL_HEADS.index("R3")
CALM = "They lost my file and nobody has answered the letter that I sent in April. "
PIECES = WordPieces([BEGIN, END, UNKNOWN, "jump", "##ed", "cafe", "i", "'"])


@pytest.fixture
def without_encoder(monkeypatch):
    monkeypatch.setattr(encoded, "encoder", lambda: None)


def test_the_encoder_has_a_figure_for_each_head():
    known = encoded.encoder()

    assert known is not None
    assert known.strengths("my doctor was rude").shape == (len(learned.HEADS),)


def test_the_encoder_knows_danger_in_words_that_stand_beside_those_it_was_taught():
    known = encoded.encoder()

    assert known is not None
    leaping = known.strengths("i am about to leap from the viaduct, there is no other way out")
    waiting = known.strengths("i am about to leave for the clinic, there is no other way there")
    assert leaping[R3] > 1 > -1 > waiting[R3]


def test_plain_danger_is_noticed_without_the_encoder(without_encoder):
    assert screen("I want to die").at_least("R3")
    assert screen("i have the pills here and im going to take them all tonight").at_least("R3")
    assert screen(CALM).level == "R0"


def test_plain_danger_is_noticed_without_any_model(without_encoder, monkeypatch):
    monkeypatch.setattr(learned, "model", lambda: None)

    assert screen("I want to die").at_least("R3")
    assert screen(CALM).level == "R0"


def test_plain_danger_is_noticed_when_the_encoder_breaks(monkeypatch):
    def broken():
        raise OSError("the file is damaged")

    monkeypatch.setattr(encoded, "encoder", broken)
    assert screen("I want to die").at_least("R3")


def test_a_calm_message_is_not_given_to_the_encoder(monkeypatch):
    monkeypatch.setattr(encoded, "opinion", lambda *_: pytest.fail("the encoder was asked"))

    assert screen("The passport office lost my birth certificate in May").level == "R0"


def test_a_long_message_is_read_where_the_other_models_are_alarmed(monkeypatch):
    read = []
    known = encoded.encoder()
    assert known is not None
    monkeypatch.setattr(known.__class__, "strengths", _noting(known.__class__.strengths, read))
    text = CALM * 12 + "I have said my goodbyes and I shall not wake up tomorrow. " + CALM * 12

    assert screen(text).at_least("R3")
    assert 1 <= len(read) <= encoded.STRETCHES
    assert any("goodbyes" in each for each in read)


def _noting(strengths, read):
    def noted(self, text):
        read.append(text)
        return strengths(self, text)

    return noted


def test_stretches_hold_every_sentence_and_overlap_by_one():
    parts = segments(CALM * 9)
    found = encoded.stretches(parts)

    assert found[0][0] == 0
    assert found[-1][1] == len(parts) - 1
    assert all(later[0] == earlier[1] for earlier, later in pairwise(found))


def test_one_endless_sentence_is_a_message_too():
    assert screen("and they rang and they rang " * 300 + "i want to die").at_least("R3")


def test_every_reader_counts_and_danger_of_the_encoder_speaks_for_danger():
    for level in learned.LEVEL_HEADS:
        assert judging.weighing()[level]["encoder"] > 0
        assert judging.weighing()[level]["linear"] > 0


def test_the_shares_are_found_on_messages_that_nothing_learns_from_and_nothing_measures():
    root = Path(__file__).parents[2]
    weighed = _texts(root / "bench" / "risk_encoder" / "weighing.yml")
    measuring = _texts(root / "tests" / "evaluation" / "safety.yml")

    assert len(weighed) > 600
    assert not weighed & measuring
    shared = weighed & {one.text.strip().lower() for one in told.messages()}
    assert not {text for text in shared if len(text.split()) > 3}


def _texts(file):
    return {one["text"].strip().lower() for one in yaml.safe_load(file.read_text("utf-8"))}


def test_evidence_is_there_for_words_and_not_for_silence():
    told = evidence("I want to die")

    assert told is not None
    assert told.strength(R3) > 0
    assert evidence(" ") is None


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("jump", [0, 3, 1]),
        ("Jumped", [0, 3, 4, 1]),
        ("CAFÉ", [0, 5, 1]),
        ("i’", [0, 6, 7, 1]),
        ("zebra", [0, 2, 1]),
        ("", [0, 1]),
    ],
)
def test_text_is_split_into_the_longest_known_pieces(text, numbers):
    assert PIECES.numbers(text, 10) == numbers


def test_a_long_text_is_cut_and_still_ends():
    assert PIECES.numbers("jump " * 500, 10) == [0, *[3] * 8, 1]


def test_the_figures_of_the_encoder_are_finite_for_any_text():
    known = encoded.encoder()

    assert known is not None
    for text in ("", "x" * 5000, "😀" * 300, "\x00", "ﷺ", "１２"):
        assert np.isfinite(known.strengths(text)).all()
