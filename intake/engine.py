"""Facts in, decision out: every rule in force is asked, and the most serious finding counts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from intake import rules, wording
from intake.config import Config, load
from intake.dates_in_words import dates_in
from intake.decision import Decision, Reason, Result
from intake.facts import Facts
from intake.next_steps import next_steps
from intake.rules import Finding, Rule
from intake.rules.legal import only_decision
from intake.rules.matter import wholly_out
from intake.rules.time import is_running_out
from intake.situation import Situation

MOST_SIGNPOSTS = 3
Found = tuple[Rule, Finding]


def decide(facts: Facts, today: date, config: Config | None = None, locale: str = "en") -> Decision:
    """Sorts a complaint. Pure: reads only its arguments and the data files; refuses no facts."""
    settings = config or load()
    return judge(situation(facts, today, settings, locale))


def situation(
    facts: object, today: date, config: Config | None = None, locale: str = "en"
) -> Situation:
    """The situation that the rules read."""
    day = today.date() if isinstance(today, datetime) else today
    known = {str(key): value for key, value in facts.items()} if isinstance(facts, dict) else {}
    return Situation(known, day, config or load(), locale)


def judge(s: Situation) -> Decision:
    """The decision on a situation, told in its language."""
    found = findings(s)
    result = worst(found)
    found = sorted(found, key=lambda each: each[1].result.rank)
    signposts = _unique(post for _, each in found for post in each.signposts)[:MOST_SIGNPOSTS]
    return Decision(
        result=result.value,
        reasons=[_reason(s, rule, each) for rule, each in found],
        flags=sorted({flag for _, each in found for flag in each.flags} | _asked(s, result)),
        signposts=signposts,
        next_steps=next_steps(s, result, [each for _, each in found], signposts),
        rules_version=rules.VERSION,
    )


def findings(s: Situation) -> list[Found]:
    """What every rule in force found, with those that give way taken down to a mark."""
    if "findings" not in s.memory:
        s.memory["findings"] = _find(s)
    known: list[Found] = s.memory["findings"]
    return known


def _find(s: Situation) -> list[Found]:
    out = s.all_out or wholly_out(s) or only_decision(s)
    found = [
        (rule, finding)
        for rule in rules.in_force(s.today)
        if not (rule.needs_remit and out)
        for finding in rule.check(s)
    ]
    firm = {finding.result for _, finding in found if not finding.yields}
    gives_way = bool(firm & {Result.NOT_YET, Result.NOT_FOR_US})
    return [(rule, _eased(each) if gives_way and each.yields else each) for rule, each in found]


def worst(found: list[Found]) -> Result:
    """The most serious result (order of severity); with nothing against, it looks eligible."""
    ranked = sorted((finding.result for _, finding in found), key=lambda result: result.rank)
    return ranked[0] if ranked and ranked[0] is not Result.PASS else Result.LOOKS_ELIGIBLE


def _eased(finding: Finding) -> Finding:
    return Finding(
        Result.PASS, finding.key, finding.answer, finding.flags, finding.signposts,
        finding.steps, finding.values, finding.rule_id, finding.citation,
    )  # fmt: skip


def _reason(s: Situation, rule: Rule, finding: Finding) -> Reason:
    key = f"reasons.{rule.id}.{finding.key}"
    values = {**s.words_for, **dates_in(s.locale, finding.values)}
    return Reason(
        rule_id=finding.rule_id or rule.id,
        answer=finding.answer,
        result=finding.result.value,
        text=wording.filled(key, values, s.locale, s.voice, s.config),
        citation=(finding.citation or rule.citation).of(s.branch),
    )


def _asked(s: Situation, result: Result) -> set[str]:
    """Marks of what the person asked for, and of time that runs while another step comes first."""
    marks: set[str] = set()
    if result is Result.NOT_YET and is_running_out(s):
        marks.add("TIME_LIMIT_NEAR")
    if s.answer("send_anyway") == "yes":
        marks.add("SEND_ANYWAY")
    return marks


def _unique(items: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(items))
