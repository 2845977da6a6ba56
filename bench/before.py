"""`make bench BASE=<revision>`: a free-text turn now and at an earlier revision, in one run.

Both stacks run side by side and are talked to by turns, so that both meet the same machine.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import mean, median, quantiles

from bench import flow
from bench.chat import Chat
from ops.processes import ROOT
from ops.settings import environment
from ops.stack import Stack

ROUNDS, WARM_UP = 40, 5
LIMIT = 1.15
FIGURES = {
    "p50, ms": median,
    "p95, ms": lambda times: quantiles(times, n=20)[-1],
    "mean, ms": mean,
}
SERVE = (
    "import sys\n"
    "from ops.stack import Stack\n"
    "with Stack() as stack:\n"
    "    print(stack.url, flush=True)\n"
    "    sys.stdin.read()\n"
)


def main(revision: str) -> int:
    """Measure both, print them side by side, and keep the result."""
    there = checkout(revision)
    with Stack() as stack, earlier(there) as base:
        times: dict[str, list[float]] = {stack.url: [], base: []}
        for number in range(WARM_UP + ROUNDS):
            for url, found in times.items():
                taken = walk(url)
                found.extend(taken if number >= WARM_UP else [])
    text = table(revision, times[stack.url], times[base])
    print(text)
    (ROOT / "bench" / "results" / "before.txt").write_text(text)
    return 0


def checkout(revision: str) -> Path:
    """The revision in a folder of its own, with environments and a model of its own."""
    there = Path(environment()["INTAKE_VAR"]).resolve() / "bench" / f"at-{revision}"
    if not there.exists():
        command = ["git", "worktree", "add", "--detach", str(there), revision]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    print(f"--> Setting up {revision} (one or two minutes the first time) ...", flush=True)
    subprocess.run([sys.executable, "ops/setup.py", "setup"], cwd=there, check=True)
    return there


@contextmanager
def earlier(there: Path) -> Iterator[str]:
    """The stack of another checkout, as its own code starts it; gives the address."""
    command = [str(there / ".venv" / "bin" / "python"), "-c", SERVE]
    env = {**os.environ, "PYTHONPATH": str(there)}
    with subprocess.Popen(
        command, cwd=there, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin and process.stdout
        try:
            yield process.stdout.readline().strip()
        finally:
            process.stdin.close()


def walk(url: str) -> list[float]:
    """One conversation in free text; the milliseconds of each of its turns."""
    chat = Chat(url)
    times: list[float] = []
    while chat.question not in (None, "confirm") and len(times) < flow.MOST_TURNS:
        said = flow.answer(chat.question)
        begun = time.perf_counter()
        chat.say(said)
        times.append(1000 * (time.perf_counter() - begun))
    return times


def table(revision: str, now: list[float], then: list[float]) -> str:
    """The two side by side."""
    rows = [
        f"A turn in free text, one conversation at a time. Command: make bench BASE={revision}",
        "",
        f"{'':22}{'now':>10}{revision:>12}{'ratio':>9}",
    ]
    for name, figure in FIGURES.items():
        a, b = figure(now), figure(then)
        rows.append(f"{name:22}{a:10.1f}{b:12.1f}{a / b:8.2f}x")
    rows.append(f"{'turns':22}{len(now):10d}{len(then):12d}")
    rows.append(f"To stay at or under {LIMIT}x.")
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
