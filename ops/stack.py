"""The whole service as a context manager, for tests and measurements."""

import os
import signal
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType

from ops import widget
from ops.processes import ROOT, NotReady, commands, free_ports, manage, wait_until_ready
from ops.settings import environment, model_file

STOP_SECONDS = 15
READY_SECONDS = 240


class Stack:
    """Real processes on free ports with a folder of their own for what they write."""

    def __init__(self, **settings: str) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="intake-")
        own = {"INTAKE_ENV": "test", "INTAKE_VAR": self._folder.name}
        own["RASA_MODEL"] = str(model_file())
        own |= free_ports()
        for name in ("BACKEND", "RASA", "ACTIONS"):
            own[f"{name}_URL"] = f"http://127.0.0.1:{own[f'{name}_PORT']}"
        for name, file in (("DATABASE_URL", "backend.db"), ("TRACKER_STORE_URL", "tracker.db")):
            own[name] = f"sqlite:///{self._folder.name}/{file}"
        self.settings = environment(**{**own, **settings})
        self.url = self.settings["BACKEND_URL"]
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> "Stack":
        widget.build()
        self.manage("migrate")
        for name in commands(self.settings):
            self.start(name)
        try:
            wait_until_ready(self.settings, READY_SECONDS)
        except NotReady as problem:
            ends = "\n".join(f"{f.name}: {f.read_text()[-1500:]}" for f in self.logs.iterdir())
            self.stop()
            raise NotReady(f"{problem}\n{ends}") from problem
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
        self._folder.cleanup()

    @property
    def logs(self) -> Path:
        """The folder of the processes' logs, a file each."""
        return Path(self.settings["INTAKE_VAR"]) / "logs"

    def start(self, name: str) -> None:
        """Start one process by name."""
        self.logs.mkdir(parents=True, exist_ok=True)
        with (self.logs / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                commands(self.settings)[name],
                cwd=ROOT,
                env=self.settings,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def kill(self, name: str) -> None:
        """End one process at once, as a crash would."""
        process = self.processes.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def wait(self) -> None:
        """Wait until every part answers again."""
        wait_until_ready(self.settings, READY_SECONDS)

    def manage(self, *words: str) -> str:
        """Run one of the backend's commands and return what it printed."""
        return manage(self.settings, *words)

    def stop(self) -> None:
        """End every process, politely first."""
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
        self.processes.clear()
