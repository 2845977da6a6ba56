"""The report: report.json and a page with a drawing of the confusions."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment

from bench.evaluate.score import Score

CELL, LABEL, HEAD = 34, 210, 150
LONGEST_LABEL = 30

PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Evaluation</title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem; max-width: 80rem }
svg { display: block; margin: 1rem 0; max-width: 100% }
text { font: 12px system-ui, sans-serif }
figcaption { color: #505a5f }
</style>
<h1>Evaluation</h1>
{% for score, drawings in sets %}
<h2>{{ score.line }}</h2>
<ul>{% for name, value in score.beside.items() %}<li>{{ name }}: {{ value }}</li>{% endfor %}</ul>
{% for drawing in drawings %}
<figure><figcaption>{{ drawing.title }}: expected (rows) and found (columns)</figcaption>
<svg role="img" aria-label="Confusions of {{ drawing.title }}" width="{{ drawing.width }}"
 height="{{ drawing.height }}" viewBox="0 0 {{ drawing.width }} {{ drawing.height }}">
{% for x, name in drawing.heads %}<text transform="translate({{ x }} {{ head - 8 }}) rotate(-50)">
{{- name }}</text>{% endfor %}
{% for y, name in drawing.names %}<text x="{{ label - 8 }}" y="{{ y }}" text-anchor="end">
{{- name }}</text>{% endfor %}
{% for cell in drawing.cells %}<g><title>{{ cell.title }}</title>
<rect x="{{ cell.x }}" y="{{ cell.y }}" width="{{ size }}" height="{{ size }}"
 fill="{{ cell.fill }}" fill-opacity="{{ cell.depth }}" stroke="#ccc"/>
<text x="{{ cell.x + size / 2 }}" y="{{ cell.y + 21 }}" text-anchor="middle">{{ cell.n }}</text></g>
{% endfor %}</svg></figure>
{% endfor %}
<h3>Misses</h3>
<ul>{% for miss in score.misses %}<li>{{ miss }}</li>{% else %}<li>None.</li>{% endfor %}</ul>
{% endfor %}</html>
"""


@dataclass(frozen=True)
class Cell:
    """One square: how often one expected value was found as another."""

    x: int
    y: int
    n: int
    title: str
    fill: str
    depth: float


class Drawing:
    """How often each expected value was found as which: green where right, red where wrong."""

    def __init__(self, title: str, pairs: Iterable[tuple[str, str]]) -> None:
        counts = Counter(pairs)
        rows = sorted({expected for expected, _ in counts})
        columns = rows + sorted({found for _, found in counts} - set(rows))
        totals: Counter[str] = Counter()
        for (expected, _), n in counts.items():
            totals[expected] += n
        self.title = title
        self.width = LABEL + CELL * len(columns) + HEAD
        self.height = HEAD + CELL * len(rows) + 4
        self.heads = [
            (LABEL + CELL * i + 20, name[:LONGEST_LABEL]) for i, name in enumerate(columns)
        ]
        self.names = [(HEAD + CELL * i + 21, name[:LONGEST_LABEL]) for i, name in enumerate(rows)]
        self.cells = [
            Cell(
                x=LABEL + CELL * columns.index(found),
                y=HEAD + CELL * rows.index(expected),
                n=n,
                title=f"{expected} found as {found}: {n}",
                fill="#00703c" if expected == found else "#d4351c",
                depth=round(0.15 + 0.6 * n / totals[expected], 2),
            )
            for (expected, found), n in counts.items()
        ]


def drawings(score: Score) -> list[Drawing]:
    """A drawing for each group of a set (a set without groups is one)."""
    groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for group, expected, found in score.pairs:
        groups[group or score.name].append((expected, found))
    return [Drawing(title, pairs) for title, pairs in sorted(groups.items())]


def write(scores: list[Score], folder: Path) -> Path:
    """Write report.json and index.html into the folder; returns the page's path."""
    folder.mkdir(parents=True, exist_ok=True)
    report = {score.name: score.as_dict() for score in scores}
    (folder / "report.json").write_text(json.dumps(report, indent=1, default=str))
    page = Environment(autoescape=True).from_string(PAGE)
    sets = [(score, drawings(score)) for score in scores]
    html = page.render(sets=sets, size=CELL, label=LABEL, head=HEAD)
    (folder / "index.html").write_text(html)
    return folder / "index.html"
