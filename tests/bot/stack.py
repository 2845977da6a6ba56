"""Real Rasa and a real action server in front of the fake backend."""

import os
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import httpx

from intake import safety
from ops.settings import ROOT, model_file
from tests.bot.fake_backend import FakeBackend
from tests.bot.talking import Conversation

MODEL = model_file()
SECRET = "a-secret-for-the-tests-only"
TOKEN = "a-token-for-the-tests-only"
PATIENCE = 180


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


class Stack:
    """Starts and ends the processes; `url` is Rasa's private channel."""

    def __init__(self):
        self.backend = FakeBackend(TOKEN)
        self.folder = tempfile.TemporaryDirectory(prefix="intake-bot-")
        actions_port = free_port()
        self.environment = {
            **os.environ,
            "INTAKE_ENV": "test",
            "INTAKE_VAR": self.folder.name,
            "RASA_MODEL": str(MODEL),
            "RASA_PORT": free_port(),
            "ACTIONS_PORT": actions_port,
            "ACTIONS_URL": f"http://127.0.0.1:{actions_port}",
            "TRACKER_STORE_URL": f"sqlite:///{self.folder.name}/tracker.db",
            "REDIS_URL": "",
            "BACKEND_URL": self.backend.url,
            "RASA_CHANNEL_SECRET": SECRET,
            "BACKEND_SERVICE_TOKEN": TOKEN,
            "PYTHONPATH": str(ROOT),
        }
        self.url = f"http://127.0.0.1:{self.environment['RASA_PORT']}/webhooks/intake"
        self.processes = {}

    def __enter__(self):
        self.backend.__enter__()
        self.start("actions")
        self.start("rasa")
        self._wait()
        self.client = httpx.Client(
            base_url=self.url, headers={"Authorization": f"Bearer {SECRET}"}, timeout=15
        )
        return self

    def __exit__(self, *_):
        self.client.close()
        for name in list(self.processes):
            self.end(name)
        self.backend.__exit__()
        self.folder.cleanup()

    def start(self, name):
        python = ".venv-rasa" if name == "rasa" else ".venv"
        module = {"rasa": "bot.server", "actions": "bot.actions"}[name]
        with self.log(name).open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [str(ROOT / python / "bin" / "python"), "-W", "ignore", "-m", module],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def end(self, name):
        process = self.processes.pop(name)
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def log(self, name):
        return Path(self.folder.name) / f"{name}.log"

    def _wait(self):
        until = time.monotonic() + PATIENCE
        actions = f"http://127.0.0.1:{self.environment['ACTIONS_PORT']}/health"
        for address in (actions, f"{self.url}/health"):
            while not _answers(address):
                assert time.monotonic() < until, self.log("rasa").read_text()[-3000:]
                time.sleep(0.2)


def _answers(address):
    try:
        return httpx.get(address, timeout=2).status_code == 200
    except httpx.HTTPError:
        return False


class RemoteConversation(Conversation):
    """The same conversation, through Rasa and the action server."""

    def __init__(self, stack, name):
        super().__init__()
        self.stack, self.name = stack, name
        self.last_status = None

    def _turn(self, payload=None, text="", same=False, nlu=None, **more):
        self.number += 0 if same else 1
        draft = self.stack.backend.draft(self.name)
        known = {key: draft[key] for key in ("facts", "sources", "dialogue", "question")}
        risk = safety.screen(text, known["question"]).level
        metadata = {
            "turn": self.number,
            "text": text,
            "today": "2026-11-22",
            "locale": "en",
            "risk": {"level": risk, "flags": []},
            **known,
            **more,
        }
        message = None if payload else text
        body = {"sender": self.name, "message": message, "payload": payload, "metadata": metadata}
        response = self.stack.client.post("/turn", json=body)
        self.last_status = response.status_code
        self.messages = response.json()["messages"] if response.status_code == 200 else []
        self.draft = self.stack.backend.draft(self.name)
        return self
