"""Training examples, held-out cases, and when a ranking is right. Prints nobody's words."""

import random
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
FOLDS, SEED = 5, 7
NOT_JUDGED = ("inform", "risk", "start", "choose")
MEANS = {"affirm": "yes_means", "deny": "no_means"}
Examples = dict[str, list[str]]
Case = dict[str, Any]


def training() -> Examples:
    """Every training example by its label."""
    found: Examples = {}
    for path in sorted((ROOT / "bot" / "data" / "nlu").rglob("*.yml")):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            lines = entry["examples"].splitlines()
            found.setdefault(entry["intent"], []).extend(line.removeprefix("- ") for line in lines)
    return found


def held_out(examples: Examples) -> list[Case]:
    """The evaluation cases of the questions that have values to tell apart."""
    asked = {label.split(".")[0] for label in examples if "." in label}
    cases = yaml.safe_load((ROOT / "tests/evaluation/answers.yml").read_text(encoding="utf-8"))
    return [case for case in cases if case["question"] in asked | {"outcome_priority"}]


def folds(examples: Examples) -> Iterator[tuple[Examples, list[Case]]]:
    """Five times: examples to learn from, and a fifth of the values' examples to be told."""
    drawn = random.Random(SEED)
    order = {label: drawn.sample(lines, len(lines)) for label, lines in examples.items()}
    for fold in range(FOLDS):
        learnt = {k: [t for i, t in enumerate(v) if i % FOLDS != fold] for k, v in order.items()}
        told = [
            {"question": label.split(".")[0], "text": text, "value": label.split(".")[1]}
            for label, lines in order.items()
            if "." in label
            for i, text in enumerate(lines)
            if i % FOLDS == fold
        ]
        yield learnt, told


def yes_and_no() -> dict[str, dict[str, str]]:
    """What a yes and a no mean to each question."""
    found = {}
    for name in ("closed_who", "closed_steps"):
        text = (ROOT / "bot" / "reading" / "data" / f"{name}.yml").read_text(encoding="utf-8")
        for question, entry in yaml.load(text, yaml.BaseLoader).items():
            found[question] = {k: entry[v] for k, v in MEANS.items() if v in entry}
    return found


def right(case: Case, ranking: Mapping[str, float], means: dict[str, dict[str, str]]) -> bool:
    """Whether the likeliest of what the question allows is what the case says."""
    question = case["question"]
    start = ("outcomes" if question == "outcome_priority" else question) + "."
    shares: dict[str | None, float] = {}
    for label, share in ranking.items():
        name = label.replace(f"{question}.", start)
        if name in NOT_JUDGED or ("." in name and not name.startswith(start)):
            continue
        value = name.removeprefix(start) if "." in name else None
        if name in MEANS:
            value = means.get(question, {}).get(name)
        elif name == "not_sure":
            value = "O_NOTSURE" if start == "outcomes." else "not_sure"
        shares[value] = shares.get(value, 0.0) + share
    wanted = case.get("value")
    fair = [*(wanted if isinstance(wanted, list) else [wanted]), *as_list(case.get("also_ok"))]
    return max(shares, key=lambda value: shares[value], default=None) in fair


def as_list(value: Any) -> list[Any]:
    """The value as a list; None is no value."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
