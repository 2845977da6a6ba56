"""Supervision: what complaints have in common, by organisation and over time."""

from datetime import date

from sqlalchemy.orm import Session

from backend.services import totals_read
from backend.services.totals import next_month
from backend.services.totals_read import Period, Sums
from backend.staff import figures
from backend.staff import figures_drawing as drawing
from backend.staff.figures import COUNT, NAME, Cell, Section, Table, letters
from backend.staff.supervision_asked import Asked
from intake import themes

MEASURE = "body_theme"
TOP = 20
DRAWN, ACROSS = 12, 8


def sections(session: Session, asked: Asked) -> tuple[list[Section], dict[str, str]]:
    """Every table of the page with its picture, and the organisations to choose from."""
    sums = totals_read.sums(session, asked.period, (MEASURE,))
    named = {name: name for name in list(sums.named(MEASURE))[: 5 * TOP] if name}
    return [_by_body(sums), _over_time(session, asked)], named


def _by_body(sums: Sums) -> Section:
    pairs, total = sums.pairs(MEASURE), sums.named(MEASURE)
    every: dict[str, int] = {}
    for (_, theme), number in pairs.items():
        every[theme] = every.get(theme, 0) + number
    codes = sorted(every, key=lambda code: (-every[code], code))
    names = {body: _body(body) for body in list(total)[:TOP]}
    top = {code: themes.label(code) for code in codes}
    table = figures.matrix("bodies_themes", names, top, pairs, publishable=True)
    drawn = [list(row) for row in table.rows[:DRAWN]]
    picture = drawing.heat(
        table.code,
        table.title,
        [str(row[0]) for row in drawn],
        letters(table.top[:ACROSS]),
        [[int(cell or 0) for cell in row[1 : ACROSS + 1]] for row in drawn],
    )
    return Section(table, picture, across=table.top[:ACROSS])


def _over_time(session: Session, asked: Asked) -> Section:
    found = totals_read.by_month(session, asked.period, asked.organisation, asked.theme)
    every: dict[str, int] = {}
    for (name, _), number in found.items():
        every[name] = every.get(name, 0) + number
    named = themes.label if asked.organisation else _body
    rows = sorted(every, key=lambda name: (-every[name], name))[:TOP]
    months = _months(asked.period)
    top = {month: f"{month:%b %Y}" for month in months}
    numbers = [[found.get((name, month), 0) for month in months] for name in rows]
    names = [named(name) for name in rows]
    cells: list[tuple[Cell, ...]] = [(name, *row) for name, row in zip(names, numbers, strict=True)]
    kinds = (NAME, *(COUNT for _ in months))
    table = Table("over_time", kinds, cells, tuple(top.values()), publishable=True)
    last = months[-DRAWN:]
    picture = drawing.heat(
        table.code,
        table.title,
        names[:DRAWN],
        [f"{month:%b}"[:1] if len(last) > ACROSS else f"{month:%b}" for month in last],
        [row[-DRAWN:] for row in numbers[:DRAWN]],
    )
    return Section(table, picture)


def _months(period: Period) -> list[date]:
    months = [period.since.replace(day=1)]
    while next_month(months[-1]) <= period.until:
        months.append(next_month(months[-1]))
    return months


def _body(name: str) -> str:
    return name or str(figures.words("names")["unnamed"])
