"""What stands around a name: who paid, where it was, whether it is meant at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from intake.organisations import lexicon as lx
from intake.organisations.spans import Span
from intake.organisations.text import Token

NHS_PAID, SELF_PAID = "nhs", "self"
_NEGATIONS = frozenset(
    ["not", "isnt", "wasnt", "arent", "never", "nothing", "rather", "instead", "isn't", "wasn't", "except"]
)
_CUES = frozenset(
    ["about", "against", "mean", "actually", "sorry", "meant", "regarding", "concerning", "re", "called", "named", "blame", "fault"]
)
_ADVISES = frozenset(
    ["said", "say", "told", "tell", "suggested", "suggest", "advised", "advise", "referred", "refer", "recommended", "wrote", "helped", "sent", "agreed", "think", "passed", "asked", "forwarded", "signposted", "gave", "pointed"]
)
_PRIVATE = frozenset(["private", "privately", "insurance", "insurer", "self-funded", "bupa"])
_PAID_SELF = ("paid myself", "paid it myself", "pay myself", "self funded", "self pay", "paid privately", "my own money",
              "own money", "we paid", "i paid", "out own pocket", "through insurance", "medical insurance", "went private",
              "private patient", "paying patient", "paid cash", "self paid", "paid thousand")  # fmt: skip
_PAID_NHS = (
    "nhs",
    "ccg",
    "icb",
    "chc",
    "not private",
    "not privately",
    "continuing",
    "right choose",
    "sectioned",
)


@dataclass(frozen=True)
class Context:
    """The words of a text, and the places in it."""

    tokens: Sequence[Token]
    spans: Sequence[Span]

    @cached_property
    def said(self) -> str:
        """The words, with a space at either end."""
        return f" {' '.join(t.word for t in self.tokens)} "

    def says(self, phrase: str) -> bool:
        """True where these words stand in the text, side by side."""
        return f" {phrase} " in self.said

    @cached_property
    def payer(self) -> str | None:
        """Who paid, where the text tells."""
        if any(self.says(p) for p in _PAID_NHS):
            return NHS_PAID
        if any(self.says(p) for p in _PAID_SELF) or any(t.word in _PRIVATE for t in self.tokens):
            return SELF_PAID
        return None

    @cached_property
    def places(self) -> dict[str, list[tuple[str, ...]]]:
        """The places named, by part of the UK."""
        found: dict[str, list[tuple[str, ...]]] = {}
        for span in self.spans:
            for sense in span.senses:
                if sense.sort == lx.PLACE:
                    found.setdefault(sense.id, []).append(tuple(sense.name.split()))
        return found

    @cached_property
    def devolved(self) -> str | None:
        """The signpost of the part of the UK named, unless England is named too."""
        if "england" in self.places:
            return None
        return next((lx.DEVOLVED[p] for p in self.places if p in lx.DEVOLVED), None)

    def emphasis(self, span: Span) -> float:
        """How much more or less likely it is that this name is the one meant."""
        before = [t.word for t in self.tokens[max(0, span.first - 3) : span.first]]
        after = [t.word for t in self.tokens[span.last + 1 : span.last + 4]]
        weight = -0.1 * span.first
        if any(w in _NEGATIONS for w in before):
            weight -= 40
        elif any(w in _CUES for w in before) or after[:2] == ["i", "mean"]:
            weight += 6
        if any(w in _ADVISES for w in after[:2]):
            weight -= 15
        return weight
