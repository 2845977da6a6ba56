"""The flow of a case as data: its states, and who may move it from which to which."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_suffix(".yml")
OPEN, WAITING, DONE = "open", "waiting", "done"


@dataclass(frozen=True)
class Move:
    """One way from some states to another, and who may go it."""

    name: str
    starts: tuple[str, ...]
    to: str
    by: frozenset[str]
    reason: bool = True


@lru_cache
def _read() -> dict[str, dict[str, Any]]:
    read: dict[str, dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return read


def states() -> tuple[str, ...]:
    """Every state, in the order that a case comes to them."""
    return tuple(_read()["states"])


def work(state: str) -> str:
    """Who has to do something next in a state: person, open, waiting or done."""
    return str(_read()["states"].get(state, {}).get("work", OPEN))


@lru_cache
def every_move() -> dict[str, Move]:
    """Every move by its name."""
    return {name: _move(name, given) for name, given in _read()["moves"].items()}


def moves(state: str, roles: Iterable[str]) -> tuple[Move, ...]:
    """The moves that somebody with these roles may make from a state, in the order of the data."""
    held = frozenset(roles)
    return tuple(move for move in every_move().values() if state in move.starts and move.by & held)


def _move(name: str, given: dict[str, Any]) -> Move:
    return Move(
        name=name,
        starts=tuple(given["from"]),
        to=given["to"],
        by=frozenset(given["by"]),
        reason=given.get("reason", True),
    )
