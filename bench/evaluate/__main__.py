"""`make evaluate DIR=...`: run every set in a folder and print what was missed and the scores."""

import argparse
import os
import sys
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import yaml

from bench.evaluate import kept, report, scenarios, sets
from bench.evaluate.score import Score
from ops.settings import environment
from ops.stack import Stack

TODAY = date(2026, 11, 22)


def main(folder: Path, record: Path | None = None, against: Path | None = None) -> int:
    """Score every set in the folder, record or compare the shares; returns the exit status."""
    found = {file.stem: load(file) for file in sorted(folder.glob("*.yml"))}
    if not found:
        print(f"There are no evaluation sets (*.yml) in {folder}.", file=sys.stderr)
        return 1
    scores = [score for name, cases in found.items() if (score := plain(name, cases))]
    if "answers" in found or "scenarios" in found:
        print("--> Starting the service for the sets that need it ...", flush=True)
        with Stack(INTAKE_TODAY=TODAY.isoformat()) as stack:
            if "answers" in found:
                scores.append(sets.score_answers(found["answers"], parser(stack), TODAY))
            if "scenarios" in found:
                print(f"--> Talking through {len(found['scenarios'])} scenarios ...", flush=True)
                scores.append(scenarios.score_scenarios(found["scenarios"], stack.url))
    for score in scores:
        show(score, misses=not (record or against))
    var = Path(environment()["INTAKE_VAR"])
    print(f"\nReport: {report.write(scores, var / 'evaluation')}")
    if record:
        kept.record(scores, record)
    return complain(kept.fallen(scores, against)) if against else 0


def complain(fallen: list[str]) -> int:
    """Print each score that has fallen; returns the exit status."""
    for sentence in fallen:
        print(sentence, file=sys.stderr)
    return 1 if fallen else 0


def plain(name: str, cases: list[dict[str, Any]]) -> Score | None:
    """The score of a set that needs no running service, or None."""
    if name == "organisations":
        return sets.score_organisations(cases)
    if name == "dates":
        return sets.score_dates(cases, TODAY)
    if name == "safety":
        return sets.score_safety(cases)
    return None


def parser(stack: Stack) -> sets.Parse:
    """Rasa's own reading of an answer to a question, by the private channel."""
    client = httpx.Client(
        base_url=stack.settings["RASA_URL"],
        timeout=15,
        headers={"Authorization": f"Bearer {stack.settings['RASA_CHANNEL_SECRET']}"},
    )

    def parse(text: str, question: str) -> dict[str, Any]:
        said = {"text": text, "question": question}
        answer = client.post("/webhooks/intake/parse", json=said)
        answer.raise_for_status()
        return dict(answer.json())

    return parse


def load(file: Path) -> list[dict[str, Any]]:
    """The cases of one set, a list or a list under the set's name."""
    cases = yaml.safe_load(file.read_text(encoding="utf-8")) or []
    return cases.get(file.stem, []) if isinstance(cases, dict) else cases


def show(score: Score, *, misses: bool) -> None:
    """Print the set's last line, and each miss where it is asked for: who tunes to these sets word
    by word measures nothing any more, so a check in passing shows none."""
    print(f"\n== {score.name}")
    for miss in score.misses if misses else []:
        print("  miss:", " | ".join(f"{k}: {v}" for k, v in miss.items()))
    for name, value in score.beside.items():
        print(f"  {name}: {value}")
    print(score.line)


def options(arguments: list[str]) -> argparse.Namespace:
    """The command line: the folder, and a file of shares to write or to compare with."""
    parser = argparse.ArgumentParser(prog="make evaluate", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=Path("tests/evaluation"))
    parser.add_argument("--record", type=Path, help="write the shares into this file")
    parser.add_argument("--against", type=Path, help="fail where a share fell by over a point")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    os.environ.setdefault("PYTHONWARNINGS", "ignore")
    sys.exit(main(**vars(options(sys.argv[1:]))))
