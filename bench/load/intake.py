"""Load on the whole stack by its public chat API: conversation after conversation, no pauses."""

import uuid

from locust import FastHttpUser, task

from bench.flow import MOST_TURNS, answer


class Complainant(FastHttpUser):
    """Somebody who answers each question as soon as it comes."""

    @task
    def talk(self) -> None:
        """One conversation, up to the summary."""
        opened = self.client.post("/api/chat/conversations", json={"locale": "en"}, name="open")
        headers = {"Authorization": f"Bearer {opened.json()['token']}"}
        state = opened.json()["state"]
        for _ in range(MOST_TURNS):
            if state["question"] in (None, "confirm"):
                return
            reply = self.client.post(
                "/api/chat/messages",
                headers=headers,
                name="turn",
                json={"id": str(uuid.uuid4()), "text": answer(state["question"])},
            )
            state = reply.json()["state"]
