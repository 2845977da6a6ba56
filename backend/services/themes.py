"""Themes of a complaint, suggested to staff from its words; kept when it is sent, to be counted."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from backend.data.models import CaseTheme, Draft
from intake import engine, themes

# The answers that tell what went wrong.
TOLD_IN = ("matter", "should_have_happened")
Words = list[dict[str, str]]


def suggested(facts: dict[str, Any], today: date) -> dict[str, Words]:
    """The themes that the words suggest: for each code its words, with the question they answer."""
    branch = engine.situation(facts, today).branch
    told = {question: text for question in TOLD_IN if isinstance(text := facts.get(question), str)}
    every = "\n".join(told.values())
    found: dict[str, Words] = {}
    for question, text in told.items():
        for theme in themes.found(text, branch, about=every):
            said = [{"question": question, "words": words} for words in theme.words]
            found.setdefault(theme.code, []).extend(said)
    return found


def keep(session: Session, draft: Draft, today: date) -> None:
    """Keep the themes of a draft that is being sent."""
    for code, words in suggested(draft.facts, today).items():
        session.add(CaseTheme(conversation_id=draft.conversation_id, code=code, words=words))
