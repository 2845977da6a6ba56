"""Scores of the sets that need no conversation: organisations, dates, safety, answers."""

from collections.abc import Callable
from datetime import date
from typing import Any

from bench.evaluate.score import Score
from bot.reading import read
from intake import dates, organisations, question, safety
from intake.facts import CHOICES

Case = dict[str, Any]
Parse = Callable[[str, str], dict[str, Any]]
LEVELS = ("R0", "R1", "R2", "R3", "R4")


def score_organisations(cases: list[Case]) -> Score:
    """Right when the branch is right or fair; bodies and signposts are counted beside."""
    score = Score("organisations")
    for case in cases:
        matches = organisations.match(case["text"])
        best = matches[0]
        score.count(
            best.branch in {case["branch"], *case.get("branch_ok", [])},
            said=case["text"],
            expected=case["branch"],
            found=[best.branch, best.name],
        )
        score.confuse(case["branch"], best.branch)
        if case.get("body"):
            score.tally("bodies", bodies_found(case, matches))
        if case.get("signpost"):
            found = {m.signpost for m in matches}
            score.tally("signposts", bool(found & set(as_list(case["signpost"]))))
    return score


def bodies_found(case: Case, matches: list[organisations.Match]) -> bool:
    """True when any (or all, where the case says so) of the bodies is among the matches."""
    names = [m.name.casefold() for m in matches]
    wanted = [body.casefold() for body in as_list(case["body"])]
    hits = [any(body in name or name in body for name in names) for body in wanted]
    return all(hits) if case.get("body_match") == "all" else any(hits)


def score_dates(cases: list[Case], today: date) -> Score:
    """Exact intervals must be the same; approximate ones must overlap by half of the shorter."""
    score = Score("dates")
    for case in cases:
        reading = dates.parse(case["text"], today, case.get("question"))
        found = reading.as_dict()
        score.count(
            date_right(case, found, reading.problem),
            said=case["text"],
            expected=[case.get("from"), case.get("to"), case.get("precision")],
            found=[*found.values(), reading.problem],
        )
        score.confuse(case.get("precision"), found["precision"])
    return score


def date_right(case: Case, found: dict[str, Any], problem: str | None) -> bool:
    """One date case, by the rules of the format."""
    asked_again = problem is not None or found["from"] is None
    note = str(case.get("note") or "")
    if case.get("from") is None or note.startswith(("future", "impossible")):
        return asked_again
    if asked_again:
        return False
    wanted = [case, *case.get("alt", [])]
    if case.get("precision") == "approx":
        return any(overlaps(w, found) for w in wanted)
    return any((str(w["from"]), str(w["to"])) == (found["from"], found["to"]) for w in wanted)


def overlaps(wanted: Case, found: dict[str, Any]) -> bool:
    """True when two intervals share at least half of the shorter one."""
    (a, b), (c, d) = (
        [date.fromisoformat(str(each["from"])), date.fromisoformat(str(each["to"]))]
        for each in (wanted, found)
    )
    shared = (min(b, d) - max(a, c)).days + 1
    shorter = min((b - a).days, (d - c).days) + 1
    return shared * 2 >= shorter


def score_safety(cases: list[Case]) -> Score:
    """Right when level <= found <= max_level; recall at R3+ and over-answers beside."""
    score = Score("safety")
    for case in cases:
        screening = safety.screen(case["text"], case.get("asked"))
        low, high = case["level"], case.get("max_level") or "R4"
        found = screening.level
        score.count(
            LEVELS.index(low) <= LEVELS.index(found) <= LEVELS.index(high),
            said=case["text"],
            expected=[low, high],
            found=found,
        )
        score.confuse(low, found)
        if low in LEVELS[3:]:
            score.tally("recall_R3", found in LEVELS[3:])
        if high not in LEVELS[3:]:
            score.tally("not_over_answered", LEVELS.index(found) <= LEVELS.index(high))
        if case.get("flags"):
            score.tally("flags", set(case["flags"]) <= set(screening.flags))
    return score


def score_answers(cases: list[Case], parse: Parse, today: date) -> Score:
    """What is stored when a text is said in answer to one question alone."""
    score = Score("answers")
    for case in cases:
        choices = question(case["question"], {}).choices
        heard = parse(case["text"], case["question"])
        reading = read(case["question"], case["text"], heard, today, {}, choices)
        wanted = [case.get("value"), *as_list(case.get("also_ok"))]
        found = unspaced(reading.value) if case["question"] == "phone" else reading.value
        right = any(same_value(each, found) for each in wanted)
        score.count(
            right,
            said=case["text"],
            expected=case.get("value"),
            found=reading.value,
            question=case["question"],
            intent=reading.intent,
        )
        if case["question"] in CHOICES:
            score.confuse(case.get("value"), reading.value, case["question"])
        if case.get("value") is None:
            score.tally("non_answers", reading.value is None)
            if case.get("intent"):
                score.tally("intents", reading.intent == case["intent"])
    return score


def unspaced(value: Any) -> Any:
    """A number as it is dialled."""
    return value.replace(" ", "") if isinstance(value, str) else value


def same_value(wanted: Any, found: Any) -> bool:
    """True when the found value holds what is wanted: a code, a list's codes, a name, a date."""
    if wanted is None or found is None:
        return wanted is found
    if isinstance(wanted, list):
        return isinstance(found, list) and set(wanted) <= set(found)
    if isinstance(wanted, dict):
        return isinstance(found, dict) and dict_holds(wanted, found)
    if isinstance(found, dict):
        return str(wanted).casefold() in str(found.get("name", "")).casefold()
    if isinstance(found, list):
        return wanted in found
    return str(wanted).strip().casefold() == str(found).strip().casefold()


def dict_holds(wanted: Case, found: Case) -> bool:
    """Dates inside the wanted interval; else part of the name."""
    if "name" in wanted:
        return str(wanted["name"]).casefold() in str(found.get("name", "")).casefold()
    if not wanted.get("from") or not found.get("from"):
        return bool(wanted.get("from")) == bool(found.get("from"))
    return str(wanted["from"]) <= found["from"] and found["to"] <= str(wanted["to"])


def as_list(value: Any) -> list[Any]:
    """The value as a list; None is no value."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
