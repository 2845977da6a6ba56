"""E3: a complaint to the organisation comes first, and its final answer."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

import yaml

from intake.dates_in_words import day_in_words, span_in_words
from intake.decision import Result
from intake.facts import add_months
from intake.rules.model import HSCA_IN_FORCE, Citation, Finding, Rule
from intake.situation import Situation

REASONS = Path(__file__).parent.parent / "data" / "local_reasons.yml"
# From this many words on, a reason is for staff to weigh, even where we do not know its kind.
WORDS_OF_A_REASON = 5


def check(s: Situation) -> Iterable[Finding]:
    """The decision table: complained, final answer, how long ago."""
    complained = s.answer("complained_locally")
    if complained is None:
        return
    if complained == "not_sure":
        yield Finding(Result.NEEDS_STAFF, "complained_unknown", complained, steps=("find_letters",))
    elif complained == "no":
        yield _not_complained(s)
    else:
        yield from _complained(s)


def _not_complained(s: Situation) -> Finding:
    reason = s.words("cannot_complain_reason")
    if is_good_reason(reason):
        return Finding(
            Result.LIKELY_DISCRETION,
            "good_reason",
            reason,
            ("UNREASONABLE_TO_EXHAUST",),
        )
    steps = ("complain_nhs", "advocacy") if s.is_nhs else ("complain_gov",)
    return Finding(Result.NOT_YET, "not_complained", "no", steps=(*steps, "come_back"))


def _complained(s: Situation) -> Iterable[Finding]:
    final = s.answer("final_response")
    if final == "yes":
        yield Finding(Result.PASS, "pass", "yes")
    elif final == "not_sure":
        yield Finding(Result.NEEDS_STAFF, "final_unknown", final, steps=("final_letter",))
    elif final == "no":
        yield _waiting(s)


def _waiting(s: Situation) -> Finding:
    """No final answer: too early, or long enough to step in."""
    when = s.span("complained_on")
    if when is None:
        return Finding(Result.NOT_YET, "waiting", "no", steps=("chase", "come_back"))
    if not when.known or when.first > s.today:
        return Finding(Result.NEEDS_STAFF, "waiting_unknown", "not_sure")
    due = limit(s, when.first)
    if s.today < due:
        last = limit(s, when.last)
        return Finding(
            Result.NOT_YET,
            "waiting",
            span_in_words(when),
            steps=("chase", "wait_until", "come_back"),
            values={"due": day_in_words(last)},
        )
    # A month without a day may begin before the limit and end after it: staff look.
    flags = (
        ("LATE_RESPONSE",) if s.today >= limit(s, when.last) else ("LATE_RESPONSE", "DATE_APPROX")
    )
    return Finding(Result.LIKELY_DISCRETION, "late_response", span_in_words(when), flags)


def limit(s: Situation, complained: date) -> date:
    """The day from which no answer is late (SI 2009/309 reg 14; the office's own for GOV)."""
    if s.is_gov:
        return complained + timedelta(weeks=s.config.gov_no_reply_weeks)
    return add_months(complained, s.config.nhs_no_reply_months)


def is_good_reason(reason: str) -> bool:
    """Whether a reason for not complaining first is one that staff should weigh."""
    plain = re.sub(r"['’`]", "", reason.lower())
    if not plain:
        return False
    good, weak = _patterns()
    if good.search(plain):
        return True
    return not weak.search(plain) and len(plain.split()) >= WORDS_OF_A_REASON


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    lists = yaml.safe_load(REASONS.read_text(encoding="utf-8"))
    good, weak = (re.compile(rf"\b(?:{'|'.join(lists[kind])})\b") for kind in ("good", "weak"))
    return good, weak


RULE = Rule(
    id="E3_LOCAL",
    title="The organisation has had its chance to put it right",
    citation=Citation(
        "HSCA 1993 s.4(4)-(5); SI 2009/309 regs 12-14",
        "PCA 1967 s.5(5) (discretion); office practice",
    ),
    needs=("complained_locally", "final_response", "complained_on", "cannot_complain_reason"),
    check=check,
    in_force_from=HSCA_IN_FORCE,
)
