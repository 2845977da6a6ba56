"""Every rule of eligibility, each with its source and the days it is in force."""

from __future__ import annotations

from datetime import date

from intake.rules import body, legal, local, matter, mp, outcome, second_tier, short, time, who
from intake.rules.model import Citation, Finding, Rule

# Changes with every change of a rule or of its wording; stored with each decision. A test guards
# it: after raising it, run `python -m intake.docs --version-digest` and `python -m intake.docs`.
VERSION = "2026-11-23.10"
ALL: tuple[Rule, ...] = (
    body.RULE,
    matter.RULE,
    local.RULE,
    second_tier.RULE,
    time.RULE,
    who.RULE,
    mp.RULE,
    legal.RULE,
    *short.RULES,
    outcome.RULE,
)


def in_force(day: date) -> tuple[Rule, ...]:
    """The rules that apply on a day."""
    return tuple(rule for rule in ALL if rule.in_force(day))


__all__ = ["ALL", "VERSION", "Citation", "Finding", "Rule", "in_force"]
