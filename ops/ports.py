"""Ports that the service listens on: which are taken. Standard library alone, for set-up too."""

from __future__ import annotations

import socket
from collections.abc import Mapping

PORTS = {"BACKEND_PORT": "8000", "RASA_PORT": "5005", "ACTIONS_PORT": "5055"}
HIGHEST = 65535


def ports_problem(settings: Mapping[str, str]) -> str | None:
    """The sentence for the first port that cannot be used; None where all can."""
    for name, default in PORTS.items():
        port = settings.get(name) or default
        if not port.isdecimal() or int(port) > HIGHEST:
            return f"{name} must be a port number, not {port!r}."
        if taken(int(port)):
            return f"port {port} is taken; stop what uses it, or set {name} to another."
    return None


def taken(port: int) -> bool:
    """True where something on this machine listens on the port already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False
