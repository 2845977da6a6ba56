"""Which days and which way in the pages of supervision show: as asked, or as they are at first."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from backend.services.totals_read import Period
from backend.staff import figures, labels

OTHER = "other"
FIRST = "30"
LONGEST_DAYS = 3 * 366
LONGEST_NAME = 200


@dataclass(frozen=True)
class Asked:
    """What somebody wants to see, and what is wrong with it."""

    days: str
    period: Period
    since: str = ""
    until: str = ""
    organisation: str = ""
    theme: str = ""
    problems: Mapping[str, str] = field(default_factory=dict)

    def link(self) -> dict[str, Any]:
        """The same as the arguments of an address."""
        given = {
            "days": self.days,
            "since": self.since if self.days == OTHER else "",
            "until": self.until if self.days == OTHER else "",
            "channel": self.period.channel,
            "organisation": self.organisation,
            "theme": self.theme,
        }
        return {name: value for name, value in given.items() if value}


def read(args: Mapping[str, str], today: date, first: str = FIRST) -> Asked:
    """What a link or the form asks for; what is no choice of ours is left out."""
    channel, days = args.get("channel", ""), args.get("days", first)
    channel = channel if channel in labels.codes("channels") else ""
    asked = Asked(
        days if days in figures.words("periods") else first,
        last_days(int(first), today, channel),
        organisation=args.get("organisation", "").replace("\0", "")[:LONGEST_NAME],
        theme=args.get("theme", "").replace("\0", "")[:LONGEST_NAME],
    )
    if asked.days != OTHER:
        return replace(asked, period=last_days(int(asked.days), today, channel))
    return _other(asked, args)


def _other(asked: Asked, args: Mapping[str, str]) -> Asked:
    """With the days that were typed, or with what is wrong with them."""
    typed = {name: args.get(name, "").strip()[:20] for name in ("since", "until")}
    since, until = (_day(typed[name]) for name in typed)
    problems = _problems(typed, since, until)
    period = asked.period
    if since and until and not problems:
        period = Period(since, until, period.channel)
    return replace(
        asked, period=period, since=typed["since"], until=typed["until"], problems=problems
    )


def last_days(number: int, today: date, channel: str = "") -> Period:
    """So many days up to today."""
    return Period(today - timedelta(days=number - 1), today, channel)


def _problems(typed: Mapping[str, str], since: date | None, until: date | None) -> dict[str, str]:
    said = figures.words("problems")
    found = {
        name: said["day"] if typed[name] else said[name]
        for name, day in (("since", since), ("until", until))
        if day is None
    }
    if since and until and until < since:
        found["until"] = said["order"]
    if since and until and (until - since).days > LONGEST_DAYS:
        found["since"] = said["long"]
    return found


def _day(typed: str) -> date | None:
    try:
        read_as = date.fromisoformat(typed)
    except ValueError:
        return None
    return read_as if 2000 <= read_as.year < 2200 else None
