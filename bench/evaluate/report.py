"""The report: report.json and a page with a picture of the confusions."""

import json
from collections import Counter
from pathlib import Path

from jinja2 import Environment

from bench.evaluate.score import Score

PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Evaluation</title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem; max-width: 70rem }
td, th { padding: .25rem .6rem; border: 1px solid #ccc; font-size: .85rem; text-align: left }
td.n { text-align: right }
</style>
<h1>Evaluation</h1>
{% for score, confusion in sets %}
<h2>{{ score.line }}</h2>
{% for name, value in score.beside.items() %}<p>{{ name }}: {{ value }}</p>{% endfor %}
<table><caption>Expected (rows) and found (columns)</caption>
<tr><th></th>{% for c in confusion.columns %}<th scope="col">{{ c }}</th>{% endfor %}</tr>
{% for row in confusion.rows %}<tr><th scope="row">{{ row }}</th>
{% for c in confusion.columns %}{% set n = confusion.counts[(row, c)] %}
<td class="n" style="background: {{ confusion.colour(row, c) }}">{{ n or "" }}</td>{% endfor %}
</tr>{% endfor %}</table>
<h3>Misses</h3>
<ul>{% for miss in score.misses %}<li>{{ miss }}</li>{% else %}<li>None.</li>{% endfor %}</ul>
{% endfor %}</html>
"""


class Confusion:
    """How often each expected value was found as which."""

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        self.counts = Counter(pairs)
        self.rows = sorted({a for a, _ in pairs})
        self.columns = sorted({b for _, b in pairs})

    def colour(self, row: str, column: str) -> str:
        """Green where right, red where wrong, deeper the more there are."""
        count = self.counts[(row, column)]
        if not count:
            return "none"
        share = count / sum(self.counts[(row, c)] for c in self.columns)
        rgb = "0 120 60" if row == column else "200 30 30"
        return f"rgb({rgb} / {0.15 + 0.6 * share:.2f})"


def write(scores: list[Score], folder: Path) -> Path:
    """Write report.json and index.html into the folder; returns the page's path."""
    folder.mkdir(parents=True, exist_ok=True)
    report = {score.name: score.as_dict() for score in scores}
    (folder / "report.json").write_text(json.dumps(report, indent=1, default=str))
    page = Environment(autoescape=True).from_string(PAGE)
    sets = [(score, Confusion(score.pairs)) for score in scores]
    (folder / "index.html").write_text(page.render(sets=sets))
    return folder / "index.html"
