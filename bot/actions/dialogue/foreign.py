"""Words in another language: an interpreter is offered in it, and what was written is kept."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from bot.actions.dialogue import telling
from bot.actions.dialogue.state import COMMAND
from bot.actions.dialogue.talk import Talk, choice
from bot.reading.control import bare
from bot.reading.patterns import any_of
from bot.reading.plain import load, plain
from intake import languages
from intake.questions import Question

KIND = "language"
# Names and addresses are in whatever language they are.
NAMES = ("name", "email", "phone", "postal_address", "organisation", "safe_contact")
STORY_WORDS = 8
NEEDED = "interpreter"


@lru_cache(maxsize=2)
def _said(key: str) -> re.Pattern[str]:
    return any_of(load("foreign")[key])


def language_of(question: Question, text: str) -> str | None:
    """The language of a message where it is not English."""
    return languages.phrased(text) if question.id in NAMES else languages.detect(text)


def only_says_so(question: Question, text: str) -> bool:
    """Whether a message says no more than that English is hard, and answers nothing."""
    short = len(text.split()) <= STORY_WORDS and question.id != "adjustments"
    return short and bool(_said("weak_english").search(bare(plain(text))))


def offer(talk: Talk, question: Question, code: str) -> None:
    """Offers an interpreter once in the person's language; after that only says where to ring."""
    keep_words(talk, question)
    if talk.memory.get("language"):
        talk.say(in_both(talk, code, "again"), choices=talk.offer("person"))
        return
    talk.memory["language"] = code
    talk.memory["confirm"] = {
        "kind": KIND,
        "question": question.id,
        "language": code,
        "quote": talk.turn.text,
        "ask": {"text": in_both(talk, code, "offer"), "choices": yes_or_no(talk, code)},
    }


def yes_or_no(talk: Talk, code: str) -> list[dict[str, Any]]:
    """Yes and no in the language, or in English."""
    labels = [(languages.says(code, value), value) for value in ("yes", "no")]
    if not all(label for label, _ in labels):
        return talk.offer("yes", "no")
    return [choice(label, COMMAND + value) for label, value in labels]


def in_both(talk: Talk, code: str, key: str) -> str:
    """A sentence in the language, and the same in English."""
    name = languages.name(code) or talk.words("chat.language.unknown")
    english = talk.words(f"chat.language.{key}", language=name)
    own = languages.says(code, key)
    return f"{own}\n\n{english}" if own else english


def keep_words(talk: Talk, question: Question) -> None:
    """Keeps what may be the story; a few words are more likely about the language itself."""
    text = talk.turn.text.strip()
    if len(text.split()) < STORY_WORDS:
        return
    if question.id == "privacy_ack":
        before = talk.memory.get("opening")
        talk.memory["opening"] = f"{before}\n{text}" if before else text
    else:
        telling.append(talk, text)
        talk.answered("matter")


def reply(pending: dict[str, Any], text: str) -> str | None:
    """The command that a yes or no in the language stands for."""
    if pending.get("kind") != KIND:
        return None
    value = languages.reply(str(pending["language"]), text)
    return COMMAND + value if value else None


def accepted(talk: Talk, pending: dict[str, Any]) -> None:
    """Notes the need and the language, and says that the questions go on in plain English."""
    code = str(pending.get("language") or languages.OTHER)
    needs = [each for each in talk.facts.get("adjustments") or [] if each not in ("none", NEEDED)]
    name = languages.name(code)
    named = [{"text": name}] if name and {"text": name} not in needs else []
    quote = str(pending.get("quote") or talk.turn.text)
    talk.keep("adjustments", [NEEDED, *needs, *named], "text", quote)
    talk.memory["language"] = code
    talk.say(in_both(talk, code, "accepted"))


def declined(talk: Talk, pending: dict[str, Any]) -> None:
    """Goes on in English; an interpreter can be asked for at any time."""
    talk.say(in_both(talk, str(pending["language"]), "declined"))


def gentle_offer(talk: Talk) -> None:
    """Offers an interpreter once to somebody who says that English is hard; asks nothing."""
    if talk.memory.get("language") or NEEDED in (talk.facts.get("adjustments") or []):
        return
    if talk.turn.text and _said("weak_english").search(bare(plain(talk.turn.text))):
        talk.memory["language"] = languages.OTHER
        talk.tell("chat.language.gentle", choices=talk.offer(NEEDED))


def wants(talk: Talk, question: Question, text: str) -> bool:
    """Whether short words take up the offer that was made before."""
    offered = talk.memory.get("language") and question.id != "adjustments"
    return bool(offered and len(text.split()) <= STORY_WORDS) and answering_offer(text)


def answering_offer(text: str) -> bool:
    """Whether words ask for an interpreter, and do not say that none is needed."""
    words = bare(plain(text))
    return bool(_said("wants").search(words)) and not re.search(r"\b(?:no|not|never)\b", words)
