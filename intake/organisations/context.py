"""What stands around a name: who paid, where it was, whether it is meant at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from intake.organisations import entries
from intake.organisations.files import reading_phrases, reading_words
from intake.organisations.spans import Span
from intake.organisations.text import Token

NHS_PAID, SELF_PAID = "nhs", "private"
DEVOLVED = {"wales": "S35", "scotland": "S36", "northern_ireland": "S37"}
ENGLAND, ABROAD = "england", "abroad"
SHORT = 12
NEARBY = 5


@dataclass(frozen=True)
class Context:
    """The words of a text, and the names and places in it."""

    tokens: Sequence[Token]
    spans: Sequence[Span]
    text: str = ""

    def around(self, span: Span, reach: int = NEARBY) -> list[str]:
        """The words near a name; in a short text, all of them."""
        if len(self.tokens) <= SHORT:
            return [t.word for t in self.tokens]
        return [t.word for t in self.tokens[max(0, span.first - reach) : span.last + reach + 1]]

    def payer(self, span: Span) -> str | None:
        """Who paid, where the text near a name tells."""
        said = f" {' '.join(self.around(span))} "
        if any(f" {phrase} " in said for phrase in reading_phrases("paid_nhs")):
            return NHS_PAID
        near = range(max(0, span.first - 2), min(len(self.tokens), span.last + 3))
        beside = {self.tokens[i].word for i in near if i not in span.run}
        if any(f" {phrase} " in said for phrase in reading_phrases("paid_self")):
            return SELF_PAID
        return SELF_PAID if beside & reading_words("private") else None

    @property
    def self_paid(self) -> bool:
        """Whether anything in the text tells of care that was paid for."""
        said = f" {' '.join(t.word for t in self.tokens)} "
        phrases = (*reading_phrases("paid_self"), *reading_words("private"))
        return any(f" {phrase} " in said for phrase in phrases)

    def places(self, span: Span) -> dict[str, list[tuple[str, ...]]]:
        """The places named near a name, by part of the UK."""
        found: dict[str, list[tuple[str, ...]]] = {}
        for place in self._places:
            gap = max(place.first - span.last, span.first - place.last)
            if len(self.tokens) <= SHORT or gap <= NEARBY:
                for sense in place.senses:
                    if sense.sort == entries.PLACE:
                        found.setdefault(sense.id, []).append(tuple(sense.name.split()))
        return found

    def devolved(self, span: Span) -> str | None:
        """The signpost of the part of the UK named, unless England is named too."""
        places = self.places(span)
        if ENGLAND in places:
            return None
        return next((DEVOLVED[p] for p in places if p in DEVOLVED), None)

    def only_places_beside(self, span: Span) -> bool:
        """True where a kind of service and a place are all that is said: "a GP in Hull"."""
        inside = {i for s in (span, *self._places) for i in s.run}
        fillers = reading_words("fillers")
        others = [t.word for i, t in enumerate(self.tokens) if i not in inside]
        return bool(self._places) and all(word in fillers for word in others)

    @cached_property
    def _places(self) -> list[Span]:
        named = [s for s in self.spans if any(i.sort == entries.PLACE for i in s.senses)]
        return [s for s in named if self.tokens[s.first].before not in reading_words("no_place")]

    @cached_property
    def names_several(self) -> bool:
        """True where more than one organisation or kind of service stands in the text."""
        named = [{s.id for s in span.senses if s.sort != entries.PLACE} for span in self.spans]
        return len({frozenset(ids) for ids in named if ids}) > 1

    def next_word(self, span: Span) -> Token | None:
        """The word that follows a name with only a space between."""
        following = self.tokens[span.last + 1 : span.last + 2]
        if following and following[0].start - self.tokens[span.last].end <= 1:
            return following[0]
        return None

    def _before(self, span: Span) -> list[str]:
        return [t.word for t in self.tokens[max(0, span.first - 3) : span.first]]

    def cued(self, span: Span) -> bool:
        """True where "about", "against" or the like stands before the name."""
        cues = reading_words("cues")
        return any(word in cues for word in self._before(span))

    def opens(self, span: Span) -> bool:
        """True where nothing of meaning stands before the name."""
        fillers = reading_words("fillers")
        return all(t.word in fillers for t in self.tokens[: span.first])

    def denied(self, span: Span) -> bool:
        """True for "not the council" and "nothing to do with the police"."""
        before = self._before(span)
        while before and before[-1] in ("my", "about", "this", "it"):
            before.pop()
        if before[-3:] == ["to", "do", "with"]:
            return True
        return bool(before) and before[-1] in reading_words("negations")

    def landmark(self, span: Span) -> bool:
        """True where a name only says where something is: "the surgery by the Asda"."""
        before = [w for w in self._before(span) if w not in ("to", "from", "of")]
        return bool(before) and before[-1] in reading_words("landmark")

    def judged(self, span: Span) -> bool:
        """True for the court of "the judge at Luton family court"."""
        return any(word in reading_words("judges") for word in self._before(span))

    def advises(self, span: Span) -> bool:
        """True where the one named only said or passed on something: "my MP told me to"."""
        after = [t.word for t in self.tokens[span.last + 1 : span.last + 3]]
        if after and after[0] in reading_words("helpers"):
            after.pop(0)
        return bool(after) and after[0] in reading_words("advises")

    def emphasis(self, span: Span) -> float:
        """How much more or less likely it is that this name is the one meant."""
        weight = -0.1 * span.first
        if self.denied(span):
            weight -= 40
        elif self.cued(span) or [t.word for t in self.tokens[span.last + 1 :]][:2] == ["i", "mean"]:
            weight += 6
        return weight
