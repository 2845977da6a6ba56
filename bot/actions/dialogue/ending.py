"""Nothing is left to ask: a short goodbye, or one more chance to have a person look at it."""

from __future__ import annotations

import re

from bot.actions.dialogue import asking
from bot.actions.dialogue.talk import Talk
from bot.reading import Reading, read
from intake.questions import Question

ENDS = ("thanks", "stop", "not_sure", "skip")
DONE = re.compile(
    r"\W*(?:(?:no|nope|nah|ok(?:ay)?|thanks?|thank you|nothing(?: else| more)?|that'?s|that is"
    r"|all|it|is|i'?m|i am|done|finished|good ?bye|bye|cheers|for now|fine|good|leave it)\b\W*)+",
    re.IGNORECASE,
)


def is_over(talk: Talk, reading: Reading) -> bool:
    """Whether nothing is open and the message is an answer to that."""
    if asking.current(talk) is not None:
        return False
    return reading.value is not None or reading.intent in ENDS or is_done(talk.turn.text)


def is_done(text: str) -> bool:
    """Whether a message says no more than "no, that's all, bye"."""
    return bool(DONE.fullmatch(text))


def reply(talk: Talk, question: Question, reading: Reading) -> None:
    """A wish to send is taken, a yes is asked what it is a yes to, the rest ends it."""
    text, turn = talk.turn.text, talk.turn
    if reading.value == "yes" and not is_done(text):
        if "send" in text.lower():
            talk.keep("send_anyway", "yes", "text", text)
        elif read("confirm", text, turn.nlu, turn.today, {}).value == "yes":
            talk.facts.pop("send_anyway", None)
            talk.sources.pop("send_anyway", None)
        return
    goodbye(talk)


def goodbye(talk: Talk) -> None:
    """Ends for now; any later message takes it up again."""
    talk.status = "ended"
    talk.memory["ended"] = True
    talk.asked = True
    talk.question = None
    talk.tell("chat.goodbye", choices=talk.offer("send_anyway", "person"))
