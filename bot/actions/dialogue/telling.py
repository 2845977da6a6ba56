"""A story told in pieces: words that answer no question are added to what was told before."""

from __future__ import annotations

import re

from bot.actions.dialogue import answering, failing
from bot.actions.dialogue.talk import Talk
from bot.reading import Reading
from bot.reading.plain import asks, plain
from bot.reading.stories import extract
from intake.questions import Question

LEAST_WORDS = 8
LONGEST_STORY = 4000
# So often the piece is just taken; after that the question needs its help and its way out.
FREE_TIMES = 2
ANSWERED_IN_WORDS = "text"
# Questions that a story answers too: its reader knows more ways of telling them.
TOLD_BY_STORIES = (
    "complained_locally",
    "final_response",
    "second_tier",
    "mp_referral",
    "legal_action",
    "care_payer",
    "matter_kind",
)
UNREAD = ("none", "repeat", "chitchat")
WAVERS = re.compile(
    r"\b(?:not sure|unsure|(?:do not|did not|can not) (?:know|remember|recall)|maybe|might|perhaps|"
    r"no idea|possibly|think so|probably|either|depends|same thing|does that count|is that)\b"
)


def in_story_words(talk: Talk, question: Question, reading: Reading, text: str) -> Reading:
    """The answer as a story would tell it, where the words were not understood as an answer."""
    unread = reading.value is None and reading.intent in UNREAD and not reading.candidates
    doubted = reading.value == "not_sure" and not WAVERS.search(plain(text))
    if question.id not in TOLD_BY_STORIES or not (unread or doubted) or asks(plain(text)):
        return reading
    facts = {key: value for key, value in talk.facts.items() if key != question.id}
    found = extract(text, talk.turn.today, facts).get(question.id)
    return found if found and not found.unsure else reading


def is_said_again(talk: Talk, question: Question) -> bool:
    """Whether the same words were said to the same question just before, for the third time."""
    said = [question.id, talk.turn.text.strip().lower()]
    *before, times = talk.memory.get("same_words") or [None, None, 0]
    times = int(times) + 1 if before == said else 1
    talk.memory["same_words"] = [*said, times]
    return times > FREE_TIMES


def is_more(question: Question, reading: Reading, text: str) -> bool:
    """Whether a message that answers nothing goes on with the story."""
    closed = question.input != ANSWERED_IN_WORDS or question.id == "organisation"
    nothing = reading.value is None and reading.intent == "none" and not reading.candidates
    told = len(text.split()) >= LEAST_WORDS and not asks(plain(text))
    return closed and nothing and told and question.id != "privacy_ack"


def add(talk: Talk, question: Question) -> None:
    """Adds the words to the story, with the facts in them; the question is asked again."""
    text = talk.turn.text.strip()
    append(talk, text)
    found = extract(text, talk.turn.today, talk.facts)
    sure = {key: each for key, each in found.items() if not each.unsure}
    talk.also += answering.keep_extra(talk, sure, skip="matter")
    answering.notice_bereavement(talk)
    talk.tell("chat.story.added")
    if times(talk, question) <= FREE_TIMES or question.id in talk.facts:
        return
    if failing.is_stuck(talk, question):
        answering.leave(talk, question)
    else:
        failing.not_understood(talk, question)


def append(talk: Talk, text: str) -> None:
    """Puts the words at the end of the story, once; the story keeps its source."""
    before = str(talk.facts.get("matter") or "")
    if not before:
        talk.keep("matter", text[:LONGEST_STORY], "story", text)
    elif text not in before:
        talk.facts["matter"] = f"{before}\n{text}"[:LONGEST_STORY]


def times(talk: Talk, question: Question) -> int:
    """How often a piece of the story was told at this question, this time included."""
    added = dict(talk.memory.get("added") or {})
    count = int(added.get(question.id, 0)) + 1
    talk.memory["added"] = {**added, question.id: count}
    return count
