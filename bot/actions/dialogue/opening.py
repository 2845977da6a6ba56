"""The first words: who we are, what happens to what is said, and a story told before we asked."""

from __future__ import annotations

from bot.actions.dialogue import answering, summary
from bot.actions.dialogue.talk import Talk
from bot.reading import Reading
from bot.reading.openings import only_wants
from bot.reading.stories import extract
from intake.questions import Question

LONGEST_OPENING = 8000
STORY_LEAST_WORDS = 4
# As many words as a message about danger needs to be a story too.
DANGER_WORDS = 12


def greet(talk: Talk) -> None:
    """Greets; in a conversation that has begun before, welcomes back."""
    if talk.facts or talk.memory.get("opening"):
        talk.tell("chat.welcome_back")
        return
    talk.tell("chat.welcome")
    talk.tell("chat.privacy")


def is_story(reading: Reading, text: str) -> bool:
    """Whether words given instead of yes or no are the complaint itself."""
    told = reading.intent in ("answer", "none", "change") and reading.value is None
    return told and len(text.split()) >= STORY_LEAST_WORDS


def as_story(talk: Talk, question: Question, reading: Reading) -> Reading:
    """ "They mixed up my tablets" is a story while there is no answer that it could change."""
    text = talk.turn.text
    nothing_yet = set(talk.facts) <= {"privacy_ack"} and question.id == "matter"
    if nothing_yet and reading.intent == "change" and len(text.split()) >= STORY_LEAST_WORDS:
        return Reading(text, "answer", 0.9, text)
    return reading


def hold_story(talk: Talk) -> None:
    """Keeps a story told too early: it is used as soon as the privacy question is answered."""
    before = talk.memory.get("opening")
    story = f"{before}\n{talk.turn.text}" if before else talk.turn.text
    talk.memory["opening"] = story[:LONGEST_OPENING]
    talk.tell("chat.story.held")


def privacy_answer(talk: Talk, question: Question, agreed: bool, quote: str, how: str) -> None:
    """Goes on with the story where there is one; a 'no' is respected and leaves the phone."""
    if not agreed:
        talk.tell("chat.privacy_no", choices=talk.offer("person", "stop"))
        return
    talk.keep(question.id, "yes", how, quote)
    story = talk.memory.pop("opening", None)
    if story:
        take_story(talk, story)


def take_story(talk: Talk, story: str) -> None:
    """Reads a story for every fact it holds."""
    before = talk.memory.pop("opener", None)
    if not before and only_wants(story):
        hold_opener(talk, story)
        return
    story = f"{before}\n{story}" if before else story
    found = extract(story, talk.turn.today, talk.facts)
    answering.keep_story(talk, story, found)


def keep_unsaid(talk: Talk, question: Question) -> bool:
    """Keeps a story in which somebody is in danger: staff have it, though nothing is said now."""
    text = talk.turn.text.strip()
    if question.id != "matter" or talk.memory.get("changing") or len(text.split()) < DANGER_WORDS:
        return False
    talk.keep("matter", text, "story", text)
    found = extract(text, talk.turn.today, talk.facts)
    talk.answered("matter")
    talk.memory["unsaid"] = answering.keep_extra(talk, answering.sure_of(found), skip="matter")
    return True


def say_unsaid(talk: Talk) -> bool:
    """Says back what a story told in danger was understood to hold; False where there is none."""
    unsaid = talk.memory.pop("unsaid", None)
    if unsaid is None:
        return False
    answering.notice_bereavement(talk)
    summary.understood(talk, unsaid)
    return True


def is_opener(talk: Talk, question: Question, reading: Reading) -> bool:
    """Whether words that are no answer to `matter` are a first wish to complain."""
    first = question.id == "matter" and not talk.memory.get("opener")
    return first and reading.value is None and only_wants(talk.turn.text)


def hold_opener(talk: Talk, story: str) -> None:
    """ "I want to complain about a hospital" is no story yet: its facts are kept, and its words."""
    talk.memory["opener"] = story
    found = extract(story, talk.turn.today, talk.facts)
    answering.keep_extra(talk, answering.sure_of(found), skip="matter")
    answering.notice_bereavement(talk)
    talk.tell("chat.story.opener")
