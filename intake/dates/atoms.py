"""The dates that stand on their own: which interval each form of words is."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from intake.dates import periods
from intake.dates.model import Span, impossible
from intake.dates.periods import MONTHS, WEEKDAYS, add_months

MONTH = f"(?:{'|'.join(MONTHS[1:])})"
WEEKDAY = f"(?:{'|'.join(WEEKDAYS)})"
SEASON = r"(?:spring|summer|autumn|winter|fall)"
DAY = r"(?:\d{1,2}(?:st|nd|rd|th)?)"
YEAR = r"(?:(?:18|19|20|21)\d\d|'\d\d)"
# "last year" and its kin, after a month, a day or a season
WHICH = (
    r"(?:(?:of |in )?(?:the )?(?:(?P<lastyear>last year)|(?P<thisyear>this year|this same year)"
    r"|(?P<nextyear>next year)"
    r"|(?P<twoyears>year before last|last to last year|year before)"
    r"|(?P<yearsago>\d|a|couple of) year (?:ago|back)))"
)
Maker = Callable[[re.Match[str], date], Span]


def number(word: str) -> int:
    """The figure in "3rd"."""
    return int(re.sub(r"\D", "", word))


def year_of(match: re.Match[str], today: date) -> int | None:
    """The year said after a day, month or season, None where none was."""
    said = match.groupdict()
    typed = said.get("year") or said.get("year0") or said.get("short")
    if typed:
        return periods.full_year(number(typed), today)
    for name, back in (("lastyear", 1), ("thisyear", 0), ("twoyears", 2), ("nextyear", -1)):
        if said.get(name):
            return today.year - back
    if said.get("yearsago"):
        ago = said["yearsago"]
        return today.year - (1 if ago == "a" else 2 if ago == "couple of" else int(ago))
    return None


def day_month(match: re.Match[str], today: date) -> Span:
    """A day of a month, with or without its year or weekday."""
    day_, month_ = number(match["day"]), MONTHS.index(match["month"])
    year_ = year_of(match, today)
    if year_ is not None:
        return periods.exact(year_, month_, day_, today)
    weekday = match.groupdict().get("weekday")
    named = WEEKDAYS.index(weekday) if weekday else None
    return periods.day_and_month(day_, month_, today, named)


def days_of_month(match: re.Match[str], today: date) -> Span:
    """From one day of a month to another: "10-12 June"."""
    days = match.groupdict().get("days")
    first, last = re.split(r"[-/]", days) if days else (match["day"], match["day2"])
    month_ = MONTHS.index(match["month"])
    year_ = year_of(match, today)
    end = (
        periods.day_and_month(number(last), month_, today)
        if year_ is None
        else periods.exact(year_, month_, number(last), today)
    )
    start = periods.exact(end.end.year, month_, number(first), today)
    if end.problem or start.problem or start.start > end.end:
        return impossible(today)
    return Span(start.start, end.end, "approx")


def month_day(match: re.Match[str], today: date) -> Span:
    """ "march 23": the year 2023 where it can be a recent year, else the day."""
    day_ = number(match["day"])
    plain = match["day"].isdigit()
    on = match.groupdict().get("on")
    if (
        plain
        and not on
        and not match.groupdict().get("year")
        and today.year % 100 - 3 <= day_ <= today.year % 100
    ):
        return periods.month(2000 + day_, MONTHS.index(match["month"]))
    return day_month(match, today)


def month(match: re.Match[str], today: date) -> Span:
    """A month; the latest one begun where no year is said."""
    number_ = MONTHS.index(match["month"])
    year_ = year_of(match, today)
    if year_ is not None:
        return periods.month(year_, number_)
    span = periods.latest(lambda year: periods.month(year, number_), today)
    if match.groupdict().get("last") and span.end >= today:
        span = periods.month(span.start.year - 1, number_)
    if match.groupdict().get("next"):
        return periods.month(span.start.year + 1, number_)
    if match.groupdict().get("gone"):
        return replace(span, missing_year=False)  # "August just gone" is counted from today
    back = match.groupdict().get("back")
    if not back:
        return span
    return periods.month(span.start.year - (1 if back == "a" else int(back)), number_)


def season(match: re.Match[str], today: date) -> Span:
    """A season; a winter that would lie ahead is the one that began the December before."""
    name = match["season"]
    pair = match.groupdict().get("pair")
    if pair:
        return periods.season(periods.full_year(int(re.split("[/-]", pair)[0]), today), name)
    year_ = year_of(match, today)
    if year_ is not None:
        span = periods.season(year_, name)
        return periods.season(year_ - 1, name) if name == "winter" and span.start > today else span
    span = periods.latest(lambda number_: periods.season(number_, name), today)
    if match.groupdict().get("last") and span.end >= today:
        return periods.season(span.start.year - 1, name)
    if match.groupdict().get("next"):
        return periods.season(span.start.year + 1, name)
    return span


def year(match: re.Match[str], today: date) -> Span:
    """A whole year."""
    value = periods.full_year(number(match["year"]), today)
    if value < today.year - periods.OLDEST or value > today.year + 80:
        return impossible(today)
    return periods.year(value)


def relative_year(match: re.Match[str], today: date) -> Span:
    """This year, last year, the year before last."""
    year_ = year_of(match, today)
    return periods.year(today.year if year_ is None else year_)


def the_year(match: re.Match[str], today: date) -> Span:
    """ "the year", as in the start or the end of it."""
    return replace(periods.year(today.year), missing_year=True)


def weekday(match: re.Match[str], today: date) -> Span:
    """A weekday: the latest before today, a week earlier for each "before last" or "week"."""
    said = match.groupdict()
    number_ = WEEKDAYS.index(match["weekday"])
    if "this" in match[0].split() and today.weekday() == number_:
        return periods.day(today)
    value = periods.last_weekday(number_, today)
    if said.get("next"):
        return periods.day(value + timedelta(days=7))
    if said.get("beforelast"):
        value -= timedelta(days=7)
    weeks = said.get("weeks")
    if weeks:
        value -= timedelta(days=7 * (1 if weeks == "a" else int(weeks)))
    elif match[0].endswith("week ago"):
        value -= timedelta(days=7)
    if said.get("fortnight"):
        value -= timedelta(days=14)
    return replace(periods.day(value), weekday_only=True)


def times_ago(match: re.Match[str], today: date) -> Span:
    """ "Two Tuesdays ago", "two summers ago", "two nights ago"."""
    count, name = match["count"], match.groupdict().get("name")
    steps = (int(count) if count.isdigit() else 2) - 1
    if name is None:
        return periods.day(today - timedelta(days=steps + 1))
    return _back(name, steps, today)


def one_before(match: re.Match[str], today: date) -> Span:
    """ "Not this summer, the summer before"."""
    return _back(match["name"], 1, today)


def _back(name: str, steps: int, today: date) -> Span:
    """The latest such weekday, month or season, some weeks or years earlier."""
    if name in WEEKDAYS:
        latest = periods.last_weekday(WEEKDAYS.index(name), today)
        return periods.day(latest - timedelta(days=7 * steps))

    def make(year_: int) -> Span:
        if name in MONTHS:
            return periods.month(year_, MONTHS.index(name))
        return periods.season(year_, name)

    return make(periods.latest(make, today).start.year - steps)


def anniversary(match: re.Match[str], today: date) -> Span:
    """ "It'll be six weeks on Wednesday", "two years ago come January": counted from what comes."""
    count = 1 if match["count"] == "a" else int(match["count"])
    if match["weekday"]:
        coming_ = periods.last_weekday(WEEKDAYS.index(match["weekday"]), today) + timedelta(days=7)
        return periods.day(coming_ - timedelta(days=7 * count))
    span = month(match, today)
    return periods.month(span.start.year + (1 if span.end < today else 0) - count, span.start.month)


def weekday_of_week(match: re.Match[str], today: date) -> Span:
    """ "Thursday last week": that weekday of the week named."""
    back = {"this week": 0, "last week": 7}.get(match["which"], 14)
    monday = today - timedelta(days=today.weekday() + back)
    return periods.day(monday + timedelta(days=WEEKDAYS.index(match["weekday"])))


def turn_of_year(match: re.Match[str], today: date) -> Span:
    """The weeks round the latest New Year, or round that of "2025/26"."""
    pair = match.groupdict().get("pair")
    year_ = periods.full_year(int(re.split("[/-]", pair)[1]), today) if pair else today.year
    new_year = date(year_, 1, 1)
    return Span(new_year - timedelta(days=12), new_year + timedelta(days=31), "approx", not pair)


def ordinal(match: re.Match[str], today: date) -> Span:
    """ "the 14th": the latest such day, of last month where that is said."""
    day_ = number(match["day"])
    if match.groupdict().get("lastmonth"):
        first = add_months(today.replace(day=1), -1)
        return periods.exact(first.year, first.month, day_, today)
    if match.groupdict().get("thismonth"):
        return periods.exact(today.year, today.month, day_, today)
    return periods.day_of_month(day_, today)


def weekday_ordinal(match: re.Match[str], today: date) -> Span:
    """ "fri 13th": the latest month in which that day fell on that weekday."""
    day_, wanted = number(match["day"]), WEEKDAYS.index(match["weekday"])
    for back in range(24):
        first = add_months(today.replace(day=1), -back)
        span = periods.exact(first.year, first.month, day_, today)
        if span.problem is None and span.start <= today and span.start.weekday() == wanted:
            return replace(span, missing_year=True)
    return periods.day_of_month(day_, today)


def day_number(match: re.Match[str], today: date) -> Span:
    """ "the 5th of the 6th"."""
    year_, day_, month_ = year_of(match, today), number(match["day"]), number(match["number"])
    if not 1 <= month_ <= 12:
        return impossible(today)
    if year_ is None:
        return periods.day_and_month(day_, month_, today)
    return periods.exact(year_, month_, day_, today)


def named_day(match: re.Match[str], today: date) -> Span:
    """Yesterday and its kin."""
    back = {"today": 0, "yesterday": 1, "day before yesterday": 2, "last night": 1, "tomorrow": -1}
    back.update({"night before last": 2})
    back.update({"tonight": 0})
    back.update({"right now": 0, "just now": 0, "now": 0})
    text = match["named"].removeprefix("the ")
    return periods.day(today - timedelta(days=back.get(text, 0 if "this" in text else 1)))


def week_and_day(match: re.Match[str], today: date) -> Span:
    """ "A week yesterday", "it'll be three weeks tomorrow", "today makes a year"."""
    said = match.groupdict()
    typed = said.get("weeks") or said.get("weeks2") or "a"
    unit, named = said.get("unit") or said.get("unit2") or "week", said["named"] or "tomorrow"
    count = 1 if typed == "a" else int(typed)
    day_ = today + timedelta(days={"yesterday": -1, "tomorrow": 1}.get(named, 0))
    if unit == "week":
        return periods.day(day_ - timedelta(days=7 * count))
    return periods.day(add_months(day_, -count * (12 if unit == "year" else 1)))


def week_beside(match: re.Match[str], today: date) -> Span:
    """ "Eight weeks gone Tuesday", "three weeks come Friday"."""
    weeks = 1 if match["weeks"] == "a" else int(match["weeks"])
    value = periods.last_weekday(WEEKDAYS.index(match["weekday"]), today)
    ahead = 0 if match["side"] == "gone" else 7
    return periods.day(value + timedelta(days=ahead - 7 * weeks))


def relative_unit(match: re.Match[str], today: date) -> Span:
    """This, last or next week, weekend or month, and the one before last."""
    which = match["which"]
    steps = {"this": 0, "last": -1, "next": 1}.get(which, -1) - (
        1 if match.groupdict().get("beforelast") else 0
    )
    if match["unit"] == "month":
        first = add_months(today.replace(day=1), steps)
        return periods.month(first.year, first.month)
    monday = today - timedelta(days=today.weekday()) + timedelta(days=7 * steps)
    if match["unit"] == "weekend":
        first_day = monday + timedelta(days=5)
        return Span(first_day, first_day + timedelta(days=1), "approx")
    if match["unit"] == "fortnight":
        return Span(today - timedelta(days=14), today, "approx")
    return Span(monday, monday + timedelta(days=6), "approx")


def loosely(match: re.Match[str], today: date) -> Span:
    """Recently, the other day, the other week, the other month."""
    windows = {"day": (7, 2), "week": (28, 7), "month": (92, 28), "night": (7, 2)}
    unit = match.groupdict().get("unit")
    back, until = windows.get(unit or "", (60, 0))
    return Span(today - timedelta(days=back), today - timedelta(days=until), "approx")


def coming(match: re.Match[str], today: date) -> Span:
    """What has not happened yet."""
    return Span(today + timedelta(days=1), today + timedelta(days=1), "approx")


def earlier_this(match: re.Match[str], today: date) -> Span:
    """Earlier this year, month or week."""
    starts = {
        "year": today.replace(month=1, day=1),
        "month": today.replace(day=1),
        "week": today - timedelta(days=today.weekday()),
    }
    return Span(min(starts[match["unit"]], today), today, "approx")


def quarter(match: re.Match[str], today: date) -> Span:
    """A quarter or half of a year."""
    year_ = year_of(match, today) or today.year
    size = 3 if match.groupdict().get("quarter") else 6
    words = {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "last": 12 // size}
    nth = match.groupdict().get("quarter") or match["halfyear"]
    count = words.get(nth) or int(nth[-1])
    start = date(year_, size * (count - 1) + 1, 1) if count <= 12 // size else date(year_, 1, 1)
    return Span(start, add_months(start, size) - timedelta(days=1), "approx")


def this_time(match: re.Match[str], today: date) -> Span:
    """This time last year."""
    middle = add_months(today, -12 * (today.year - (year_of(match, today) or today.year)))
    return Span(middle - timedelta(days=15), middle + timedelta(days=15), "approx")


_DECADES = {"6": 60, "si": 60, "7": 70, "se": 70, "8": 80, "e": 80, "9": 90, "ni": 90, "no": 100}


def decade(match: re.Match[str], today: date) -> Span:
    """The nineties."""
    name = match["decade"]
    named = _DECADES.get(name[0]) or _DECADES.get(name[:2])
    start = date(1900 + named if named else number(name), 1, 1)
    return Span(start, add_months(start, 120) - timedelta(days=1), "approx")
