"""Rasa's own checks: the bot's files are valid, and the conversation tests pass."""

import os
import re
import subprocess
import sys
import tempfile

from ops.processes import RASA, ROOT
from ops.settings import environment, model_file

QUIET = {"PYTHONWARNINGS": "ignore", "TF_CPP_MIN_LOG_LEVEL": "3"}
FILES = ["--domain", "bot/domain", "--data", "bot/data", "--config", "config.yml"]


def main() -> int:
    """Run both checks; returns the exit status."""
    settings = environment()
    print("--> rasa data validate ...", flush=True)
    if rasa(settings, "data", "validate", *FILES, "--fail-on-warnings"):
        return 1
    print("--> rasa test over tests/conversations ...", flush=True)
    with tempfile.TemporaryDirectory() as out:
        stories = ["--stories", "tests/conversations", "--model", str(model_file()), "--out", out]
        return rasa(settings, "test", "core", *stories, "--fail-on-prediction-errors")


def rasa(settings: dict[str, str], *words: str) -> int:
    """Run one command of Rasa; what it printed is shown when it fails."""
    done = subprocess.run(
        [str(RASA / "python"), "-m", "rasa", *words],
        cwd=ROOT,
        env={**settings, **os.environ, **QUIET, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        print(re.sub(r"\x1b\[[0-9;]*m", "", done.stdout)[-6000:], file=sys.stderr)
    else:
        print("    passed", flush=True)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
