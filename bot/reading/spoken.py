"""One message as it was said to a question, parted into what tells and what asks or wants."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bot.reading import changes, control, opinion
from bot.reading.model import Reading, no_answer
from bot.reading.plain import Segment, asks, plain

UNKNOWING = ("not_sure", "declined")
REACHING = ("adjustments", "contact_method", "safe_contact")
# A statement that sounds like one of these may still answer: "I can't tell which one is final".
_MAY_TELL = (*UNKNOWING, "help", "change", "repeat", "faq_mp", "faq_advocacy", "faq_evidence")
# Wishes that are answers to these questions: "leave it" to sending, a helper to what would help.
_ANSWERS_TO = {
    "confirm": ("chitchat", "stop"),
    "send_anyway": ("chitchat", "stop", "person"),
    "privacy_ack": ("chitchat",),
    "adjustments": ("faq_advocacy",),
}
# "Phone me" says how to be reached, and "I may need to stop and start" what would help.
_IS_THE_ANSWER = {"contact_method": ("person",), "adjustments": ("stop",)}
_NEEDS = {
    "stop": re.compile(r"\b(?:leave|forget|not now|never ?mind|not today|later)\b"),
    "person": re.compile(r"\bto (?:check|look|read|see|decide)\b"),
}
_OWN_ANSWER = re.compile(
    r"\b(?:(?:my|last|an|that|the) answers?|what i (?:said|put)|mistake|wrong)\b"
)
_REQUEST = re.compile(r"(?:please )?(?:can|could|would|will) (?:you|i|we|someone|somebody|they)\b")
_LEAD = re.compile(
    r"(?:yes|no|okay|sure|fine)(?=[ ,.]+(?:but|and|thank|thanks|please)\b|[,.;!]+ )"
    r"|(?:.*(?:[-,.;:!?]|\b(?:so|but|and)) )?(?:yes|no)(?=[.! ]*$)"
)
_LONGEST_LEAD, _FEW = 12, 6
_BY_PHONE = re.compile(
    r"\b(?:ring|(?:tele)?phone|call|text)\b"
    r"|\b(?:rather|prefer|sooner|easier)(?: \w+)? (?:talk|speak)(?:ing)?\b"
)


class Spoken:
    """One question, the text said to it, and what the text holds beside an answer."""

    def __init__(
        self,
        question_id: str,
        text: str,
        nlu: Mapping[str, Any] | None,
        today: date,
        facts: Mapping[str, Any],
        offered: Sequence[Any],
    ) -> None:
        self.question, self.text, self.nlu = question_id, text, nlu
        self.today, self.facts, self.offered = today, facts, offered
        self.plain = plain(text)
        self.controls, self.rest = control.split(self.plain)
        self.control = control.strongest(self.controls)
        telling = (part for part in self.rest if not part.asks or self._requests(part))
        said = [segment.text for segment in telling]
        kept = [held.words for held in self.controls if self._tells(held)]
        self.told = ". ".join([*kept, *said])
        self.substance = [segment for segment in self.rest if not control.is_filler(segment)]

    def _requests(self, segment: Segment) -> bool:
        """True where a question asks for what would help: "could you post things to me?"."""
        return self.question in REACHING and bool(_REQUEST.match(segment.text))

    def _tells(self, held: control.Control) -> bool:
        """True for words that may answer too: not knowing, a wish to be phoned, a statement."""
        if held.intent == "person" and self.question in REACHING:
            return bool(_BY_PHONE.search(held.words))
        if held.intent in _ANSWERS_TO.get(self.question, ()):
            wanted = _NEEDS.get(held.intent)
            return wanted is None or bool(wanted.search(held.words))
        if self.question == "adjustments" and held.intent == "stop":
            return len(held.words.split()) > _FEW  # "I may need to stop and start a bit"
        own = held.intent == "change" and bool(_OWN_ANSWER.search(held.words))
        return held.intent in _MAY_TELL and not own and not asks(held.words)

    def lead(self) -> str:
        """The yes or no before a question: "OK, but who reads it?"."""
        found = _LEAD.match(self.plain) if len(self.plain.split()) <= _LONGEST_LEAD else None
        return found[0] if found else ""

    def aside(self) -> str | None:
        """What was asked along with an answer."""
        if self.control is None or not (asks(self.control.words) or self.strong):
            return None
        intent = self.control.intent
        if intent in _IS_THE_ANSWER.get(self.question, ()):
            return None
        return None if intent in (*UNKNOWING, "greet", "thanks", "chitchat") else intent

    @property
    def unknowing(self) -> bool:
        """True where the person doesn't know, or would rather not say."""
        return self.control is not None and self.control.intent in UNKNOWING

    @property
    def strong(self) -> bool:
        """True where the person wants someone or an end above all."""
        return self.control is not None and self.control.intent in control.STRONG

    def unanswered(self) -> Reading:
        """The reading where nothing answers the question."""
        return opinion.unanswered(self.nlu, self.question, self._by_patterns())

    def _by_patterns(self) -> Reading:
        if self.control is None:
            return changes.correction(self) or no_answer("none", self.text, 0.0)
        intent = "skip" if self.control.intent == "declined" else self.control.intent
        target = changes.target_of(self)
        if intent == "change":
            return changes.reading(self, target)
        return no_answer(intent, self.text)
