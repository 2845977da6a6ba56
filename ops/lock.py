"""Resolve and lock the versions of both environments, with hashes and without addresses."""

import subprocess
import sys

from setup import ROOT, find_uv

FLAGS = ["--generate-hashes", "--no-emit-index-url", "--quiet", "--no-header"]
APP = ["pyproject.toml", "--python-version", "3.11"]
COMMANDS = (
    [*APP, "--group", "dev", "--group", "bench", "-o", "requirements-dev.txt"],
    [*APP, "-c", "requirements-dev.txt", "-o", "requirements.txt"],
    ["bot/requirements.in", "--python-version", "3.10", "-o", "bot/requirements.txt"],
)


def main():
    """Write the three requirements files again."""
    uv = find_uv()
    for command in COMMANDS:
        subprocess.run([uv, "pip", "compile", *command, *FLAGS], cwd=ROOT, check=True)


if __name__ == "__main__":
    sys.exit(main())
