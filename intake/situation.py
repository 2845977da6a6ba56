"""One complaint as the rules see it: the answers, read once, and what follows from them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from intake import facts as reading
from intake import matter, names, second_tiers
from intake.config import Config
from intake.facts import Facts, Span
from intake.parts import GOV, NHS, VICTIM, Part, parts
from intake.standing import ELSEWHERE, IN, STAFF, Standing, standing

VOICES = {
    "adult_agrees": "adult",
    "adult_unable": "adult",
    "child": "child",
    "deceased": "deceased",
    "group": "group",
}


@dataclass(frozen=True)
class Situation:
    """The facts of a complaint on a day, under a configuration."""

    facts: Facts
    today: date
    config: Config
    # The language of names, dates and sentences.
    locale: str = "en"
    # What was worked out once already; holds nothing that the facts do not.
    memory: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    def answer(self, question: str) -> str | None:
        """The answer to a closed question; None where it was not asked."""
        return reading.answer(self.facts, question)

    def chosen(self, question: str) -> tuple[str, ...]:
        """The codes given to a list question."""
        return reading.chosen(self.facts, question)

    def words(self, question: str) -> str:
        """What was said in answer to an open question; "not sure" is no text."""
        said = reading.words(self.facts, question)
        unsure = reading.word(said) in (reading.NOT_SURE, *reading.SAME_AS_NOT_SURE)
        return "" if unsure else said

    def span(self, question: str) -> Span | None:
        """When something was; None where it was not asked."""
        return reading.span(self.facts.get(question))

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The organisations, the main one first."""
        return parts(self.facts)

    @cached_property
    def standings(self) -> tuple[tuple[Part, Standing], ...]:
        """Where each organisation stands."""
        place, payer = self.answer("care_place"), self.answer("care_payer")
        victim = self.answer("victim_of_crime")
        return tuple((part, standing(part, place, payer, victim)) for part in self.parts)

    @cached_property
    def lead(self) -> Part | None:
        """The organisation that the questions are about: the first that may be looked at."""
        for where in (IN, STAFF, ELSEWHERE):
            for part, found in self.standings:
                if found.where == where:
                    return part
        return None

    @cached_property
    def all_out(self) -> bool:
        """Whether every organisation named is for somebody else."""
        found = [each.where for _, each in self.standings]
        return bool(found) and set(found) == {ELSEWHERE}

    @property
    def is_nhs(self) -> bool:
        """Whether the Health Service Commissioners Act applies."""
        if self.lead is None or self.is_gov:
            return False
        return self.lead.branch == NHS or self.answer("care_payer") == "nhs"

    @property
    def is_gov(self) -> bool:
        """Whether the Parliamentary Commissioner Act applies."""
        return self.lead is not None and self.lead.branch in (GOV, VICTIM)

    @property
    def is_victim(self) -> bool:
        """Whether it is about somebody's experience as a victim of crime: no MP is needed."""
        return self.is_gov and self.answer("victim_of_crime") == "yes"

    @property
    def second_tier(self) -> str | None:
        """The complaint handler that comes between the body and the ombudsman."""
        return self.lead.second_tier if self.lead and self.is_gov else None

    @cached_property
    def matter(self) -> matter.Matter:
        """What the story is about."""
        return matter.read(self.words("matter"))

    @property
    def voice(self) -> str:
        """Whose words the wording uses: the person's own, or those for acting for someone."""
        return VOICES.get(self.answer("acting_for") or "", "self")

    @property
    def branch(self) -> str:
        """The branch of the law: NHS, GOV, or neither known."""
        return "NHS" if self.is_nhs else "GOV" if self.is_gov else ""

    @property
    def body(self) -> str | None:
        """The name of the organisation, as it reads inside a sentence."""
        return names.body(self.lead, self.locale)

    @cached_property
    def words_for(self) -> dict[str, object]:
        """The names that wording speaks of."""
        tier = second_tiers.find(self.second_tier, self.locale)
        return {"body": self.body, "second_tier": names.reviewer(tier, self.locale)}
