"""The flow of a case as a picture, made from its data: python -m backend.staff.flow_drawing."""

from collections import defaultdict
from dataclasses import dataclass
from html import escape

from backend.config import ROOT
from backend.services import casework_flow
from backend.services.casework_flow import Move
from backend.staff import labels

TARGET = ROOT / "docs" / "pictures" / "flow.svg"
WIDE, HIGH, GAP_X, GAP_Y, EDGE = 210, 52, 110, 34, 30
TYPE = "font-family='system-ui, sans-serif'"
LINE = 24
# Moves that go back are drawn below, each lower than the one before.
LOWER, RAIL = 40, 16
FILL = {"person": "#eeefef", "open": "#d2e2f1", "waiting": "#fff7bf", "done": "#cce2d8"}
WORK = {
    "person": "The person writes",
    "open": "Staff work on it",
    "waiting": "The person’s turn",
    "done": "Done",
}


@dataclass(frozen=True)
class Place:
    """Where the box of a state stands."""

    column: int
    x: int
    y: int

    @property
    def middle(self) -> int:
        """Half way down its sides."""
        return self.y + HIGH // 2


def drawing() -> str:
    """The whole picture."""
    places = _places()
    moves = list(casework_flow.every_move().values())
    lowest = max(place.y for place in places.values()) + HIGH
    arrows, lowest = _arrows(moves, places, lowest)
    words = [_line(number, move) for number, move in enumerate(moves, 1)]
    top = lowest + 2 * LINE
    width = max(place.x for place in places.values()) + WIDE + 2 * EDGE
    height = top + (len(words) + 1) * LINE
    told = escape(" ".join(words))
    parts = [
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width} {height}' role='img' "
        f"aria-labelledby='title told' {TYPE}>",
        "<title id='title'>The states of a case and the moves between them</title>",
        f"<desc id='told'>{told}</desc>",
        "<defs><marker id='tip' viewBox='0 0 8 8' refX='7' refY='4' markerWidth='8' "
        "markerHeight='8' orient='auto'><path d='M0 0 8 4 0 8z' fill='#17404b'/></marker></defs>",
        f"<rect width='{width}' height='{height}' fill='#fff'/>",
        *arrows,
        *(_box(state, place) for state, place in places.items()),
        *(
            f"<text x='{EDGE}' y='{top + row * LINE}' font-size='15'>{escape(text)}</text>"
            for row, text in enumerate(words)
        ),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _places() -> dict[str, Place]:
    """Each state in the column of its fewest moves from the first, columns centred."""
    columns: dict[int, list[str]] = defaultdict(list)
    for state, column in _steps().items():
        columns[column].append(state)
    tallest = max(len(states) for states in columns.values())
    places = {}
    for column, states in sorted(columns.items()):
        above = (tallest - len(states)) * (HIGH + GAP_Y) // 2
        for row, state in enumerate(states):
            x = EDGE + column * (WIDE + GAP_X)
            places[state] = Place(column, x, EDGE + above + row * (HIGH + GAP_Y))
    return places


def _steps() -> dict[str, int]:
    first = casework_flow.states()[0]
    steps = {first: 0}
    # The last state is where everything ends, however short the way to it may be.
    last = casework_flow.states()[-1]
    for state in casework_flow.states():
        for move in casework_flow.every_move().values():
            if state in move.starts and state in steps and move.to != last:
                steps.setdefault(move.to, steps[state] + 1)
    steps[last] = max(steps.values()) + 1
    return steps


def _arrows(moves: list[Move], places: dict[str, Place], lowest: int) -> tuple[list[str], int]:
    """Every arrow with the number of its move; those that go back share a line for each move."""
    drawn: list[str] = []
    rails = 0
    for number, move in enumerate(moves, 1):
        end = places[move.to]
        starts = [places[state] for state in move.starts]
        lowest += LOWER * any(start.column > end.column for start in starts)
        rails += any(start.column > end.column for start in starts)
        for start in starts:
            step = end.column - start.column
            if step == 1:
                drawn += _arrow(number, _across(start, end), end.x - 28, end.middle)
            elif step > 1:
                drawn += _arrow(number, _over(start, end), end.x - 28, EDGE // 2)
            else:
                path, into = _back(start, end, lowest, rails)
                drawn += _arrow(number, path, into, lowest)
    lines_first = sorted(dict.fromkeys(drawn), key=lambda part: not part.startswith("<path"))
    return lines_first, lowest


def _across(start: Place, end: Place) -> str:
    half = GAP_X // 2
    left, right = start.x + WIDE, end.x
    return f"M{left} {start.middle}C{left + half} {start.middle} {right - half} {end.middle} " + (
        f"{right} {end.middle}"
    )


def _over(start: Place, end: Place) -> str:
    """Over the columns between."""
    out, into = start.x + WIDE // 2, end.x + WIDE // 2
    return f"M{out} {start.y}V{EDGE // 2}H{into}V{end.y}"


def _back(start: Place, end: Place, lowest: int, rail: int) -> tuple[str, int]:
    """Out on the right, down below everything, and up into the state from below."""
    out = start.x + WIDE + RAIL * rail
    into = end.x + RAIL * 3 * rail
    path = f"M{start.x + WIDE} {start.middle + 14}H{out}V{lowest}H{into}V{end.y + HIGH}"
    return path, into


def _arrow(number: int, path: str, x: int, y: int) -> list[str]:
    return [
        f"<path d='{path}' fill='none' stroke='#17404b' stroke-width='1.5' "
        "marker-end='url(#tip)'/>",
        f"<circle cx='{x}' cy='{y}' r='11' fill='#17404b'/>"
        f"<text x='{x}' y='{y + 5}' font-size='13' fill='#fff' text-anchor='middle'>"
        f"{number}</text>",
    ]


def _box(state: str, place: Place) -> str:
    work = casework_flow.work(state)
    label = escape(labels.label("statuses", state).label)
    middle = place.x + WIDE // 2
    return (
        f"<rect x='{place.x}' y='{place.y}' width='{WIDE}' height='{HIGH}' rx='4' "
        f"fill='{FILL[work]}' stroke='#17404b' stroke-width='1.5'/>"
        f"<text x='{middle}' y='{place.y + 23}' font-size='16' font-weight='700' "
        f"text-anchor='middle'>{label}</text>"
        f"<text x='{middle}' y='{place.y + 42}' font-size='12.5' text-anchor='middle'>"
        f"{WORK[work]}</text>"
    )


def _line(number: int, move: Move) -> str:
    said = labels.label("moves", move.name)
    by = sorted(labels.label("movers", each).label for each in move.by)
    reason = " A reason is asked of staff." if move.reason else ""
    return f"{number}. {said.label}: {said.text} By: {', '.join(by).lower()}.{reason}"


if __name__ == "__main__":
    TARGET.write_text(drawing(), encoding="utf-8")
