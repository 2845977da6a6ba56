"""Counts and times for Prometheus; no label ever names a person or a conversation."""

import os

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    generate_latest,
    multiprocess,
)

TIMES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10)


class Metrics:
    """The numbers of one application."""

    def __init__(self) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self.registry = CollectorRegistry()
        r, n = self.registry, "intake"
        self.turns = Counter("turns", "Turns, by how they ended.", ["outcome"], n, registry=r)
        self.turn_seconds = Histogram(
            "turn_seconds", "From message to answer.", namespace=n, registry=r, buckets=TIMES
        )
        self.lease_seconds = Histogram(
            "lease_wait_seconds", "Waits for a turn.", namespace=n, registry=r, buckets=TIMES
        )
        self.rasa_failures = Counter("rasa_failures", "Failed turns.", ["why"], n, registry=r)
        self.fallbacks = Counter("fallbacks", "Answers not understood.", (), n, registry=r)
        self.risk = Counter("risk", "Messages by risk noticed.", ["level"], n, registry=r)
        self.started = Counter("conversations", "Conversations begun.", (), n, registry=r)
        self.submitted = Counter(
            "submissions", "Drafts sent, by result.", ["result"], n, registry=r
        )
        self.channel_stuck = Gauge(
            "channel_stuck", "Messages no more tries are made for.", (), n, registry=r
        )
        self.erasures_due = Gauge(
            "erasures_due", "Conversations Rasa must still forget.", (), n, registry=r
        )

    def page(self) -> bytes:
        """What Prometheus reads; over all workers where they share a folder."""
        if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
            return generate_latest(self.registry)
        every = CollectorRegistry()
        multiprocess.MultiProcessCollector(every)  # type: ignore[no-untyped-call]
        return generate_latest(every)
