"""Conversations that were begun and never sent, always the same for the same seed."""

import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from backend.data.models import Conversation, Draft, Message
from backend.data.supervision import CaseCourse
from bench.cases.make import AT_ONCE, NOW, QUESTIONS, said, seeded

NOT_UNDERSTOOD = 0.2


def make_stopped(session: Session, count: int, seed: int = 11) -> None:
    """Keep so many conversations that people left at one question or another."""
    chosen = random.Random(seed)
    for start in range(0, count, AT_ONCE):
        rows = [_stopped(number, chosen) for number in range(start, min(start + AT_ONCE, count))]
        for table in (Conversation, Message, Draft):
            session.execute(insert(table), [each for row in rows for each in row[table]])
        courses = session.query(CaseCourse).filter(
            CaseCourse.conversation_id.in_([row[Conversation][0]["id"] for row in rows])
        )
        for course in courses:
            if chosen.random() < NOT_UNDERSTOOD:
                course.unclear = {chosen.choice(QUESTIONS): chosen.randrange(1, 4)}
        session.commit()
        session.expunge_all()


def _stopped(number: int, chosen: random.Random) -> dict[type[Any], list[dict[str, Any]]]:
    talk = f"{seeded(chosen):08x}-stop{number:07d}"
    began = NOW - timedelta(minutes=chosen.randrange(2 * 60, 28 * 24 * 60))
    asked = QUESTIONS[: chosen.randrange(1, len(QUESTIONS))]
    times = {"created_at": began, "updated_at": began}
    return {
        Conversation: [{"id": talk, "created_at": began, "last_active_at": began}],
        Draft: [
            {
                "conversation_id": talk,
                "facts": dict.fromkeys(asked[:-1], "yes"),
                "question": asked[-1],
                "result": None,
                **times,
            }
        ],
        Message: [line for question in asked for line in _lines(talk, question, began, chosen)],
    }


def _lines(talk: str, question: str, began: Any, chosen: random.Random) -> Iterator[dict[str, Any]]:
    for author, kind, of in (("bot", "question", question), ("person", "info", None)):
        yield {
            "conversation_id": talk, "author": author, "kind": kind, "question": of,
            "text": said(chosen, 8), "at": began,
        }  # fmt: skip
