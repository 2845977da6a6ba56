"""Every form of words for a single date, longest first, with the function that reads it."""

from __future__ import annotations

import re
from functools import lru_cache

from intake.dates import atoms, chain, durations, feasts, figures, months
from intake.dates.atoms import DAY, MONTH, SEASON, WEEKDAY, WHICH, YEAR, Maker
from intake.dates.data import load
from intake.dates.needs import Form, ready

_YEAR = rf"(?:(?:of |in )?(?P<year>{YEAR}))"
_SAID = rf"(?: (?:{_YEAR}|{WHICH}))?"
# "3 May 25", not "3 May 25 weeks" nor "1 May, 15 May"
_SHORT_YEAR = rf"(?P<short>\d\d)(?! (?:of )?(?:{durations.UNIT}|{MONTH}|people))"
# "3 March, second complaint": the day is said before the month
_NO_DAY = r"(?<! \d )(?<!\d\d )(?<!\dst )(?<!\dnd )(?<!\drd )(?<!\dth )"
_NTH = r"(?:very )?(?P<nth>1st|2nd|3rd|4th|last|final)"
_OF_MONTH = rf"(?:(?P<month>{MONTH}){_SAID}|(?P<relative>this|last) month)"
# What comes before a year of two figures: "late 24", "the end of 25"
_LATE = "|".join(
    rf"(?<={words} )"
    for words in ("early", "late", "mid", "end of", "beginning of", "mid of", "back in")
)
_FORMS: tuple[tuple[str, Maker], ...] = (
    (r"\d{1,4}(?:[/.\-]\d{1,4}){1,2}", figures.numeric),
    (
        rf"(?P<month>{MONTH}) (?:(?:- )?(?P<dayyear>\d{{1,2}}[-/.]\d{{4}})"
        r"|- (?P<dayshort>\d{1,2}[-/.]\d\d))",
        figures.month_first,
    ),
    (
        rf"(?P<year>\d{{4}}) (?:- )?(?P<month>{MONTH}) (?:- )?(?:the )?(?P<day>{DAY})",
        atoms.day_month,
    ),
    (
        rf"(?:(?:last |on |this )?(?P<weekday>{WEEKDAY}) )?(?:the )?(?!1 in )(?P<day>{DAY}) "
        rf"(?:ish )?(?:day )?(?:- )?(?:of |in )?(?:the |last )?(?P<month>{MONTH})"
        rf"(?:(?: -)?(?: {WEEKDAY}(?= \d{{4}}))? (?:{_YEAR}|{_SHORT_YEAR})| {WHICH})?",
        atoms.day_month,
    ),
    (
        rf"(?:the )?(?:(?P<days>\d{{1,2}}[-/]\d{{1,2}})"
        rf"|(?P<day>{DAY}) (?:{DAY} )*(?:(?:to|-|and|or|until|into|maybe|possibly) )+"
        rf"(?:the )?(?P<day2>{DAY}))"
        rf" (?:of )?(?P<month>{MONTH}){_SAID}",
        atoms.days_of_month,
    ),
    (
        rf"(?P<on>on )?(?:(?P<weekday>{WEEKDAY}) )?(?:last |this )?{_NO_DAY}(?P<month>{MONTH}) "
        rf"(?:the )?(?P<day>{DAY})(?!\S)(?! (?:of )?{MONTH}){_SAID}",
        atoms.month_day,
    ),
    (rf"(?P<month>{MONTH}) (?:- )?{_YEAR}", atoms.month),
    (rf"(?P<month>{MONTH}) {WHICH}", atoms.month),
    (
        r"(?<!end )(?<!end of )(?<!early )(?<!late )(?<!mid )(?<!beginning )(?<!beginning of )"
        rf"{WHICH} (?:in |about |around |- )?(?P<month>{MONTH})",
        atoms.month,
    ),
    (rf"{_YEAR} (?:in |- )?(?P<month>{MONTH})(?! (?:of )?{YEAR})", atoms.month),
    (
        rf"(?:(?P<back>\d|a) year (?:ago |back )?(?:since |from )?)?"
        rf"(?:this |(?P<last>last|past|previous) |(?P<next>next) )?(?P<month>{MONTH})"
        r"(?P<gone> just gone| just past)?"
        r"(?: gone| past| last(?! (?:time|week|month|year|night|1|day|thing)))?",
        atoms.month,
    ),
    (
        r"(?:this |(?P<last>last|past|previous) |(?P<next>next) |the )?"
        rf"(?P<season>{SEASON})(?: time)?"
        r"(?: (?:of )?(?P<pair>\d\d(?:\d\d)?[/-]\d\d(?:\d\d)?)"
        rf"| (?:of )?(?P<short>1[5-9]|2\d|[6-9]\d)|{_SAID})",
        atoms.season,
    ),
    (rf"{WHICH} (?:in )?(?:the )?(?P<season>{SEASON})", atoms.season),
    (rf"(?:the )?year (?P<year>{YEAR})", atoms.year),
    (rf"(?P<year>{YEAR})", atoms.year),
    (WHICH.replace(r"|(?P<yearsago>\d|a|couple of) year (?:ago|back)", ""), atoms.relative_year),
    (
        r"(?:(?<=beginning of )|(?<=end of )|(?<=early in )|(?<=late in )|(?<=mid of ))"
        r"the year(?! (?:before|of))",
        atoms.the_year,
    ),
    (
        rf"(?:a|\d) week (?:on|from) {WEEKDAY}|{WEEKDAY} week(?! (?:gone|past|ago|before))",
        atoms.coming,
    ),
    (
        rf"(?:(?P<weeks>\d|a) week (?:ago )?|(?P<fortnight>fortnight (?:ago )?))?(?:on )?"
        rf"(?:this |last |past |the )?(?:(?P<next>next) )?(?P<weekday>{WEEKDAY})"
        r"(?P<beforelast> before last)?(?: just gone| gone| last)?",
        atoms.weekday,
    ),
    (rf"(?P<weekday>{WEEKDAY}) (?:the )?(?P<day>\d{{1,2}}(?:st|nd|rd|th))", atoms.weekday_ordinal),
    (
        rf"(?:the )?(?P<day>{DAY}) of (?:the )?(?P<number>\d{{1,2}}(?:st|nd|rd|th))"
        rf"(?: (?:{_YEAR}|(?P<short>\d\d)))?",
        atoms.day_number,
    ),
    (
        r"(?:month (?P<number>\d{1,2}(?:st|nd|rd|th)?)"
        r"|(?:the )?(?P<number2>\d{1,2}(?:st|nd|rd|th)) month)"
        rf" (?:{_YEAR}|{WHICH})",
        figures.month_number,
    ),
    (
        rf"(?P<month>{MONTH}) (?:the )?(?P<day>{DAY}) (?:or|and|to|-|into) (?:the )?"
        r"(?P<day2>\d{1,2}(?:st|nd|rd|th)"
        rf"|(?<=or )\d{{1,2}}(?! (?:{durations.UNIT}|time|people))){_SAID}",
        atoms.days_of_month,
    ),
    (rf"(?P<month>{MONTH}) (?P<days>\d{{1,2}}-\d{{1,2}}){_SAID}", atoms.days_of_month),
    (
        rf"back in (?P<year>[6-9]\d|1\d|2[0-6])(?! (?:of |or |to )*(?:{durations.UNIT}|{MONTH}))",
        atoms.year,
    ),
    (
        r"(?:on )?the (?P<day>\d{1,2}(?:st|nd|rd|th))"
        r"(?! (?:\d+ |few |couple of )?(?:day|time|year|week|month|floor|person|letter|1(?!\d)"
        r"|attempt|appointment|e?-?mail|complaint|repl|respon|answer|call|phone|thing|doctor"
        r"|nurse|consultant|hospital|op|scan|test|form|ward|lot|two|half|of (?!last|this)))"
        r"(?: (?:of )?(?:(?P<lastmonth>last month)|(?P<thismonth>this month)))?",
        atoms.ordinal,
    ),
    (
        r"(?P<day>\d{1,2}(?:st|nd|rd|th)) (?:of )?"
        r"(?:(?P<lastmonth>last month)|(?P<thismonth>this month))",
        atoms.ordinal,
    ),
    (
        r"(?P<named>(?:the )?day before yesterday|(?:the )?night before last|yesterday|today"
        r"|tonight|tomorrow|last night|last evening|this morning|this afternoon|this evening"
        r"|right now|just now)",
        atoms.named_day,
    ),
    (
        r"(?:the )?(?P<which>this|last|next|past)? ?(?P<unit>week|weekend|month|fortnight)"
        r"(?P<beforelast> before last)",
        atoms.relative_unit,
    ),
    (
        r"(?:the )?(?P<which>this|last|next|past|previous) (?P<unit>week|weekend|month|fortnight)",
        atoms.relative_unit,
    ),
    (r"the other (?P<unit>day|week|month|night)", atoms.loosely),
    (
        r"(?:just |very |quite |fairly )?(?:recently|lately)|not (?:too |that |very )?long ago"
        r"|(?:a )?short while ago",
        atoms.loosely,
    ),
    (
        rf"(?:in|after) (?:about )?(?:\d{{1,3}}|a|an|few|couple of|a few) {durations.UNIT} ?"
        r"(?:time|from now)",
        atoms.coming,
    ),
    (r"in the future|(?:not|hasn'?t|has not) happened yet", atoms.coming),
    (r"earlier (?:on )?(?:in )?(?:this |the )(?P<unit>year|month|week)", atoms.earlier_this),
    (
        r"(?:the )?(?P<quarter>q ?[1-4]|1st|2nd|3rd|4th|last)(?: quarter)(?: of)?"
        rf"(?: (?:{_YEAR}|{WHICH}))?",
        atoms.quarter,
    ),
    (rf"(?P<quarter>q ?[1-4])(?: of)?(?: (?:{_YEAR}|{WHICH}))", atoms.quarter),
    (
        rf"(?:the )?(?P<halfyear>1st|2nd|last) half (?:of )?(?:the )?(?:{_YEAR}|{WHICH}|year)",
        atoms.quarter,
    ),
    (rf"(?:the )?{_NTH} week (?:(?:of |in )(?:the )?)?{_OF_MONTH}", months.week),
    (rf"(?:the )?{_NTH} (?P<count>2|3|couple of|few) week (?:of |in ){_OF_MONTH}", months.weeks),
    (rf"(?:the )?{_NTH} (?P<weekday>{WEEKDAY}) (?:of |in ){_OF_MONTH}", months.weekday),
    (rf"(?:the )?{_NTH} weekend (?:of |in )?{_OF_MONTH}", months.weekend),
    (rf"(?:the )?(?P<nth>1st|2nd|last|back|front|latter) half (?:of ){_OF_MONTH}", months.half),
    (rf"this time {WHICH}", atoms.this_time),
    (
        r"(?:the )?(?P<decade>[6789]0 ?s|(?:19|20)\d0 ?s|sixties|eighties|nineties|seventies"
        r"|noughties)",
        atoms.decade,
    ),
    (
        durations.AGO.pattern + r"(?: (?P<exact>today|to the day|this month|this week))?",
        durations.ago,
    ),
    (durations.WITHIN.pattern, durations.within),
    (rf"while (?:ago|back) (?:{durations.MORE} )*{durations.AMOUNT}(?! ago)", durations.ago),
    (
        r"(?P<unit>year|month|week) (?:ago|back)(?: \.)? "
        r"(?:(?:about|maybe|say|like|probably|must be|at|least|easily) )*(?P<count>\d{1,2})"
        r"(?P<more> at least| or more| plus)?",
        durations.count_after,
    ),
    (
        r"(?:over|in|within|during|for|throughout|at some point in) the (?:last|past) "
        r"(?P<unit>week|fortnight|month|year)(?! before)",
        durations.past_year,
    ),
    (
        rf"(?:on )?(?P<weekday>{WEEKDAY}) (?:of )?(?:the )?"
        r"(?P<which>last week|this week|week before last|week before)",
        atoms.weekday_of_week,
    ),
    (
        r"(?P<which>last week|this week|(?:the )?week before last) (?:on )?(?:the )?"
        rf"(?P<weekday>{WEEKDAY})",
        atoms.weekday_of_week,
    ),
    (
        rf"(?P<count>\d|couple of|couple) (?P<name>{SEASON}|{WEEKDAY})s? (?:ago|back)",
        atoms.times_ago,
    ),
    (r"(?P<count>\d|couple of|couple) night (?:ago|back)", atoms.times_ago),
    (
        rf"not (?:this|last|the last) (?P<name>{SEASON}|{WEEKDAY}|{MONTH})(?: just)?(?: gone)? "
        r"(?:but )?(?:it was )?(?:the )?(?:1|(?P=name)) before(?: that| last)?",
        atoms.one_before,
    ),
    (
        r"(?:it'?ll|that'?ll|will) be (?:about )?(?P<count>\d{1,2}|a) "
        rf"(?:week (?:ago )?(?:on |this |come )+(?P<weekday>{WEEKDAY})"
        rf"|year (?:ago )?(?:in |this |come |next )+(?P<month>{MONTH}))",
        atoms.anniversary,
    ),
    (rf"(?:the |this )?(?:coming|upcoming) (?:{WEEKDAY}|week|weekend|month|{MONTH})", atoms.coming),
    (
        r"(?P<weeks>a|\d{1,2}) (?P<unit>week|month|year) (?:ago )?(?P<named>yesterday|today)"
        r"|(?P<weeks2>a|\d{1,2}) (?P<unit2>month|year) (?P<named2>tomorrow)",
        atoms.week_and_day,
    ),
    (
        r"(?:(?:it'?ll|that'?ll|will) be (?P<weeks>a|\d{1,2}) week (?:ago )?"
        r"|(?P<weeks2>a|\d{1,2}) week ago )(?P<named>tomorrow)",
        atoms.week_and_day,
    ),
    (
        rf"(?P<weeks>a|\d{{1,2}}) week (?P<side>gone|come|this coming) (?P<weekday>{WEEKDAY})",
        atoms.week_beside,
    ),
    (
        rf"(?:{_LATE})(?P<year>1\d|2\d)"
        rf"(?! (?:{durations.UNIT}|{MONTH}|people|percent|of|or|to|and|-))",
        atoms.year,
    ),
    (rf"(?P<weekday>{WEEKDAY}) (?P<weeks>\d|a)? ?week ago", atoms.weekday),
    (rf"(?P<weekday>{WEEKDAY}) (?:a )?(?P<fortnight>fortnight ago)", atoms.weekday),
    (
        r"(?:the )?turn of the year|(?:the )?turn of (?:the )?(?:year )?"
        r"(?P<pair>(?:20)?\d\d[/-](?:20)?\d\d)",
        atoms.turn_of_year,
    ),
    (
        r"(?P<beforelast>last to )(?P<which>last) (?P<unit>week|weekend|month)",
        atoms.relative_unit,
    ),
    (
        r"(?P<named>today|tomorrow|yesterday) (?:it |that |this )?"
        r"(?:it'?ll|that'?ll|will|makes|marks|is|it'?s|was|being)(?: be| been| exactly)* "
        r"(?P<weeks>a|\d{1,2}) (?P<unit>week|month|year)(?: ago| since)?",
        atoms.week_and_day,
    ),
    (
        # "since 9 months he is suffering", "I complained before two months"
        rf"(?:since (?:(?:the )?(?:last|past) )?|before (?:already )?)(?:{durations.MORE} )*"
        rf"{durations.AMOUNT}(?: now| already)?"
        rf"(?! (?:ago|back|later|after|before|old|{WEEKDAY}|when))",
        durations.ago_abroad,
    ),
    (rf"(?P<month>{MONTH}) - (?P<short>\d\d)", atoms.month),
)
ALONE: tuple[tuple[re.Pattern[str], Maker], ...] = (
    (durations.BARE, durations.bare),
    (re.compile(r"^\d{8}$"), figures.digits),
    (re.compile(r"^\d{6}$"), figures.six_digits),
    (re.compile(r"^(?:it was )?(?:back )?in (?P<year>\d\d)$"), atoms.year),
    (re.compile(r"^(?:it was )?back in (?P<year>\d)$"), atoms.year),
    (re.compile(r"^\d{1,2} \d{1,2} \d{2}(?:\d{2})?$"), figures.spaced),
    (re.compile(r"^(?P<named>now)$"), atoms.named_day),
    (
        re.compile(rf"^in (?:about )?(?:\d{{1,3}}|a|an|few|couple of) {durations.UNIT}$"),
        atoms.coming,
    ),
    (re.compile(rf"^(?:(?:on )?the )?(?P<day>{DAY})$"), atoms.ordinal),
)


# Looked for where a text tells no date at all.
LOOSE: tuple[tuple[re.Pattern[str], Maker], ...] = (
    (
        re.compile(
            rf"(?:{durations.MORE} )*{durations.AMOUNT} (?:now )?of (?:this|it|hell|pain|\w+ing)\b"
        ),
        durations.going_on,
    ),
    (
        re.compile(
            r"\b(?:waiting|waited|going on|ongoing|suffering|suffered|asking|ringing|chasing|trying"
            rf"|like this|been)(?: (?:on|for|them|it|now|and))* (?:{durations.MORE} )*"
            rf"{durations.AMOUNT}(?! (?:later|after|before|for))"
        ),
        durations.going_on,
    ),
)


@lru_cache(maxsize=1)
def forms() -> tuple[Form, ...]:
    """All forms but those of feasts."""
    return ready(_FORMS)


@lru_cache(maxsize=1)
def named() -> tuple[Form, ...]:
    """The forms of feasts and other named times."""
    return ready(feasts.forms())


@lru_cache(maxsize=1)
def chained() -> tuple[Form, ...]:
    """The forms of dates that are told from other dates."""
    return ready(chain.FORMS)


@lru_cache(maxsize=4096)
def tells_time(word: str) -> bool:
    """True for a figure or a word that every form of words for a date holds at least one of."""
    return any(char.isdigit() for char in word) or not _words_of_time().isdisjoint(word.split())


@lru_cache(maxsize=4096)
def names_a_time(word: str) -> bool:
    """True for a word that the names of feasts are known by."""
    return not _words_of_names().isdisjoint(word.split())


@lru_cache(maxsize=1)
def _words_of_names() -> frozenset[str]:
    names = {word for name in feasts.names() for word in name.split()}
    return frozenset(names - set(load()["little"].split()))


@lru_cache(maxsize=1)
def _words_of_time() -> frozenset[str]:
    calendar = {*MONTH[3:-1].split("|"), *WEEKDAY[3:-1].split("|"), *SEASON[3:-1].split("|")}
    return _words_of_names() | calendar | set(load()["time_words"].split())
