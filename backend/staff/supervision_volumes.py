"""Supervision: how many began and sent a complaint, and what about."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from sqlalchemy.orm import Session

from backend.services import totals_read
from backend.services.totals_read import Period, Sums
from backend.staff import figures, labels
from backend.staff import figures_drawing as drawing
from backend.staff.figures import (
    COUNT,
    NAME,
    SHARE,
    Section,
    Table,
    at_least,
    in_words,
    percent,
    share,
)
from intake import themes

OF_ALL = ("told", "result", "branch", "organisation", "theme")
SPEED = ("begun", "finished", "sent", "minutes", "unclear", "said", "person")
TOP = 20
# Longer periods are shown by the week, and very long ones by the month.
BY_DAY, BY_WEEK = 92, 731


def sections(session: Session, period: Period) -> list[Section]:
    """Every table of the page with its picture."""
    sums = totals_read.sums(session, period, (*SPEED, *OF_ALL))
    everywhere = Period(period.since, period.until)
    return [
        _days(session, period, sums),
        _channels(totals_read.by_channel(session, everywhere, SPEED)),
        _results(sums),
        _listed("branches", sums.named("branch"), sums, _branch),
        _organisations(sums),
        _listed("themes", sums.named("theme"), sums, themes.label, publishable=True),
    ]


def _days(session: Session, period: Period, sums: Sums) -> Section:
    found = totals_read.by_day(session, period, ("begun", "sent"))
    rows: dict[str, list[int]] = {}
    for day, counts in found.items():
        row = rows.setdefault(_called(day, period), [0, 0])
        row[0] += counts.get("begun", 0)
        row[1] += counts.get("sent", 0)
    table = Table("days", (NAME, COUNT, COUNT), [(name, *row) for name, row in rows.items()])
    columns = [drawing.Column(name, (row[0], row[1])) for name, row in rows.items()]
    picture = drawing.columns("days", table.title, columns, ("begun", "sent"))
    return Section(table, picture, _at_a_glance(sums), key=("Begun", "Sent"))


def _at_a_glance(sums: Sums) -> list[tuple[str, str]]:
    begun = sums.one("begun")
    return [
        ("Begun", f"{begun:,}"),
        ("Sent", f"{sums.one('sent'):,}"),
        ("Of those begun, sent", percent(share(sums.one("finished"), begun))),
        ("Half took up to", in_words(at_least(minutes(sums), 0.5))),
        ("Messages not understood", percent(share(sums.total("unclear"), sums.one("said")))),
        ("Needed a person", percent(share(sums.one("person"), begun))),
    ]


def _called(day: date, period: Period) -> str:
    length = (period.until - period.since).days
    if length < BY_DAY:
        return labels.date_in_words(day)
    if length < BY_WEEK:
        return f"Week of {labels.date_in_words(day - timedelta(days=day.weekday()))}"
    return f"{day:%B %Y}"


def _results(sums: Sums) -> Section:
    told, sent, all_sent = sums.named("told"), sums.named("result"), sums.one("sent")
    codes = [code for code in labels.codes("results") if code in told or code in sent]
    rows = [
        (labels.label("results", code).label, told.get(code, 0), number, share(number, all_sent))
        for code in codes
        for number in (sent.get(code, 0),)
    ]
    table = Table("results", (NAME, COUNT, COUNT, SHARE), rows)
    bars = [
        drawing.Bar(name, max(told, sent), sent, f"{told:,} told, {sent:,} sent")
        for name, told, sent, _ in rows
    ]
    return Section(table, drawing.bars("results", table.title, bars), key=("Told", "Sent"))


def _listed(
    code: str, numbers: Mapping[str, int], sums: Sums, named: Callable[[str], str],
    *, publishable: bool = False,
) -> Section:  # fmt: skip
    sent = sums.one("sent")
    rows = [(named(name), number, share(number, sent)) for name, number in numbers.items()]
    table = Table(code, (NAME, COUNT, SHARE), rows, publishable=publishable)
    bars = [drawing.Bar(name, number) for name, number, _ in rows[:TOP]]
    return Section(table, drawing.bars(code, table.title, bars))


def _organisations(sums: Sums) -> Section:
    numbers = sums.named("organisation")
    unnamed = numbers.pop("", 0)
    first = dict(list(numbers.items())[:TOP])
    rest = sum(numbers.values()) - sum(first.values())
    names = figures.words("names")
    more = {names["others"]: rest, names["unnamed"]: unnamed}
    shown = first | {name: number for name, number in more.items() if number}
    return _listed("organisations", shown, sums, str, publishable=True)


def _channels(found: Mapping[str, Sums]) -> Section:
    rows = []
    for channel, sums in sorted(found.items(), key=lambda each: -each[1].one("begun")):
        begun = sums.one("begun")
        rows.append(
            (
                labels.label("channels", channel).label,
                begun,
                sums.one("sent"),
                share(sums.one("finished"), begun),
                at_least(minutes(sums), 0.5),
                share(sums.total("unclear"), sums.one("said")),
                share(sums.one("person"), begun),
            )
        )
    kinds = (NAME, COUNT, COUNT, SHARE, "number", SHARE, SHARE)
    table = Table("channels", kinds, rows)
    bars = [drawing.Bar(str(row[0]), row[1]) for row in rows]
    return Section(table, drawing.bars("channels", table.title, bars))


def minutes(sums: Sums) -> dict[int, int]:
    """How many complaints took how many minutes."""
    return {int(name): number for name, number in sums.named("minutes").items()}


def _branch(code: str) -> str:
    return labels.label("branches", code).label if code else str(figures.words("names")["none"])
