"""Lengths of time said from now: "about 8 months ago", "over a year", "in the last few weeks"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from intake.dates.model import NoDate, Span
from intake.dates.periods import MONTHS, add_months, day, month

UNIT = r"(?:hour|minute|day|week|fortnight|month|year|decade)"
_COUNT = (
    r"(?:(?P<lo>\d{1,3}) (?:to|or|-|maybe) (?P<hi>\d{1,3})|(?P<range>\d{1,2}[-/]\d{1,2})"
    r"|(?P<num>\d{1,3})(?P<half> and (?:a )?half| 1/2)?(?: and a bit)?|(?P<decimal>\d{1,2}\.\d)"
    r"|(?P<halfof>half an?(?! half))"
    r"|(?:the |this |these )?(?:a )?(?P<vague>couple(?: of)?|few|several|good few|many)"
    r"|(?P<one>an?))"
)
AMOUNT = (
    rf"(?:{_COUNT}(?: or so| ish| odd| good| whole| full| long| -)? |(?=year and (?:a |half|\d)))"
    rf"(?P<unit>{UNIT})(?P<plus> or 2| or so| and (?:a )?half| and a bit)?"
    r"(?: (?:and )?(?P<extra>\d{1,2}|a|couple of|few) (?P<extraunit>day|week|month))?"
)
MORE = (
    r"(?:(?P<justover>just over|just more than|little over|bit over|little more than)"
    r"|(?P<over>well over|over|more than|at least|longer than|upwards of)"
    r"|(?P<nearly>nearly|just under|not quite|coming up to|getting on for|going on|close to"
    r"|just about|coming up|approaching|nigh on|pushing"
    r"|close on|knocking on|(?:the )?best part of|(?:the )?better part of)"
    r"|(?P<under>less than|under|within|no more than|up to|not more than|inside)"
    r"|(?P<about>(?:about|maybe|like|some|good|at about|or so|i think|must be|its been|been))"
    r"|(?P<exactly>exactly|precisely|bang on))"
)
_AGO = (
    r"(?:ago|back|before (?:now|today)|now"
    rf"|since(?! (?:last|early|late|about|{'|'.join(MONTHS[1:])}|\d)))"
)
_OR_SO = r"(?: or so| or ish| ish| about| maybe| or more| at least| like| give or take)?"
_PERHAPS = r"(?: (?:or )?(?:maybe|possibly|perhaps|could be|even|or) (?P<perhaps>\d{1,2})(?!\S))?"
_PERHAPS_TOO = _PERHAPS.replace("perhaps>", "perhaps2>")
AGO = re.compile(
    rf"(?:{MORE} )*{AMOUNT}{_PERHAPS}{_OR_SO} {_AGO}"
    rf"(?!\S)(?! home(?!\S)| to(?!\S)(?! the day)){_PERHAPS_TOO}"
)
WITHIN = re.compile(
    r"(?:(?:over|in|within|during|for|throughout|across) )?(?:the )?(?:last|past|previous) "
    rf"{AMOUNT}(?! (?:before|of)(?!\S))"
)
BARE = re.compile(
    r"^(?:it |was |is |since |before |gone |easily |it's |its |been |for "
    r"|its been |it's been |has been )*"
    rf"(?:{MORE} )*{AMOUNT}"
    rf"{_PERHAPS}{_OR_SO}"
    r"(?: i think| i reckon| now| ish| tops| at (?:the )?most| at least| max| easily)*"
    r"(?P<exact> to the day)?(?: \.)?$"
)
DAYS = {
    "day": 1.0,
    "week": 7.0,
    "fortnight": 14.0,
    "month": 30.44,
    "year": 365.25,
    "decade": 3652.5,
}
_VAGUE = {
    "couple": (1.6, 2.5),
    "few": (2.0, 5.0),
    "several": (3.0, 8.0),
    "good": (3.0, 7.0),
    "many": (6.0, 15.0),
}
_EXTRA = {"a": 1.0, "couple of": 2.0, "few": 3.0}


def back(today: date, amount: float, unit: str) -> date:
    """The date that many units before today; whole months and years by the calendar."""
    if unit in {"month", "year", "decade"}:
        months = amount * {"month": 1, "year": 12, "decade": 120}[unit]
        whole = int(months)
        earlier = add_months(today, -whole)
        return earlier - timedelta(days=round((months - whole) * 30.44))
    return today - timedelta(days=round(amount * DAYS.get(unit, 0)))


def margin(amount: float, unit: str) -> int:
    """How many days either side a rounded length of time may be out."""
    if unit in {"day", "hour", "minute"}:
        return 0 if amount < 14 else max(2, round(amount / 10))
    if unit in {"week", "fortnight"}:
        weeks = amount * (2 if unit == "fortnight" else 1)
        return min(14, 2 + round(weeks * 0.7))
    months = amount * {"month": 1, "year": 12, "decade": 120}[unit]
    if unit == "month":
        return min(60, 7 + round(2 * months))
    return min(400, round(30 * max(1.0, amount * (10 if unit == "decade" else 1))))


def amounts(match: re.Match[str]) -> tuple[float, float]:
    """The least and the most that was said of a length of time."""
    extra = _extra(match)
    if match["lo"] or match["range"]:
        low, high = (match["lo"], match["hi"]) if match["lo"] else re.split("[-/]", match["range"])
        return float(low), float(high)
    if match["vague"]:
        return _VAGUE[match["vague"].split()[0]]
    if match["halfof"]:
        return 0.5, 0.5
    value = float(match["num"] or match["decimal"] or 1)
    if match["half"] or "half" in (match["plus"] or ""):
        value += 0.5
    more = match.groupdict().get("perhaps") or match.groupdict().get("perhaps2")
    if more and float(more) > value:
        return value, float(more)
    if match["plus"] == " or 2":
        return value, value + 1
    return value + extra, value + extra


def _extra(match: re.Match[str]) -> float:
    if not match["extra"]:
        return 0.0
    count = _EXTRA.get(match["extra"]) or float(match["extra"])
    return count * DAYS[match["extraunit"]] / DAYS.get(match["unit"], 1.0)


def _exactly(middle: date, said: str) -> Span:
    """ "a year ago today" is a day; "this month" and "this week" are those of then."""
    if said == "this month":
        return month(middle.year, middle.month)
    wide = timedelta(days=3 if said == "this week" else 0)
    return Span(middle - wide, middle + wide, "approx" if wide else "day")


def _hours(count: float, today: date) -> Span:
    """The day, or the two days, that lie some hours back."""
    last, first = int(count // 24), int(-(-count // 24))
    if count < 24 or last == first:
        return day(today - timedelta(days=last))
    return Span(today - timedelta(days=first), today - timedelta(days=last), "approx")


def ago(match: re.Match[str], today: date) -> Span:
    """The interval that "some time ago" means."""
    unit = match["unit"]
    low, high = amounts(match)
    said = match.groupdict()
    if unit in {"hour", "minute"}:
        return _hours(high if unit == "hour" else 0, today)
    if said.get("exactly"):
        return day(back(today, low, unit))
    if said.get("exact"):
        return _exactly(back(today, low, unit), said["exact"])
    if said.get("under"):
        return Span(back(today, high, unit), today, "approx", ago=True)
    if said.get("over") or said.get("justover"):
        far = high * (1.5 if said.get("over") else 1.2)
        return Span(back(today, far, unit), back(today, low, unit), "approx", ago=True)
    if said.get("nearly"):
        return Span(back(today, high, unit), back(today, low * 0.8, unit), "approx", ago=True)
    exact = unit == "day" and low == high and low < 14 and not said.get("about")
    if exact and not match["vague"]:
        return Span(back(today, low, unit), back(today, low, unit), "day", ago=True)
    wide = timedelta(days=0 if match["vague"] else max(1, margin(high, unit)))
    start = back(today, high, unit) - wide
    end = min(today, back(today, low, unit) + wide)
    return Span(start, end, "approx", ago=True)


_FROM_FIRST = re.compile(r"since|before .*(?: now| already)$")
_ENDS_CLAUSE = re.compile(r" (?:i|we|they|he|she|my|only|it)(?!\S)| \.|$")


def ago_abroad(match: re.Match[str], today: date) -> Span:
    """ "Since two months", "before two weeks", as those say who learned English later."""
    whole = _FROM_FIRST.match(match[0]) or _ENDS_CLAUSE.match(match.string, match.end())
    if not whole or match["unit"] in {"hour", "minute"}:
        raise NoDate
    return ago(match, today)


def count_after(match: re.Match[str], today: date) -> Span:
    """ "Years ago, ten at least": the number said after the unit."""
    count, unit = float(match["count"]), match["unit"]
    wide = timedelta(days=margin(count, unit))
    least = back(today, count, unit)
    if match["more"] or "least" in match.group():
        return Span(back(today, count * 1.5, unit), least, "approx", ago=True)
    return Span(least - wide, least + wide, "approx", ago=True)


def bare(match: re.Match[str], today: date) -> Span:
    """A length of time alone is read as that long ago; hours are how long something took."""
    if match["unit"] in {"hour", "minute"}:
        raise NoDate
    return ago(match, today)


def past_year(match: re.Match[str], today: date) -> Span:
    """ "In the last year": from a year ago until today."""
    return Span(back(today, 1, match["unit"]), today, "approx")


def going_on(match: re.Match[str], today: date) -> Span:
    """ "18 months of ringing them": from then until today; hours are how long something took."""
    if match["unit"] in {"hour", "minute"}:
        raise NoDate
    return within(match, today)


def within(match: re.Match[str], today: date) -> Span:
    """The interval from then until today."""
    if match["unit"] in {"hour", "minute"}:
        return day(today)
    _, high = amounts(match)
    return Span(back(today, high, match["unit"]), today, "approx")
