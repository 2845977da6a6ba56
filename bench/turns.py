"""`make bench`: turns a second and time of a turn, whole stack and stock Rasa, in one run."""

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import httpx

from bench import flow
from bench.chat import Chat
from bench.stock import project
from ops.processes import APP, ROOT, free_ports
from ops.settings import environment
from ops.stack import Stack

AT_ONCE, SECONDS_AT_ONCE, SECONDS_ALONE = 8, 30, 12
ATTEMPTS = 240


@dataclass
class Figures:
    """Turns a second over all conversations, and milliseconds of one turn."""

    rate: float
    p50: float
    p95: float
    failures: int


def main() -> int:
    """Measure both, print them side by side, and keep the result."""
    folder = Path(environment()["INTAKE_VAR"]) / "bench"
    print("--> Starting the whole stack ...", flush=True)
    with Stack() as stack:
        taken = flow.walk(stack.url)
        questions = asked(stack.url)
        ours = [measure("intake", stack.url, *load) for load in loads()]
    print(
        "--> Training and starting stock Rasa (two or three minutes the first time) ...", flush=True
    )
    with stock(folder / "stock", taken, questions) as url:
        theirs = [
            measure("stock", url, *load, flow_file=folder / "stock" / "flow.json")
            for load in loads()
        ]
    text = table(len(taken), ours, theirs)
    print(text)
    (ROOT / "bench" / "results").mkdir(exist_ok=True)
    (ROOT / "bench" / "results" / "turns.txt").write_text(text)
    return 0


def loads() -> list[tuple[int, int]]:
    """How many conversations at once, and for how many seconds."""
    return [(AT_ONCE, SECONDS_AT_ONCE), (1, SECONDS_ALONE)]


def asked(url: str) -> dict[str, str]:
    """The wording of each question, for the stock bot to say too."""
    chat = Chat(url)
    wording: dict[str, str] = {}
    while chat.question not in (None, "confirm") and len(wording) < flow.MOST_TURNS:
        question = str(chat.question)
        wording[question] = chat.messages[-1]["text"]
        chat.say(flow.answer(question))
    return wording


def measure(
    name: str, url: str, users: int, seconds: int, flow_file: Path | None = None
) -> Figures:
    """Run one load script of locust against an address; the first seconds warm up, uncounted."""
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    if flow_file:
        env["BENCH_FLOW"] = str(flow_file)
    command = [
        str(APP / "locust"),
        "-f",
        str(ROOT / "bench" / "load" / f"{name}.py"),
        "--headless",
        "-u",
        str(users),
        "-r",
        str(users),
        "-H",
        url,
        "--json",
        "--skip-log",
        "--exit-code-on-error",
        "0",
    ]
    subprocess.run([*command, "-t", "5s"], env=env, check=True, capture_output=True)
    print(f"--> {name}: {users} at once for {seconds} s ...", flush=True)
    done = subprocess.run(
        [*command, "-t", f"{seconds}s"], env=env, check=True, capture_output=True, text=True
    )
    turns = next(row for row in json.loads(done.stdout) if row["name"] == "turn")
    return figures(turns)


def figures(row: dict[str, object]) -> Figures:
    """Figures from locust's table of response times (rounded milliseconds to counts)."""
    times = sorted((float(ms), int(n)) for ms, n in dict(row["response_times"]).items())
    total = sum(n for _, n in times)
    elapsed = float(row["last_request_timestamp"]) - float(row["start_time"])

    def percentile(share: float) -> float:
        seen = 0
        for ms, n in times:
            seen += n
            if seen >= share * total:
                return ms
        return times[-1][0]

    return Figures(total / elapsed, percentile(0.5), percentile(0.95), int(row["num_failures"]))


class stock:
    """Stock Rasa and its action server on free ports, as a context manager giving the address."""

    def __init__(
        self, folder: Path, taken: list[tuple[str, str]], questions: dict[str, str]
    ) -> None:
        ports = free_ports()
        self.url = f"http://127.0.0.1:{ports['RASA_PORT']}"
        actions = f"http://127.0.0.1:{ports['ACTIONS_PORT']}"
        model = project.prepare(folder, taken, actions, questions)
        self.commands = [
            [
                str(APP / "python"),
                "-m",
                "rasa_sdk",
                "--actions",
                "bench.stock.actions",
                "--port",
                ports["ACTIONS_PORT"],
            ],
            [
                *project.RASA,
                "run",
                "--model",
                str(model),
                "--endpoints",
                str(folder / "endpoints.yml"),
                "--credentials",
                str(folder / "credentials.yml"),
                "--port",
                ports["RASA_PORT"],
                "--interface",
                "127.0.0.1",
            ],
        ]

    def __enter__(self) -> str:
        env = {**os.environ, **project.QUIET, "PYTHONPATH": str(ROOT)}
        self.running = [
            subprocess.Popen(
                c, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            for c in self.commands
        ]
        for _ in range(ATTEMPTS):
            try:
                hello = {"sender": "ready", "message": "hello"}
                if httpx.post(f"{self.url}/webhooks/rest/webhook", json=hello, timeout=10).json():
                    return self.url
            except httpx.HTTPError:
                time.sleep(0.5)
        self.__exit__()
        raise SystemExit("Stopped: stock Rasa did not start.")

    def __exit__(self, *_: object) -> None:
        for process in self.running:
            process.terminate()
        for process in self.running:
            process.wait()


def table(turns: int, ours: list[Figures], theirs: list[Figures]) -> str:
    """The two side by side."""
    rows = [f"One conversation is {turns} turns. Command: make bench", ""]
    rows.append(f"{'':34}{'whole stack':>14}{'stock Rasa':>14}{'ratio':>9}")
    for (users, _), a, b in zip(loads(), ours, theirs, strict=True):
        who = f"{users} at once" if users > 1 else "one alone"
        rows.append(
            f"{who + ': turns a second':34}{a.rate:14.1f}{b.rate:14.1f}{a.rate / b.rate:8.2f}x"
        )
        rows.append(
            f"{who + ': p50 of a turn, ms':34}{a.p50:14.0f}{b.p50:14.0f}{a.p50 / b.p50:8.2f}x"
        )
        rows.append(
            f"{who + ': p95 of a turn, ms':34}{a.p95:14.0f}{b.p95:14.0f}{a.p95 / b.p95:8.2f}x"
        )
        rows.append(f"{who + ': failures':34}{a.failures:14d}{b.failures:14d}")
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    sys.exit(main())
