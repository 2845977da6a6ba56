"""Days and spans of days as people write them."""

from __future__ import annotations

from datetime import date

from intake.facts import Span

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def day_in_words(day: date) -> str:
    """1 September 2026."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def span_in_words(span: Span) -> str:
    """A date as exactly as it is known."""
    start, end = span.start, span.end
    if start is None:
        return f"before {day_in_words(end)}" if end else "not sure"
    if end is None:
        return f"after {day_in_words(start)}"
    if start == end:
        return day_in_words(start)
    if span.precision == "year" and start.year == end.year:
        return str(start.year)
    if span.precision == "month" and (start.year, start.month) == (end.year, end.month):
        return f"{MONTHS[start.month - 1]} {start.year}"
    return f"between {day_in_words(start)} and {day_in_words(end)}"
