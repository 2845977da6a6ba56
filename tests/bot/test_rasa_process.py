"""The parts that live in the Rasa process are tested by the interpreter that runs them."""

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RASA = ROOT / ".venv-rasa" / "bin" / "python"
TESTS = ["-m", "unittest", "discover", "-s", "tests/bot/in_rasa", "-t", "."]
QUIET = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONPATH": str(ROOT)}


@pytest.mark.skipif(not RASA.exists(), reason="the environment of Rasa is not there")
def test_the_parts_inside_rasa_keep_their_promises():
    done = subprocess.run(
        [str(RASA), "-W", "ignore", *TESTS],
        cwd=ROOT,
        env={**os.environ, **QUIET},
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr[-6000:]
    assert "Ran " in done.stderr and "Ran 0 tests" not in done.stderr
    assert "skipped=" not in done.stderr or not os.environ.get("INTAKE_NO_SKIPS"), done.stderr[
        -900:
    ]
