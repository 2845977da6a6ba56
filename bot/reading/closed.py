"""Answers to closed questions: rules from data, plain yes and no, places."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from bot.reading.control import bare
from bot.reading.patterns import Rule, any_of, rules
from bot.reading.plain import load

_FILES = ("closed_who", "closed_steps")
_EMOJI = {"yes": "👍✅👌✔🙂😊", "no": "👎❌🚫✖"}
_SOFT = r"(?:i |we )?(?:think|believe|guess|suppose|expect|reckon|imagine|hope|am afraid|would say)"
_PLAIN_YES = re.compile(
    r"(?:(?:oh|well|okay|um+|er+|so|and|but|hi|hello|ah|actually|sorry|of course|umm|hmm|right)[ ,.]+)*"
    r"(?:yes|yess?|i do|i have|we have|we did|i did|i am|i was|he did|she did|he has|she has|they have|they did|"
    r"it is|it was|it does|he is|she is|they do|they are|correct|"
    r"true|affirmative|definitely|absolutely|certainly|of course|sure|indeed|exactly|"
    r"that is (?:right|correct|true|it)|100 ?%|one hundred percent|si|oui|tak|ja|yessir|yes sir|"
    r"probably|most likely|i (?:think|believe|guess|suppose|reckon|hope) so|"
    r"too right|you bet|bet|roger|positive|obviously|naturally|for sure|by all means|please do|yes please|"
    r"without (?:a )?doubt|damn right|course|already have|already did|already done|have done|certain)(?!\w)"
)
_PLAIN_NO = re.compile(
    r"(?:(?:oh|well|okay|um+|er+|so|and|but|hi|hello|ah|actually|sorry|umm|hmm|right|i am afraid|sadly|unfortunately|"
    r"afraid)[ ,.]+)*"
    r"(?:no(?! (?:idea|one|problem|problems|worries|probs|bother|reply|response|answer|clue|matter|need|"
    r"doubt|thing|win|care|treatment|end|help|more|longer|charge|cost|fee|objection|issue|issues|"
    r"money|news|word|letter|capacity|compensation|joy|fault|other|explanation|apology|contact|appointment))"
    r"|not yet|not really|never|i have not|i did not|we have not|we did not|i do not(?: think so)?|"
    r"i (?:do not (?:think|believe) so|would not|am not|was not|think not)|they have not|they did not|"
    r"he did not|she did not|he has not|she has not|he is not|she is not|it is not|it was not|it did not|it has not|"
    r"they do not|he does not|she does not|they are not|"
    r"not (?:at all|me|us|mine|likely|at the moment|so far|as yet|this time|ever|in the slightest|a chance|exactly)|"
    r"negative|nothing|none|neither|nein|non|nie|definitely not|absolutely not|certainly not|of course not|"
    r"course not|probably not|i (?:guess|suppose|hope|think) not|no way|have not|did not|do not|afraid not|"
    r"not a thing|hardly|nay|false|incorrect|no thanks|hell no|god no)(?!\w)"
    r"(?! (?:know|recall|remember|understand|sure|certain|really know|even know|actually know|honestly know))"
)
_SELF_CORRECTION = re.compile(
    r"(?:[-,.;:!]|\s)\s*(?:actually|no wait|wait no|wait|scrap that|scratch that|sorry i mean|i mean|"
    r"correction|or rather|oh no|hang on|hold on|ignore that|no sorry|sorry no)[ ,.:!-]+(?=\w)"
)


@dataclass(frozen=True)
class Found:
    """A value, how sure it is, and what else the same words answer."""

    value: str
    confidence: float
    extra: tuple[tuple[str, str], ...] = ()
    plain_only: bool = False
    """True where nothing but a yes or no said so."""


@dataclass(frozen=True)
class Closed:
    """One closed question's values and rules."""

    values: tuple[str, ...]
    before: tuple[tuple[Rule, re.Pattern[str] | None, bool], ...]
    rules: tuple[tuple[Rule, re.Pattern[str] | None, bool], ...]
    means: dict[str, str]
    short: int
    places: bool


def _guarded(entries: list[dict[str, Any]]) -> tuple[tuple[Rule, re.Pattern[str] | None, bool], ...]:
    made = []
    for entry in entries:
        core = {key: held for key, held in entry.items() if key not in ("unless", "with_kin")}
        unless = any_of(entry["unless"]) if "unless" in entry else None
        made.extend((rule, unless, "with_kin" in entry) for rule in rules([core]))
    return tuple(made)


@lru_cache(maxsize=1)
def questions() -> dict[str, Closed]:
    """Every closed question by its id."""
    made = {}
    for name in _FILES:
        for question_id, entry in load(name).items():
            means = {word: entry[f"{word}_means"] for word in ("yes", "no") if f"{word}_means" in entry}
            made[question_id] = Closed(
                tuple(entry["values"]),
                _guarded(entry["before"]),
                _guarded(entry["rules"]),
                means,
                int(entry.get("short", 0)),
                "places" in entry,
            )
    return made


@lru_cache(maxsize=1)
def _places() -> tuple[Rule, ...]:
    return rules([{nation: words} for nation, words in load("places").items()])


@lru_cache(maxsize=1)
def _kin() -> re.Pattern[str]:
    return any_of(["<person>", "he|she|him|her|them|their|his|they"])


def place(text: str) -> str | None:
    """The part of the UK that plain text names first, unless it is denied."""
    hits = []
    for rule in _places():
        for found in rule.pattern.finditer(text):
            before = text[max(0, found.start() - 22) : found.start()]
            if re.search(r"\b(?:not|never|nor|outside|isn)\b(?: \w+){0,2} $", before):
                continue
            hits.append((found.start(), -(found.end() - found.start()), rule.value))
    return min(hits)[2] if hits else None


def _by_age(found: re.Match[str]) -> str | None:
    words = load("macros")["number_word"].split("|")
    for name, held in found.groupdict().items():
        if held is None:
            continue
        if name in ("months", "school"):
            return "child"
        years = int(held) if held.isdigit() else words.index(held) + 1
        return "child" if years < 18 else "adult"
    return None


def _by_rules(
    among: tuple[tuple[Rule, re.Pattern[str] | None, bool], ...], text: str
) -> Found | None:
    grown = False
    for rule, unless, with_kin in among:
        found = rule.pattern.search(text)
        if not found or (unless and unless.search(text)):
            continue
        if with_kin and not _kin().search(text):
            continue
        if rule.value == "age":
            if _by_age(found) == "child":
                return Found("child", rule.confidence)
            grown = True
            continue
        if grown and rule.value == "child":
            return Found("adult_agrees", 0.75)
        return Found(rule.value, rule.confidence, rule.extra)
    return None


def plain_yes_no(text: str) -> str | None:
    """`yes` or `no` where plain text begins with one of them."""
    for word, signs in _EMOJI.items():
        if any(sign in text for sign in signs):
            return word
    if _PLAIN_NO.match(text):
        return "no"
    return "yes" if _PLAIN_YES.match(text) else None


def _by_lead(closed: Closed, text: str) -> Found | None:
    word = plain_yes_no(text)
    value = closed.means.get(word) if word else None
    if value is None:
        return None
    soft = re.search(_SOFT, text)
    return Found(value, 0.75 if soft else 0.95, plain_only=len(text.split()) <= 4)


def _read_once(question_id: str, text: str) -> Found | None:
    closed = questions()[question_id]
    if closed.short and len(text.split()) > closed.short:
        return _by_lead(closed, text) if re.match(r"^(?:yes|okay)[,.!]", text) else None
    if closed.places:
        nation = place(text)
        return Found(nation, 0.9) if nation else None
    text = bare(text)
    return (
        _by_rules(closed.before, text)
        or _by_lead(closed, text)
        or _by_rules(closed.rules, text)
    )


def read(question_id: str, text: str) -> Found | None:
    """What plain text answers to a closed question; the later half wins where it corrects itself."""
    parts = _SELF_CORRECTION.split(text)
    if len(parts) > 1:
        later = _read_once(question_id, parts[-1])
        if later:
            return later
    return _read_once(question_id, text)
