"""What the service is made of: each process with its command, and how it is known to be ready."""

import socket
import subprocess
import time
from pathlib import Path

import httpx

from ops.ports import PORTS, ports_problem

ROOT = Path(__file__).resolve().parent.parent
APP = ROOT / ".venv" / "bin"
RASA = ROOT / ".venv-rasa" / "bin"


class NotReady(Exception):
    """A process did not start; the message is the sentence that is shown."""


def commands(settings: dict[str, str], *, worker: bool = True) -> dict[str, list[str]]:
    """The command line of each process, by name."""
    every = {
        "actions": [str(APP / "python"), "-m", "bot.actions"],
        "rasa": [str(RASA / "python"), "-m", "bot.server"],
        "backend": [
            str(APP / "gunicorn"),
            "--config",
            "backend/gunicorn.conf.py",
            "backend.app:create_app()",
        ],
    }
    if worker:
        # Several threads: a long export or a slow provider holds up nobody who writes to us.
        consumer = [str(APP / "huey_consumer"), "backend.jobs.huey", "--quiet"]
        every["worker"] = [*consumer, "--workers", "4"]
    return every


def check_ports(settings: dict[str, str]) -> None:
    """Raise NotReady when a port that a process needs is taken."""
    problem = ports_problem(settings)
    if problem:
        raise NotReady(problem)


def managing(*words: str) -> list[str]:
    """The command line of one of the backend's commands."""
    return [str(APP / "flask"), "--app", "backend.app", *words]


def manage(settings: dict[str, str], *words: str) -> str:
    """Run one of the backend's commands; raises NotReady with what it said if it fails."""
    done = subprocess.run(
        managing(*words),
        cwd=ROOT,
        env=settings,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        last = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1:]
        raise NotReady(f"`{' '.join(words)}` failed: {' '.join(last)}")
    return done.stdout


def wait_until_ready(settings: dict[str, str], seconds: float = 180, what: str = "ready") -> None:
    """Wait until all parts answer (or, for "live", the backend alone); else raise NotReady."""
    deadline = time.monotonic() + seconds
    address = f"{settings['BACKEND_URL']}/health/{what}"
    last = "the backend does not answer"
    while time.monotonic() < deadline:
        try:
            answer = httpx.get(address, timeout=2)
            if answer.status_code == 200:
                return
            last = answer.text[:300]
        except httpx.HTTPError:
            pass
        time.sleep(0.25)
    raise NotReady(f"the service was not ready after {seconds:.0f} s: {last}")


def free_ports() -> dict[str, str]:
    """Ports that nothing uses, for a second copy on the same machine."""
    sockets = [socket.socket() for _ in PORTS]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    found = [str(each.getsockname()[1]) for each in sockets]
    for each in sockets:
        each.close()
    return dict(zip(PORTS, found, strict=True))
