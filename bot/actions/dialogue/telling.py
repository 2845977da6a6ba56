"""A story told in pieces: words that answer no question are added to what was told before."""

from __future__ import annotations

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
    if times(talk, question) > FREE_TIMES and question.id not in talk.facts:
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
