"""Answers to closed questions: rules from data, plain yes and no, places."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from bot.reading.control import bare
from bot.reading.patterns import Rule, any_of, rules
from bot.reading.plain import load

YES_NO = ("yes", "no")
_FILES = ("closed_who", "closed_steps")
Guarded = tuple[Rule, re.Pattern[str] | None, bool]


@dataclass(frozen=True)
class Found:
    """A value, how sure it is, and what else the same words answer."""

    value: str
    confidence: float
    extra: tuple[tuple[str, str], ...] = ()
    plain_only: bool = False
    """True where nothing but a yes or no said so."""
    by_lead: bool = False
    """True where the yes or no at the start said so."""


@dataclass(frozen=True)
class Closed:
    """One closed question's values and rules."""

    values: tuple[str, ...]
    before: tuple[Guarded, ...]
    rules: tuple[Guarded, ...]
    hints: tuple[Guarded, ...]
    means: dict[str, str]
    short: int
    places: bool
    only_said: dict[str, re.Pattern[str]]
    """Values that nobody means who does not say so."""


def _guarded(entries: list[dict[str, Any]]) -> tuple[Guarded, ...]:
    made: list[Guarded] = []
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
            means = {word: entry[f"{word}_means"] for word in YES_NO if f"{word}_means" in entry}
            made[question_id] = Closed(
                tuple(entry["values"]),
                _guarded(entry["before"]),
                _guarded(entry["rules"]),
                _guarded(entry.get("hints", [])),
                means,
                int(entry.get("short", 0)),
                "places" in entry,
                {value: any_of(said) for value, said in entry.get("only_said", {}).items()},
            )
    return made


@lru_cache(maxsize=1)
def _places() -> tuple[Rule, ...]:
    return rules([{nation: words} for nation, words in load("places").items()])


@lru_cache(maxsize=1)
def _kin() -> re.Pattern[str]:
    return any_of(["<person>", "he|she|him|her|them|their|his|they"])


_ELSEWHERE = re.compile(
    r"\b(?:live|lives|lived|living|house|home|address|born|moved|come from)\b"
    r"|\b(?:i am|we are|he is|she is)$"
)
_CLAUSE = re.compile(r"[,.;]|\bbut\b|\band\b|\bthough\b")


def place(text: str) -> str | None:
    """The part of the UK that plain text names first, unless denied or only where someone lives."""
    hits = []
    for rule in _places():
        for found in rule.pattern.finditer(text):
            before = text[max(0, found.start() - 22) : found.start()]
            if re.search(r"\b(?:not|never|nor|outside|isn)\b(?: \w+){0,2} $", before):
                continue
            at_home = bool(_ELSEWHERE.search(_CLAUSE.split(text[: found.start()].strip(" ,"))[-1]))
            hits.append((at_home, found.start(), -(found.end() - found.start()), rule.value))
    return min(hits)[3] if hits else None


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


def _by_rules(among: tuple[Guarded, ...], text: str) -> Found | None:
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


@lru_cache(maxsize=4)
def _plain(word: str) -> re.Pattern[str]:
    data = load("yesno")
    unless = data["no_unless"] if word == "no" else ""
    return re.compile(rf"{data['opening']}(?:{'|'.join(data[word])})(?!\w){unless}")


@lru_cache(maxsize=4)
def _yes_no_words(key: str) -> re.Pattern[str]:
    return re.compile(load("yesno")[key])


def plain_yes_no(text: str) -> str | None:
    """`yes` or `no` where plain text begins with one of them."""
    for word, signs in load("yesno")["signs"].items():
        if any(sign in text for sign in signs):
            return str(word)
    begun = next((word for word in ("no", "yes") if _plain(word).match(text)), None)
    key = "last_word" if len(text.split()) <= 4 else "last_after_so"
    last = _yes_no_words(key).search(text)
    return begun or (last[1] if last else None)


def _by_lead(closed: Closed, text: str) -> Found | None:
    word = plain_yes_no(text)
    value = closed.means.get(word) if word else None
    if value is None:
        return None
    soft = _yes_no_words("soft").search(text)
    only = len(text.split()) <= 4
    return Found(value, 0.75 if soft else 0.95, plain_only=only, by_lead=True)


_BEGUN = re.compile(r"((?:[\w']+ ?){1,4})[,.!]")
_BEGINNING = re.compile(r"((?:[\w']+ ?){1,8})[,.!;]")
_FEW, _LONG = 4, 20


def _unknown(closed: Closed, text: str) -> Found | None:
    """ "Not sure" where a text that begins with neither yes nor no says so in passing."""
    if "not_sure" not in closed.values or not _yes_no_words("unknowing").search(text):
        return None
    return None if plain_yes_no(text) else Found("not_sure", 0.75)


def _read_once(question_id: str, text: str) -> Found | None:
    closed = questions()[question_id]
    if closed.short and len(text.split()) > closed.short:
        begun = _BEGUN.match(text)
        return _read_once(question_id, begun[1]) if begun else None
    if closed.places:
        nation = place(text)
        return _unknown(closed, text) or (Found(nation, 0.95) if nation else None)
    words = bare(text)
    return (
        _unknown(closed, text)
        or _by_rules(closed.before, words)
        or _by_lead(closed, text)
        or _by_rules(closed.rules, words)
    )


def read(question_id: str, text: str) -> Found | None:
    """What plain text answers; where it corrects itself, its later half."""
    parts = _yes_no_words("correction").split(text)
    if len(parts) > 1:
        later = _read_once(question_id, parts[-1])
        if later:
            return later
    found = _read_once(question_id, text)
    return _surer(question_id, text, found) if found else None


def _surer(question_id: str, text: str, found: Found) -> Found:
    """More sure of a few words, and of a long text that begins with the same answer."""
    words = len(text.split())
    begun = _BEGINNING.match(text) if words >= _LONG else None
    alone = _read_once(question_id, begun[1]) if begun else None
    plainly = words <= _FEW or (alone is not None and alone.value == found.value)
    return replace(found, confidence=0.95) if plainly and found.confidence >= 0.85 else found


def unsaid(question_id: str, text: str) -> tuple[str, ...]:
    """The values that plain text cannot mean, because it has none of the words for them."""
    question = questions().get(question_id)
    only = question.only_said if question else {}
    return tuple(value for value, said in only.items() if not said.search(text))


def hint(question_id: str, text: str) -> Found | None:
    """A likely meaning of plain text, from words that usually go with one answer."""
    return _by_rules(questions()[question_id].hints, bare(text))
