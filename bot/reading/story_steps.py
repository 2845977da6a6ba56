"""The steps that a story tells of: the complaint, its answer, reviewers, MPs and lawyers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from bot.reading import story_bodies
from bot.reading.clauses import Clause, Sentence
from bot.reading.model import Reading, answer
from bot.reading.patterns import any_of
from bot.reading.plain import load

Found = dict[str, Reading]
NONE = "none"
NOT_TOLD = Reading()
BY_SENTENCE = ("second_tier", "mp_referral", "legal_action", "previous_ombudsman")
# A later "no" doesn't take back what a story has said was done.
SETTLED = {"complained_locally": "yes", "final_response": "yes", "victim_of_crime": "no"}


@dataclass(frozen=True)
class Rule:
    """A value and the words that tell it."""

    value: str
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None

    def tells(self, words: str) -> bool:
        """Whether words tell this value."""
        return bool(self.pattern.search(words)) and not (self.unless and self.unless.search(words))


def _rules(entries: list[dict[str, Any]]) -> tuple[Rule, ...]:
    made = []
    for entry in entries:
        unless = any_of(entry["unless"]) if "unless" in entry else None
        told = ((value, said) for value, said in entry.items() if value != "unless")
        made += [Rule(value, any_of(said), unless) for value, said in told]
    return tuple(made)


@lru_cache(maxsize=1)
def _by_clause() -> tuple[tuple[str, tuple[Rule, ...]], ...]:
    return tuple((key, _rules(entries)) for key, entries in load("stories")["facts"].items())


@lru_cache(maxsize=8)
def _by_sentence(question: str) -> tuple[re.Pattern[str], tuple[Rule, ...]]:
    data = load("story_steps")[question]
    return any_of(data["topic"]), _rules(data["rules"])


@lru_cache(maxsize=4)
def _words(key: str) -> re.Pattern[str]:
    return any_of(load("story_steps")[key])


def read(
    clauses: tuple[Clause, ...],
    sentences: tuple[Sentence, ...],
    facts: Mapping[str, Any],
    unnamed: tuple[str, ...] = (),
) -> Found:
    """Every step that a story tells of, each with the words that told it.

    `unnamed` are the words of the clauses with "the trust" in place of each name.
    """
    found: Found = {}
    unanswered_before = False
    for clause, words in zip(clauses, unnamed or [each.words for each in clauses], strict=True):
        unanswered_before = unanswered_before or _is_unanswered(found)
        for question, rules in _by_clause():
            for rule in rules:
                if rule.tells(words) and not (_is_settled(question, found) or to_friends(words)):
                    found[question] = answer(rule.value, clause.said, 0.8)
    for question in BY_SENTENCE:
        found.update(_step(question, sentences))
    if unanswered_before and _is_unanswered({**found, "complained_locally": NOT_TOLD}):
        del found["final_response"]
    _settle(found, facts)
    return found


def _is_unanswered(found: Found) -> bool:
    """Whether nobody answered, told before any complaint: it may have been a telephone call."""
    final, complained = found.get("final_response"), found.get("complained_locally", NOT_TOLD)
    return final is not None and final.value == "no" and complained is NOT_TOLD


def to_friends(words: str) -> bool:
    """Whether a complaint was only made to people at home."""
    return bool(_words("to_friends").search(words))


def _is_settled(question: str, found: Found) -> bool:
    return question in found and found[question].value == SETTLED.get(question)


def _step(question: str, sentences: tuple[Sentence, ...]) -> Found:
    """The last sentence that tells of a step tells how far it went."""
    told: Found = {}
    for words, said in _windows(question, sentences):
        value = _value(question, words)
        if value:
            told = {question: answer(value, said, 0.8)}
    return told


def _windows(question: str, sentences: tuple[Sentence, ...]) -> Iterator[tuple[str, str]]:
    """Sentences on the topic, each with a short one after it that says "I have not"."""
    topic, _ = _by_sentence(question)
    for number, sentence in enumerate(sentences):
        if not topic.search(sentence.words):
            continue
        following = sentences[number + 1] if number + 1 < len(sentences) else None
        if following and _words("follows").search(following.words):
            yield f"{sentence.words} {following.words}", f"{sentence.said}. {following.said}"
        else:
            yield sentence.words, sentence.said


def _value(question: str, words: str) -> str | None:
    others = question == "legal_action" and _words("legal_of_others").search(words)
    for rule in _by_sentence(question)[1]:
        if rule.tells(words) and not (others and rule.value != "no"):
            return rule.value if rule.value != NONE else None
    return None


def _settle(found: Found, facts: Mapping[str, Any]) -> None:
    """An answer to a complaint needs a complaint, and a second look needs a final answer."""
    tier = found.get("second_tier")
    if tier and tier.value in ("done", "refused"):
        found.setdefault("final_response", answer("yes", tier.quote, 0.65))
    final, complained = found.get("final_response"), found.get("complained_locally")
    if final and final.value == "yes" and not complained:
        found["complained_locally"] = complained = answer("yes", final.quote, 0.8)
    made = complained and complained.value == "yes"
    if final and final.value == "no" and not (made or facts.get("complained_locally") == "yes"):
        del found["final_response"]


GOV_ONLY = ("victim_of_crime", "second_tier", "mp_referral")
CARE_ONLY = ("care_payer", "care_place")
NOT_OF = {
    "NHS": GOV_ONLY,
    "OUT": GOV_ONLY,
    "UNSURE": ("victim_of_crime",),
    "": ("victim_of_crime",),
    "GOV": CARE_ONLY,
    "GOV_VICTIM_POSSIBLE": CARE_ONLY,
}


def keep_to_branch(found: Found, facts: Mapping[str, Any]) -> None:
    """Drops the steps that the branch of the organisation does not have."""
    body = found["organisation"].value if "organisation" in found else facts.get("organisation")
    branch = str(body.get("branch") or "") if isinstance(body, Mapping) else ""
    for question in NOT_OF.get(branch, ()):
        found.pop(question, None)
    kind = found.get("matter_kind")
    if kind and kind.value == "decision" and branch in ("NHS", "OUT"):
        del found["matter_kind"]  # of care, clinical judgement is looked at too


def keep_to_matter(found: Found) -> None:
    """A judge who ruled is what the complaint is about, and no remedy tried beside it."""
    body = found["organisation"].value if "organisation" in found else {}
    if body.get("id") == story_bodies.JUDGE:
        found.pop("legal_action", None)
