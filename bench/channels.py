"""Channels, measured: `python -m bench.channels hooks` and `python -m bench.channels kills`.

`hooks`: the real backend and worker processes; 50 signed messages a second; how fast each is
acknowledged. `kills`: 1,000 messages of many people while backend and worker are killed at random;
then every message is counted: none lost, none answered twice. On SQLite, or on the PostgreSQL of
DATABASE_URL. A small bot of the tests answers in place of Rasa, so that the queue is what is
measured.
"""

import argparse
import json
import random
import statistics
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx

from bench.channel_processes import SECRET, Processes
from docs.generic_channel_client import Client

RATE, SECONDS = 50, 20
PEOPLE, EACH = 50, 20
KILLS = 12
REACH = 0.5
PATIENCE = 600


@dataclass
class Desk:
    """The other system: keeps each message that it is sent, once for each key."""

    by_key: dict[str, tuple[str, str]] = field(default_factory=dict)
    repeats: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, key: str, data: dict[str, Any]) -> None:
        with self.lock:
            self.repeats += key in self.by_key
            self.by_key[key] = (data["to"], data["text"])

    @property
    def answered(self) -> Counter[str]:
        """How often each message was answered: the bot says each one back."""
        with self.lock:
            said = [words for _to, words in self.by_key.values()]
        return Counter(word for words in said for word in words.split() if word.startswith("#"))


def serve(desk: Desk) -> ThreadingHTTPServer:
    """Listen for what is sent."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            desk.take(self.headers["webhook-id"], body["data"])
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_about: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def main() -> int:
    """Run one of the two, and keep what was found."""
    asked = argparse.ArgumentParser()
    asked.add_argument("what", choices=["hooks", "kills"])
    asked.add_argument("--database", default="", help="a PostgreSQL address; SQLite without it")
    asked.add_argument("--people", type=int, default=PEOPLE)
    asked.add_argument("--each", type=int, default=EACH)
    asked.add_argument("--kills", type=int, default=KILLS)
    asked.add_argument("--seconds", type=int, default=SECONDS)
    given = asked.parse_args()
    desk = Desk()
    with tempfile.TemporaryDirectory() as var, serve(desk) as server:
        url = f"http://127.0.0.1:{server.server_port}/"
        with Processes(Path(var), url, given.database) as processes:
            told, fine = RUNS[given.what](processes, desk, given)
        server.shutdown()
    print(told)
    with (Path(__file__).parent / "results" / "channels.txt").open("a") as kept:
        kept.write(told + "\n")
    return 0 if fine else 1


def hooks(processes: Processes, desk: Desk, given: Any) -> tuple[str, bool]:
    """Acknowledged how fast, at so many messages a second."""
    took: list[float] = []
    bad: list[int] = []
    with httpx.Client(timeout=10) as http, ThreadPoolExecutor(32) as pool:
        client = Client(processes.hook, SECRET, post=lambda *call: posted(http, *call))
        begun = time.monotonic()
        for number in range(RATE * given.seconds):
            time.sleep(max(0.0, begun + number / RATE - time.monotonic()))
            pool.submit(timed, client, number, took, bad)
    took.sort()
    p99 = took[int(len(took) * 0.99)]
    fine = p99 <= REACH and not bad
    return (
        f"hooks ({processes.kind}): {len(took)} messages at {RATE}/s acknowledged: "
        f"p50 {statistics.median(took) * 1000:.0f} ms, p99 {p99 * 1000:.0f} ms, "
        f"longest {took[-1] * 1000:.0f} ms, refused {len(bad)}"
    ), fine


def timed(client: Client, number: int, took: list[float], bad: list[int]) -> None:
    begun = time.monotonic()
    status = client.say(f"person-{number % 200}", f"#{number}")
    took.append(time.monotonic() - begun)
    if status != 204:
        bad.append(status)


def posted(http: httpx.Client, url: str, headers: dict[str, str], body: bytes) -> int:
    try:
        return http.post(url, headers=headers, content=body).status_code
    except httpx.HTTPError:
        return 0  # nobody was there: it is sent again


def kills(processes: Processes, desk: Desk, given: Any) -> tuple[str, bool]:
    """So many messages, and processes killed meanwhile: each answered once."""
    total, stop = given.people * given.each, threading.Event()
    killer = threading.Thread(target=kill_some, args=(processes, given.kills, stop))
    killer.start()
    begun = time.monotonic()
    with ThreadPoolExecutor(8) as pool:
        for person in range(given.people):
            pool.submit(insist, processes.hook, person, given.each)
    while len(desk.answered) < total and time.monotonic() - begun < PATIENCE:
        time.sleep(1)
    stop.set()
    killer.join()
    time.sleep(5)  # whatever would come twice has the time to
    answered = desk.answered
    lost = total - len(answered)
    twice = sum(1 for count in answered.values() if count > 1)
    turned = processes.turned_twice()
    told = (
        f"kills ({processes.kind}): {total} messages of {given.people} people, "
        f"{processes.killed} kills, {time.monotonic() - begun:.0f} s: lost {lost}, "
        f"answered twice {twice}, taken as two turns {turned}, "
        f"sent again under the same key {desk.repeats}"
    )
    return told, lost == twice == turned == 0


def insist(hook: str, person: int, each: int) -> None:
    """One person's messages, in order, each sent again until it is acknowledged."""
    with httpx.Client(timeout=10) as http:
        client = Client(hook, SECRET, post=lambda *call: posted(http, *call))
        for number in range(each):
            named, words = str(uuid.uuid4()), f"#{person}-{number}"
            while client.say(f"person-{person}", words, id=named, order=number) != 204:
                time.sleep(0.2)
            time.sleep(random.uniform(0, 1))


def kill_some(processes: Processes, kills: int, stop: threading.Event) -> None:
    """Kill one process after another at random moments; each is started again."""
    for _ in range(kills):
        if stop.wait(random.uniform(1, 4)):
            return
        processes.kill(random.choice(("backend", "worker")))


RUNS = {"hooks": hooks, "kills": kills}

if __name__ == "__main__":
    sys.exit(main())
