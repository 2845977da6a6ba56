"""E5: twelve months from knowing. Time alone never closes a complaint."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from intake.dates_in_words import day_in_words, span_in_words
from intake.decision import Result
from intake.facts import Span, add_months
from intake.rules.model import HSCA_IN_FORCE, Citation, Finding, Rule
from intake.situation import Situation


def check(s: Situation) -> Iterable[Finding]:
    """The clock starts with knowledge, not with the event or with the final answer."""
    noticed, problem = notice(s)
    flags = _clock_flags(s) + _order_flags(s)
    if problem:
        yield Finding(
            Result.NEEDS_STAFF, problem, "not_sure", ("TIME_UNKNOWN", *flags), yields=True
        )
    elif noticed is None:
        return
    else:
        yield _finding(s, noticed, flags)


def notice(s: Situation) -> tuple[Span | None, str | None]:
    """When the person first knew, or the wording key of why that cannot be said."""
    aware, happened = s.span("aware_on"), s.span("happened_on")
    if aware is not None and aware.known and aware.first > s.today:
        return None, "future"
    if aware is not None and aware.known:
        return _latest(aware, happened, s.today), None
    if happened is None or not happened.known or happened.first > s.today:
        return None, None if aware is None else "unknown"
    # Nobody knows of a thing before it happens: recent events settle the question by themselves.
    if aware is None or s.today <= deadline(s, happened.first):
        return happened, None
    return None, "unknown"


def deadline(s: Situation, noticed: date) -> date:
    """The last day in time: the same day twelve calendar months later (29 Feb -> 28 Feb)."""
    return add_months(noticed, s.config.months_allowed)


def _latest(aware: Span, happened: Span | None, today: date) -> Span:
    """Of several linked events the latest counts for sorting; all are kept for staff."""
    if happened is None or not happened.known or happened.first > today:
        return aware
    return happened if happened.first > aware.last else aware


def _finding(s: Situation, noticed: Span, flags: tuple[str, ...]) -> Finding:
    first, last = deadline(s, noticed.first), deadline(s, min(noticed.last, s.today))
    said = span_in_words(noticed)
    values = {"deadline": day_in_words(last)}
    if s.today > last:
        more = ("OVER_LIMIT", *flags)
        return Finding(Result.LIKELY_DISCRETION, "over", said, more, (), ("over_limit",), values)
    if s.today > first:
        # A month or a year without a day: it may be late and it may not.
        more = ("OVER_LIMIT", "DATE_APPROX", *flags)
        return Finding(
            Result.LIKELY_DISCRETION, "maybe_over", said, more, (), ("over_limit",), values
        )
    near = (first - s.today).days <= s.config.urgent_days
    more = ("URGENT_LIMIT", *flags) if near else flags
    values = {"deadline": day_in_words(first)}
    return Finding(
        Result.PASS,
        "urgent" if near else "pass",
        said,
        more,
        (),
        ("urgent",) if near else (),
        values,
    )


def _clock_flags(s: Situation) -> tuple[str, ...]:
    """For a government complaint the clock runs until an MP has it (PCA 1967 s.6(3))."""
    waiting = s.is_gov and not s.is_victim and s.config.mp_filter_enabled
    return ("MP_CLOCK",) if waiting and s.answer("mp_referral") != "signed" else ()


def _order_flags(s: Situation) -> tuple[str, ...]:
    """Dates that cannot all be right are kept for staff to sort out."""
    pairs = (
        ("happened_on", "aware_on"),
        ("complained_on", "final_response_on"),
        ("happened_on", "final_response_on"),
    )
    for earlier, later in pairs:
        before, after = s.span(earlier), s.span(later)
        if before and after and before.known and after.known and before.first > after.last:
            return ("DATES_DISAGREE",)
    return ()


def is_running_out(s: Situation) -> bool:
    """Whether so long has passed that a person who goes elsewhere first must be warned."""
    noticed, _ = notice(s)
    if noticed is None or not noticed.known:
        return False
    return s.today > add_months(noticed.first, s.config.warn_months)


RULE = Rule(
    id="E5_TIME",
    title="It comes within a year of knowing",
    citation=Citation("HSCA 1993 s.9(4)", "PCA 1967 s.6(3)"),
    needs=("aware_on", "happened_on", "mp_referral"),
    check=check,
    in_force_from=HSCA_IN_FORCE,
)
