"""How long the risk screen takes: `python -m bench.safety` prints a table by length of message.

The messages are made of the invented sentences that the screen learns from, calm stories and, in
a second table, nothing but danger, which is the most work there can be.
"""

from __future__ import annotations

import random
import time
from collections.abc import Sequence

from intake import safety
from intake.safety import told

LENGTHS = (20, 100, 250, 500, 1000, 2000, 3000, 4000)
EACH, SEED = 120, 5


def messages(sentences: Sequence[str], length: int, dice: random.Random) -> list[str]:
    """Messages of about that many characters."""
    found = []
    for _ in range(EACH):
        text = ""
        while len(text) < length:
            text += dice.choice(sentences).rstrip(".") + ". "
        found.append(text[:length])
    return found


def times(texts: Sequence[str]) -> list[float]:
    """Milliseconds for each message, sorted."""
    taken = []
    for text in texts:
        start = time.perf_counter()
        safety.screen(text)
        taken.append((time.perf_counter() - start) * 1000)
    return sorted(taken)


def table(name: str, sentences: Sequence[str]) -> list[str]:
    """A line for each length: the middle, the 95th of a hundred and the longest time."""
    dice = random.Random(SEED)
    lines = [f"| {name}, characters | p50 ms | p95 ms | max ms |", "| ---: | ---: | ---: | ---: |"]
    for length in LENGTHS:
        taken = times(messages(sentences, length, dice))
        middle, high = taken[len(taken) // 2], taken[int(len(taken) * 0.95)]
        lines.append(f"| {length} | {middle:.2f} | {high:.2f} | {taken[-1]:.2f} |")
    return lines


def main() -> None:
    """Prints both tables."""
    safety.screen("warm up")
    learned = told.messages()
    calm = [one.text for one in learned if one.highest <= "R1"]
    danger = [one.text for one in learned if one.lowest >= "R3"]
    print("\n".join([*table("calm", calm), "", *table("all danger", danger)]))


if __name__ == "__main__":
    main()
