"""Load on stock Rasa by its REST channel: the same conversation, no pauses."""

import json
import os
import uuid
from pathlib import Path

from locust import FastHttpUser, task

FLOW = json.loads(Path(os.environ["BENCH_FLOW"]).read_text())


class Complainant(FastHttpUser):
    """Somebody who answers each question as soon as it comes."""

    @task
    def talk(self) -> None:
        """One conversation: the greeting, then every answer."""
        sender = str(uuid.uuid4())
        self.turn(sender, "hello", "open")
        for _, said in FLOW:
            self.turn(sender, said, "turn")

    def turn(self, sender: str, said: str, name: str) -> None:
        """One message; no reply is a failure, as it would be for a person."""
        with self.client.post(
            "/webhooks/rest/webhook",
            json={"sender": sender, "message": said},
            name=name,
            catch_response=True,
        ) as reply:
            if not reply.json():
                reply.failure("no reply")
