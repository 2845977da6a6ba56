"""The dates of a story, each given to the question that the words around it speak of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Any

from bot.reading import letters
from bot.reading.clauses import Clause, Sentence, cut, sentences
from bot.reading.model import Reading, answer
from bot.reading.patterns import any_of
from bot.reading.plain import load
from intake import dates

ROLES = ("final_response_on", "complained_on", "aware_on", "happened_on")
NO_ROLE = "other"
OTHERS = ("of_others", "no_event")
# How far a cue may stand from its date, in words, and what a turn of the sentence costs.
FARTHEST = 12.0
BETWEEN = 40  # letters between a date and the one that takes it back
COMMA, TURN, OTHER_DATE, AFTER = 2.5, 3.0, 4.0, 1.5
_MARK = re.compile(r"zq(\d+)q")
_SAME = re.compile(r"(?:the |on the )?(?:very )?(?:same|that)\b", re.IGNORECASE)
_TURNS = ("and", "then", "but", "who", "which", "so")


@dataclass(frozen=True)
class Dated:
    """A date of the story and the question that it answers."""

    number: int
    role: str
    value: dict[str, Any]
    clause: Clause
    firm: bool = False
    """True where its cue names the event outright: "final response", "formal complaint"."""


@lru_cache(maxsize=16)
def _cue(name: str) -> re.Pattern[str]:
    return any_of(load("story_times")[name])


def read(
    text: str, clauses: tuple[Clause, ...], today: date, known: Mapping[str, Reading]
) -> dict[str, Reading]:
    """One date a question: the first told when it happened, the surest told of letters."""
    told: list[Dated] = []
    mentions, roles = with_roles(text, today)
    for number, role, firm in roles:
        mention = mentions[number]
        if any(first <= mention.start < last for first, last in letters.heads(text)):
            role, firm = "final_response_on", True
        clause = _clause_at(clauses, mention.start)
        if clause and role in ROLES and _fits(role, known):
            value = mention.reading.as_dict()
            told.append(Dated(number, role, value, clause, firm))
    return _in_order(_begun(_chosen(told), told))


def with_roles(
    text: str, today: date
) -> tuple[list[dates.DateMention], list[tuple[int, str, bool]]]:
    """The dates of a text, and what each is of: its number, its question, whether outright."""
    mentions = [
        mention
        for mention in dates.find_all(text, today)
        if not mention.reading.problem and (mention.reading.from_ or mention.reading.to)
    ]
    mentions = [m for n, m in enumerate(mentions) if not _taken_back(text, mentions[n : n + 2])]
    marked = _marked(text, [(mention.start, mention.end) for mention in mentions])
    return mentions, list(_roles(sentences(cut(marked)), mentions)) if mentions else []


def _taken_back(text: str, pair: list[dates.DateMention]) -> bool:
    """ "In January... no hang on, it was February": the first of two is none."""
    between = text[pair[0].end : pair[-1].start].lower() if len(pair) > 1 else ""
    return len(between) <= BETWEEN and bool(_cue("taken_back").search(between))


def _begun(found: dict[str, Reading], told: list[Dated]) -> dict[str, Reading]:
    """Of two dates of getting to know, where nothing else happened, the first is the event's."""
    knew = sorted((d for d in told if d.role == "aware_on"), key=lambda d: str(d.value["to"]))
    apart = len(knew) > 1 and str(knew[0].value["to"]) < str(knew[-1].value["from"])
    if "happened_on" in found or not apart:
        return found
    happened, aware = (answer(d.value, d.clause.said, 0.8) for d in (knew[0], knew[-1]))
    return {**found, "happened_on": happened, "aware_on": aware}


def _marked(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with a word of our own in place of each date."""
    for number in range(len(spans) - 1, -1, -1):
        start, end = spans[number]
        text = f"{text[:start]} zq{number}q {text[end:]}"
    return text.replace("(", ", ").replace(")", ", ")


def _clause_at(clauses: tuple[Clause, ...], start: int) -> Clause | None:
    return next((clause for clause in clauses if clause.start <= start < clause.end), None)


def _roles(
    told: tuple[Sentence, ...], mentions: list[dates.DateMention]
) -> Iterator[tuple[int, str, bool]]:
    """Each date's number and what it is the date of; a date may be of two things."""
    before: list[int] = []
    for sentence in told:
        row = " , ".join(clause.words for clause in sentence.clauses)
        here = [int(found[1]) for found in _MARK.finditer(row)]
        for number in here:
            role, firm = _role(row, number, sentence.clauses[0].letter, mentions[number])
            yield number, role, firm
        yield from _same_day(row, here, before)
        before += here


def _role(row: str, number: int, in_letter: bool, mention: dates.DateMention) -> tuple[str, bool]:
    """What the words nearest to a date say that it is of."""
    by_date = mention.role if mention.role in ROLES else None
    if by_date and _SAME.match(mention.words):
        return by_date, False
    start, end = next(f.span() for f in _MARK.finditer(row) if f[1] == str(number))
    best: tuple[float, str, bool] = (FARTHEST, "", False)
    own = row[:start].rpartition(" , ")[2]
    for name in (*OTHERS, *ROLES) if not _cue("ours").search(own) else ROLES:
        for found in _cue(name).finditer(row):
            cost = _cost(row, found, start, end)
            firm = bool(_cue("firm").search(found[0]))
            best = min(best, (cost - 0.5 * firm, name, firm))
    if _is_of_others(row, start):
        return "of_others", False
    if best[1]:
        return best[1], best[2]
    if mention.role == NO_ROLE and mention.reading.precision == "approx":
        return "", False  # "within six months" is no date of anything
    return ("final_response_on" if in_letter else by_date or "happened_on"), False


def _cost(row: str, found: re.Match[str], start: int, end: int) -> float:
    """How far a cue is from a date; what stands between them makes it farther."""
    if found.start() < end and found.end() > start:
        return 0.0
    after = found.start() >= end
    between = (row[end : found.start()] if after else row[found.end() : start]).split()
    cost = _cost_after(row, found, between) if after else 0.0
    for word in between:
        turned = TURN if word in _TURNS else 1.0
        cost += COMMA if word == "," else OTHER_DATE if _MARK.fullmatch(word) else turned
    return cost


def _cost_after(row: str, found: re.Match[str], between: list[str]) -> float:
    """A cue after the date may well be of the next thing, or of a date that is nearer to it."""
    following = _MARK.search(row, found.end())
    nearer = following and len(row[found.end() : following.start()].split()) <= len(between) + 2
    return AFTER + (COMMA if "," in between else 0.0) + (FARTHEST if nearer else 0.0)


def _is_of_others(row: str, start: int) -> bool:
    """Whether the date is of a reviewer, an MP or a court that its clause begins with."""
    clauses = row[:start].split(" , ")
    own = clauses[-1]
    if _cue("of_others").search(own) and not _cue("ours").search(own):
        return True
    carried = len(clauses) > 1 and _cue("carried_on").match(own)
    before = clauses[-2] if carried else ""
    return bool(_cue("of_others").search(before)) and not _cue("ours").search(own)


def _same_day(row: str, here: list[int], before: list[int]) -> Iterator[tuple[int, str, bool]]:
    """ "I knew the same day": the date before it is of this too."""
    for role in ("aware_on", "complained_on"):
        found = _cue(f"{role}_same_day").search(row)
        if not found:
            continue
        earlier = [int(m[1]) for m in _MARK.finditer(row, 0, found.end())]
        later = [number for number in here if number not in earlier]
        number = next(iter([*earlier[-1:], *later[:1], *before[-1:]]), None)
        if number is not None:
            yield number, role, True


def _fits(role: str, known: Mapping[str, Reading]) -> bool:
    needed = {"complained_on": "complained_locally", "final_response_on": "final_response"}
    if role not in needed:
        return True
    said = known.get(needed[role])
    return said is not None and said.value == "yes"


def _chosen(told: list[Dated]) -> dict[str, Reading]:
    """Of several dates for one question the surest; of letters the last, else the first."""
    found: dict[str, Reading] = {}
    for role in ROLES:
        among = [dated for dated in told if dated.role == role]
        among = _exact(among)
        firm = [dated for dated in among if dated.firm]
        among = firm if firm and role != "happened_on" else among
        if among:
            best = _narrowest(among[-1] if role == "final_response_on" else among[0], among)
            found[role] = answer(best.value, best.clause.said, 0.8)
    return found


def _narrowest(best: Dated, among: list[Dated]) -> Dated:
    """ "It was February, the 17th of Feb": the day within the month that was told first."""
    first, last = best.value["from"], best.value["to"]
    within = (
        d
        for d in among
        if d.clause.sentence == best.clause.sentence
        and d.value["precision"] == "day"
        and best.value["precision"] == "month"
        and first <= d.value["from"] <= last
    )
    return next(within, best)


def _exact(among: list[Dated]) -> list[Dated]:
    """Leaves out "for eight months" where its own sentence also says "since February"."""
    rough = [dated for dated in among if dated.value["precision"] == "approx"]
    sentences_with = {
        dated.clause.sentence for dated in among if dated.value["precision"] in ("day", "month")
    }
    return [d for d in among if d not in rough or d.clause.sentence not in sentences_with]


def _in_order(found: dict[str, Reading]) -> dict[str, Reading]:
    """Drops dates that can't be so, such as a complaint before the event."""
    for earlier, later in (
        *pairwise(("happened_on", "complained_on", "final_response_on")),
        ("happened_on", "final_response_on"),
        ("aware_on", "final_response_on"),
    ):
        if earlier in found and later in found:
            first, last = found[earlier].value["from"], found[later].value["to"]
            if first and last and first > last:
                del found[earlier]
    return found


def cued(text: str) -> list[str]:
    """The questions for a date that the words of a message speak of, whatever its dates."""
    words = " , ".join(clause.words for clause in cut(text))
    return [role for role in ROLES if _cue(role).search(words)]
