"""The last committed scores, and whether a new run fell below them."""

import json
from pathlib import Path

from bench.evaluate.score import Score

ALLOWED_FALL = 1.0
"""Percentage points by which a share may fall before it counts as worse."""


def shares(scores: list[Score]) -> dict[str, float]:
    """Every share of a run in per cent: `answers`, `safety.recall_R3` and so on."""
    return {name: round(100 * share, 2) for score in scores for name, share in score.shares.items()}


def record(scores: list[Score], file: Path) -> None:
    """Write the shares of a run, to be committed."""
    file.write_text(json.dumps(shares(scores), indent=1, sort_keys=True) + "\n")


def fallen(scores: list[Score], file: Path) -> list[str]:
    """A sentence for each share that is over a point below the recorded one, or is missing."""
    found = shares(scores)
    wanted: dict[str, float] = json.loads(file.read_text())
    worse = [
        f"{name} fell from {before} % to {found.get(name, 'nothing')} %."
        for name, before in wanted.items()
        if found.get(name, -1.0) < before - ALLOWED_FALL
    ]
    new = [f"{name} has no recorded score." for name in found if name not in wanted]
    return worse + new
