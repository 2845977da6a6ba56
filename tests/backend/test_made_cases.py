"""The generator of cases for measuring: the same seed, the same cases, and a whole chain."""

import random

import pytest
from sqlalchemy import func, select

from backend.data.entries import CaseEntry
from backend.data.models import Draft, Message
from backend.data.words import CaseWords
from backend.services.audit import verify
from bench.cases.make import LINES, make, said


@pytest.fixture
def made(session):
    make(session, 5)
    return session


def test_each_case_has_a_transcript_an_entry_and_its_words(made):
    counts = {table: made.scalar(select(func.count()).select_from(table))
              for table in (Draft, CaseEntry, CaseWords, Message)}  # fmt: skip

    assert list(counts.values()) == [5, 5, 5, 5 * LINES]


def test_the_events_are_in_the_chain(made):
    checked = verify(made.connection())

    assert (checked.rows, checked.broken) == (10, "")


def test_a_seed_always_makes_the_same_stories():
    first, second = (said(random.Random(7), 60) for _ in range(2))

    assert first == second != said(random.Random(8), 60)
