"""Pictures of numbers as SVG: as wide as the page has room for, with words for who cannot see."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from backend.staff.figures import shown

DARK, LIGHT, TRACK, LINE = "#17404b", "#5b8a96", "#e3ebed", "#8a9a9e"
# From none to the most; what is written on the last two is white.
HEAT = ("#f1f5f6", "#dce8ea", "#a9c6cc", "#3d7380", "#17404b")
ON_DARK = HEAT[3:]
LONGEST = 35
ROW, ROW_SAID, BAR = 50, 74, 16
BESIDE = 80  # percent of the width, where a number stands beside the bar
TALL, ABOVE, BELOW = 180, 22, 26
CELL, NAMED = 30, 28
# What is drawn has a place in percent across and in pixels down: it is as wide as there is room.
PICTURE = Markup(
    '<svg class="console-picture" width="100%" height="{high}" role="img" font-size="16" '
    'aria-labelledby="{id}-title {id}-about" focusable="false">'
    '<title id="{id}-title">{title}</title><desc id="{id}-about">{about}</desc>{parts}</svg>'
)
RECT = Markup('<rect x="{x}%" y="{y}" width="{wide}%" height="{high}" fill="{fill}"/>')
TEXT = Markup('<text x="{x}%" y="{y}" text-anchor="{anchor}" fill="{fill}">{words}</text>')
RULE = Markup('<line x1="0" x2="100%" y1="{y}" y2="{y}" stroke="{stroke}"/>')
HERE = "currentColor"
START, MIDDLE, END = "start", "middle", "end"


@dataclass(frozen=True)
class Bar:
    """A bar: its name, how long it is, what part of it is dark, and what stands at its end."""

    name: str
    value: float
    part: float | None = None
    said: str = ""


@dataclass(frozen=True)
class Column:
    """A place along the bottom with a number of each kind."""

    name: str
    values: tuple[int, ...]


def bars(code: str, title: str, given: Sequence[Bar], whole: float = 0) -> Markup:
    """One bar below the other, each under its name; the longest is `whole`, or as wide as all."""
    most = whole or max((bar.value for bar in given), default=0)
    if most <= 0 or not given:
        return Markup()
    row = ROW_SAID if any(bar.said for bar in given) else ROW
    parts = [
        piece
        for place, bar in enumerate(given)
        for piece in (_said_bar if bar.said else _bar)(bar, place * row, most)
    ]
    longest = max(given, key=lambda bar: bar.value)
    about = f"{len(given)} bars. The longest is {longest.name}: {_end(longest)}."
    return _picture(code, title, about, len(given) * row, parts)


def columns(code: str, title: str, given: Sequence[Column], kinds: Sequence[str]) -> Markup:
    """Columns side by side, for each place one of each kind."""
    most = max((value for column in given for value in column.values), default=0)
    if most <= 0:
        return Markup()
    parts = _scale(most)
    for place, column in enumerate(given):
        parts += _column(column, 100 * place / len(given), 100 / len(given), most)
    bottom = ABOVE + TALL + BELOW - 6
    parts.append(_text(0, bottom, START, given[0].name))
    if len(given) > 1:
        parts.append(_text(100, bottom, END, given[-1].name))
    best = max(given, key=lambda column: column.values[0])
    told = ", ".join(f"{sum(c.values[n] for c in given):,} {kind}" for n, kind in enumerate(kinds))
    about = f"From {given[0].name} to {given[-1].name}: {told}. Most on {best.name}."
    return _picture(code, title, about, ABOVE + TALL + BELOW, parts)


def heat(
    code: str, title: str, names: Sequence[str], top: Sequence[str],
    numbers: Sequence[Sequence[int]],
) -> Markup:  # fmt: skip
    """A row of squares for each name, the darker the more; `top` stands over the columns."""
    most = max((number for row in numbers for number in row), default=0)
    if most <= 0:
        return Markup()
    wide = 100 / len(top)
    parts = [_text(wide * (place + 0.5), NAMED - 8, MIDDLE, name) for place, name in enumerate(top)]
    for line, (name, row) in enumerate(zip(names, numbers, strict=True)):
        y = NAMED + line * (CELL + NAMED)
        parts.append(_text(0, y + NAMED - 8, START, _short(name)))
        for place, number in enumerate(row):
            parts += _square(wide * place, y + NAMED, wide, number, most)
    line, place = max(
        ((r, c) for r in range(len(names)) for c in range(len(top))),
        key=lambda at: numbers[at[0]][at[1]],
    )
    about = (
        f"{len(names)} rows of {len(top)} squares, the darker the more. "
        f"The most is {most:,}: {names[line]}, column {top[place]}."
    )
    return _picture(code, title, about, NAMED + len(names) * (CELL + NAMED), parts)


def _bar(bar: Bar, y: int, most: float) -> list[Markup]:
    """Its name, and below it the bar on its track with its number at the end."""
    return [
        _text(0, y + 17, START, _short(bar.name)),
        _rect(0, y + 24, BESIDE, BAR, TRACK),
        _rect(0, y + 24, BESIDE * bar.value / most, BAR, DARK),
        _text(100, y + 38, END, _end(bar)),
    ]


def _said_bar(bar: Bar, y: int, most: float) -> list[Markup]:
    """The same with words in a line of their own; the part that counts is dark."""
    dark = bar.value if bar.part is None else bar.part
    return [
        _text(0, y + 17, START, _short(bar.name)),
        _text(0, y + 37, START, bar.said),
        _rect(0, y + 44, 100, BAR, TRACK),
        _rect(0, y + 44, 100 * bar.value / most, BAR, LIGHT),
        _rect(0, y + 44, 100 * dark / most, BAR, DARK),
    ]


def _end(bar: Bar) -> str:
    return bar.said or shown(int(bar.value) if float(bar.value).is_integer() else bar.value)


def _scale(most: int) -> list[Markup]:
    top, bottom = ABOVE, ABOVE + TALL
    return [
        RULE.format(y=top, stroke=TRACK),
        _text(0, top - 6, START, shown(most)),
        RULE.format(y=bottom, stroke=LINE),
    ]


def _column(column: Column, x: float, wide: float, most: int) -> list[Markup]:
    each = wide * 0.8 / len(column.values)
    fills = (LIGHT, DARK)[-len(column.values) :]
    found = []
    for place, value in enumerate(column.values):
        high = TALL * value / most
        left = x + wide * 0.1 + each * place
        found.append(_rect(left, ABOVE + TALL - high, each, high, fills[place]))
    return found


def _square(x: float, y: int, wide: float, number: int, most: int) -> list[Markup]:
    step = 0 if number == 0 else 1 + min(3, (number - 1) * 4 // most)
    fill = HEAT[step]
    ink = "#ffffff" if fill in ON_DARK else "#0b0c0c"
    words = TEXT.format(
        x=_at(x + wide / 2), y=y + 20, anchor=MIDDLE, fill=ink, words=_brief(number)
    )
    return [_rect(x, y, wide, CELL, fill), words]


def _brief(number: int) -> str:
    """A number in at most four characters."""
    return f"{number / 1000:.0f}k" if number >= 10_000 else str(number)


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1].rstrip()}…"


def _text(x: float, y: float, anchor: str, words: str) -> Markup:
    return TEXT.format(x=_at(x), y=y, anchor=anchor, fill=HERE, words=words)


def _rect(x: float, y: float, wide: float, high: float, fill: str) -> Markup:
    return RECT.format(x=_at(x), y=_at(y), wide=_at(wide), high=_at(high), fill=fill)


def _at(place: float) -> str:
    return f"{place:.2f}".rstrip("0").rstrip(".")


def _picture(code: str, title: str, about: str, high: int, parts: Sequence[Markup]) -> Markup:
    return PICTURE.format(
        id=f"picture-{code}", title=title, about=about, high=high, parts=Markup("").join(parts)
    )
