"""Finds how much each reader of the risk screen counts: `python -m bench.risk_encoder.weighing`.

Logistic regression over weighing.yml beside this file, messages that no model has learned from,
writes intake/data/safety_weighing.yml and prints what it gives on parts it did not see. It needs
scikit-learn, which the bot's environment has.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import yaml
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict

from intake.safety.data import FOLDER
from intake.safety.judging import TRAITS, Evidence
from intake.safety.learned import LEVEL_HEADS
from intake.safety.screening import evidence

MESSAGES = Path(__file__).with_name("weighing.yml")
TARGET = FOLDER / "safety_weighing.yml"
PHRASES = ("R1", "R2", "R3", "R4")
NAMES = ("encoder", "linear", *PHRASES, *TRAITS)
# How far below zero the sum must be before a phrase that spoke of despair or danger is doubted.
DOUBTED = {"R2": -2.0, "R3": -1.25}
# The messages are harder than most: a missed danger costs more than help shown for nothing, and
# despair is read into ordinary stories sooner than into these. Of danger, "now" is the safer word.
LEANING = {"R1": -1.0, "R2": -1.0, "R3": 0.3, "R4": 1.5}
# Of ordinary answers to closed questions hardly one in a thousand tells of danger; of these, many.
LEANING_CLOSED = {"R3": -0.3}
# The models know little but English, and phrases of danger are listed in the commonest languages.
LEANING_FOREIGN = {"R3": -1.0}
FOLDS, LOOSE = 10, 0.3
HEADER = """\
# For each level, how much each reader of the risk screen counts: the encoder, linear models, the
# highest level of a phrase, and what is known of the message (intake/safety/judging.py).
# `python -m bench.risk_encoder.weighing` finds the figures. A phrase that spoke of the level is
# doubted where the sum is below `doubted`.
"""


def row(one: Evidence, head: int) -> list[float]:
    """The figures of a message in the order of NAMES."""
    phrase = [float(one.worst == level) for level in PHRASES]
    traits = [float(getattr(one, name)) for name in TRAITS]
    return [one.encoder[head], one.linear[head], *phrase, *traits]


def known(head: str, lowest: str, highest: str) -> bool | None:
    """Whether the message reaches the level; R4 is asked only of messages of danger."""
    if head == "R4" and lowest < "R3":
        return None
    if lowest >= head:
        return True
    return False if highest < head else None


def shares(told: Sequence[tuple[Evidence, str, str]], head: str) -> dict[str, float]:
    """What counts how much for one level, and how well that does on parts not seen."""
    place = LEVEL_HEADS.index(head)
    kept = [(row(one, place), known(head, *band)) for one, *band in told]
    rows = np.array([figures for figures, yes in kept if yes is not None])
    yes = np.array([yes for _, yes in kept if yes is not None])
    model = LogisticRegression(C=LOOSE, class_weight="balanced", max_iter=1000)
    folds = min(FOLDS, int(min(yes.sum(), (~yes).sum())))
    said = cross_val_predict(model, rows, yes, cv=folds, method="decision_function")
    print(
        f"{head}: noticed {(said[yes] > 0).mean():.3f}, left alone {(said[~yes] <= 0).mean():.3f}"
    )
    model.fit(rows, yes)
    found = {"base": float(model.intercept_[0]) + LEANING[head]}
    found |= dict(zip(NAMES, map(float, model.coef_[0]), strict=True))
    found["closed"] += LEANING_CLOSED.get(head, 0.0)
    found["foreign"] += LEANING_FOREIGN.get(head, 0.0)
    return {name: round(figure, 3) for name, figure in found.items()}


def main() -> None:
    """Reads the messages, finds the shares and writes them."""
    listed = yaml.safe_load(MESSAGES.read_text(encoding="utf-8"))
    told = []
    for one in listed:
        said = evidence(one["text"], one["asked"])
        if said is not None:
            told.append((said, one["level"], one["max_level"]))
    found = {head: shares(told, head) for head in LEVEL_HEADS}
    for head, figure in DOUBTED.items():
        found[head]["doubted"] = figure
    TARGET.write_text(HEADER + yaml.safe_dump(found, sort_keys=False), encoding="utf-8")


if __name__ == "__main__":
    main()
