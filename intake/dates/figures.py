"""Dates in figures: which of them is the day, the month and the year."""

from __future__ import annotations

import re
from datetime import date

from intake.dates import periods
from intake.dates.atoms import number, year_of
from intake.dates.model import NoDate, Span, impossible


def numeric(match: re.Match[str], today: date) -> Span:
    """3/4/26 has the day first; a year first is ISO; two figures may be month and year."""
    parts = [int(part) for part in re.split(r"[/.\-]", match.group())]
    texts = re.split(r"[/.\-]", match.group())
    if len(parts) == 3:
        return _three(parts, texts, today)
    first, second = parts
    if len(texts[0]) == 4 and len(texts[1]) == 4:
        return Span(date(first, 1, 1), date(max(first, second), 12, 31), "approx")
    if len(texts[0]) == 4:
        if (
            len(texts[1]) == 2
            and "/" in match.group()
            and second == (first + 1) % 100
            and second > 12
        ):
            return Span(date(first, 4, 1), date(first + 1, 4, 5), "approx")
        return _month(first, second, today)
    if len(texts[1]) == 4:
        return _month(second, first, today)
    if first > 31 or second > 31:
        raise NoDate
    if second > 12 >= first:
        if "." in match.group() or 2000 + second > today.year + 1:
            raise NoDate
        return _month(2000 + second, first, today)
    if not 1 <= second <= 12:
        return impossible(today)
    return periods.day_and_month(first, second, today)


def _three(parts: list[int], texts: list[str], today: date) -> Span:
    if len(texts[0]) == 4:
        return periods.exact(parts[0], parts[1], parts[2], today)
    if len(texts[2]) == 3 or len(texts[1]) > 2:
        return impossible(today)
    day_, month_, year_ = parts[0], parts[1], periods.full_year(parts[2], today)
    if month_ > 12 and day_ <= 12:
        day_, month_ = month_, day_
    return periods.exact(year_, month_, day_, today)


def _month(year_: int, month_: int, today: date) -> Span:
    if not 1 <= month_ <= 12 or not today.year - periods.OLDEST <= year_ <= today.year + 80:
        return impossible(today)
    return periods.month(year_, month_)


def spaced(match: re.Match[str], today: date) -> Span:
    """5 11 25, with the day first."""
    parts = match.group().split()
    return _three([int(part) for part in parts], parts, today)


def digits(match: re.Match[str], today: date) -> Span:
    """Eight figures together: 03042025 or 20250403."""
    text = match.group()
    if text.startswith(("19", "20")) and 1 <= int(text[4:6]) <= 12:
        return periods.exact(int(text[:4]), int(text[4:6]), int(text[6:]), today)
    return periods.exact(int(text[4:]), int(text[2:4]), int(text[:2]), today)


def month_first(match: re.Match[str], today: date) -> Span:
    """Mar-3-2026: a month by its name, then the day and the year in figures."""
    day_, year_ = re.split(r"[/.\-]", match["dayyear"] or match["dayshort"])
    month_ = periods.MONTHS.index(match["month"])
    return periods.exact(periods.full_year(int(year_), today), month_, int(day_), today)


def six_digits(match: re.Match[str], today: date) -> Span:
    """Six figures together, the day first: 200726."""
    text = match.group()
    return _three([int(text[at : at + 2]) for at in (0, 2, 4)], [text[:2]] * 3, today)


def month_number(match: re.Match[str], today: date) -> Span:
    """ "Month 4 of 2026", "the 4th month last year"."""
    return _month(
        year_of(match, today) or today.year, number(match["number"] or match["number2"]), today
    )
