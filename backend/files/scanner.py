"""Asks ClamAV's clamd whether a file holds something harmful; the file goes over a socket."""

import socket
import struct
from contextlib import closing

import structlog

from backend.problems import Problem

log = structlog.get_logger()
SECONDS = 20.0
CHUNK = 64 * 1024
LONGEST_REPLY = 4096
CLEAN, NOT_SCANNED = "clean", "not_scanned"


def scan(address: str, data: bytes) -> str:
    """`clean`, or `not_scanned` where there is no scanner. Raises Problem for anything else."""
    if not address:
        return NOT_SCANNED
    try:
        reply = _instream(address, data)
    except OSError as error:
        log.error("scanner_down", error=type(error).__name__)
        raise Problem(503, "file_scanner_down") from None
    if reply == b"stream: OK":
        return CLEAN
    if reply.endswith(b" FOUND"):
        log.warning("file_infected", size=len(data))
        raise Problem(422, "file_infected")
    log.error("scanner_failed")
    raise Problem(503, "file_scanner_down")


def _instream(address: str, data: bytes) -> bytes:
    with closing(_connected(address)) as line:
        line.sendall(b"zINSTREAM\0")
        for start in range(0, len(data), CHUNK):
            part = data[start : start + CHUNK]
            line.sendall(struct.pack("!L", len(part)) + part)
        line.sendall(struct.pack("!L", 0))
        reply = b""
        while not reply.endswith(b"\0") and len(reply) < LONGEST_REPLY:
            more = line.recv(LONGEST_REPLY)
            if not more:
                break
            reply += more
    return reply.rstrip(b"\0\n")


def _connected(address: str) -> socket.socket:
    if address.startswith("unix:"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(SECONDS)
        try:
            line.connect(address.removeprefix("unix:"))
        except OSError:
            line.close()
            raise
        return line
    host, _, port = address.removeprefix("tcp://").rpartition(":")
    return socket.create_connection((host, int(port)), timeout=SECONDS)
