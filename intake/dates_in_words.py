"""Days and spans of days as people write them, in each language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from intake.facts import Span

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
WELSH_MONTHS = (
    "Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin", "Gorffennaf", "Awst", "Medi",
    "Hydref", "Tachwedd", "Rhagfyr",
)  # fmt: skip
MONTHS_IN = {"en": MONTHS, "cy": WELSH_MONTHS}
SPANS = {
    "en": {
        "before": "before {end}",
        "after": "after {start}",
        "between": "between {start} and {end}",
        "unknown": "not sure",
    },
    "cy": {
        "before": "cyn {end}",
        "after": "ar ôl {start}",
        "between": "rhwng {start} a {end}",
        "unknown": "ddim yn siŵr",
    },
}
_DAY = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(MONTHS)}) (\d{{4}})\b")


def day_in_words(day: date, locale: str = "en") -> str:
    """1 September 2026."""
    return f"{day.day} {_months(locale)[day.month - 1]} {day.year}"


def span_in_words(span: Span, locale: str = "en") -> str:
    """A date as exactly as it is known."""
    start, end = span.start, span.end
    if start is not None and start == end:
        return day_in_words(start, locale)
    if start is not None and end is not None:
        if span.precision == "year" and start.year == end.year:
            return str(start.year)
        if span.precision == "month" and (start.year, start.month) == (end.year, end.month):
            return f"{_months(locale)[start.month - 1]} {start.year}"
    form = "between" if start and end else "after" if start else "before" if end else "unknown"
    return SPANS.get(locale, SPANS["en"])[form].format(
        start=day_in_words(start, locale) if start else "",
        end=day_in_words(end, locale) if end else "",
    )


def dates_in(locale: str, values: Mapping[str, object]) -> dict[str, object]:
    """The values of a sentence, with the days that they name in its language."""
    if locale == "en":
        return dict(values)

    def said(found: re.Match[str]) -> str:
        return f"{found[1]} {_months(locale)[MONTHS.index(found[2])]} {found[3]}"

    return {
        name: _DAY.sub(said, value) if isinstance(value, str) and _DAY.search(value) else value
        for name, value in values.items()
    }


def _months(locale: str) -> tuple[str, ...]:
    return MONTHS_IN.get(locale, MONTHS)
