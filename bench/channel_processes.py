"""The backend and the worker as processes of their own, with a small bot in place of Rasa."""

import base64
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import create_engine, text

from ops.processes import APP, ROOT

SECRET = "whsec_" + base64.b64encode(b"the secret of the bench itself").decode()
STARTS = 500
TWICE = """
SELECT count(*) FROM (
  SELECT text FROM message WHERE author = 'person' AND text LIKE '#%'
  GROUP BY text HAVING count(*) > 1) AS twice
"""


class Processes:
    """The two processes; either may be killed, and is started again."""

    def __init__(self, var: Path, desk: str, database: str = "") -> None:
        self.var, self.killed = var, 0
        self.port = _free_port()
        self.database = database or f"sqlite:///{var / 'backend.db'}"
        self.kind = "PostgreSQL" if database else "SQLite"
        self.environment = {
            **os.environ,
            "INTAKE_ENV": "test",
            "INTAKE_VAR": str(var),
            "DATABASE_URL": self.database,
            "BACKEND_PORT": str(self.port),
            "CHANNELS": "generic",
            "PUBLIC_ADDRESS": f"http://127.0.0.1:{self.port}",
            "GENERIC_CHANNEL_SECRET": SECRET,
            "GENERIC_CHANNEL_URL": desk,
            "PYTHONPATH": str(ROOT),
            "LOG_LEVEL": "ERROR",
            "REDIS_URL": "",
        }
        self.running: dict[str, subprocess.Popen[Any]] = {}

    @property
    def hook(self) -> str:
        """Where messages are sent."""
        return f"http://127.0.0.1:{self.port}/channels/generic"

    def __enter__(self) -> "Processes":
        flask = [str(APP / "flask"), "--app", "backend.app", "migrate"]
        subprocess.run(flask, env=self.environment, cwd=ROOT, check=True)
        for name in COMMANDS:
            self.start(name)
        try:
            self._wait()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_about: object) -> None:
        for process in self.running.values():
            os.killpg(process.pid, signal.SIGTERM)
        for process in self.running.values():
            process.wait(30)
        shutil.rmtree(self.var / "huey", ignore_errors=True)

    def start(self, name: str) -> None:
        """Start one of them, with children that are killed with it."""
        log = (self.var / f"{name}.log").open("ab")
        self.running[name] = subprocess.Popen(
            COMMANDS[name],
            env=self.environment,
            cwd=ROOT,
            start_new_session=True,
            stdout=log,
            stderr=log,
        )

    def kill(self, name: str) -> None:
        """Kill one as the kernel would, and start it again."""
        os.killpg(self.running[name].pid, signal.SIGKILL)
        self.running[name].wait()
        self.killed += 1
        self.start(name)

    def turned_twice(self) -> int:
        """How many messages stand in a transcript more than once."""
        engine = create_engine(self.database.replace("postgresql://", "postgresql+psycopg://"))
        with engine.connect() as connection:
            found = connection.scalar(text(TWICE))
        engine.dispose()
        return int(found or 0)

    def _wait(self) -> None:
        until = time.monotonic() + STARTS
        while time.monotonic() < until:
            try:
                if httpx.get(f"http://127.0.0.1:{self.port}/health/live", timeout=1).is_success:
                    return
            except httpx.HTTPError:
                time.sleep(0.3)
        raise RuntimeError("the backend did not start")


def _free_port() -> int:
    import socket

    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


COMMANDS = {
    "backend": [
        str(APP / "gunicorn"),
        "--config",
        "backend/gunicorn.conf.py",
        "bench.channel_app:create_app()",
    ],
    "worker": [str(APP / "huey_consumer"), "bench.channel_app.huey", "--quiet", "--workers", "4"],
}
