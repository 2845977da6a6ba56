"""Has a file opened by a process that can do no harm, and reads its answer."""

import json
import subprocess
import sys
import threading
from dataclasses import dataclass
from typing import Any

import structlog

from backend.config import ROOT
from backend.problems import Problem

log = structlog.get_logger()
SECONDS = 30.0
AT_ONCE = 2
STATUSES = {"file_wrong_kind": 415}
_places = threading.BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True)
class Content:
    """A file that was opened: what it is, what to keep of it, and what staff should know."""

    kind: str
    notes: list[str]
    data: bytes


def open_file(data: bytes) -> Content:
    """What a file is and what of it is kept. Raises Problem where it is not taken."""
    said, made = _ask([], data)
    return Content(str(said["kind"]), [str(note) for note in said["notes"]], made or data)


def preview(data: bytes) -> bytes:
    """A small copy of a picture that we keep. Raises Problem."""
    return _ask(["preview"], data)[1]


def _ask(arguments: list[str], data: bytes) -> tuple[dict[str, Any], bytes]:
    if not _places.acquire(timeout=SECONDS):
        raise Problem(503, "files_busy")
    try:
        done = subprocess.run(  # noqa: S603 - our own module, nothing from outside in the command
            [sys.executable, "-m", "backend.files.opener", *arguments],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # may quote the file
            cwd=ROOT,
            env={},
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        log.warning("file_took_too_long", size=len(data))
        raise Problem(422, "file_broken") from None
    finally:
        _places.release()
    return _answer(done, len(data))


def _answer(done: "subprocess.CompletedProcess[bytes]", size: int) -> tuple[dict[str, Any], bytes]:
    heading, _, made = done.stdout.partition(b"\n")
    if done.returncode or not heading:
        log.warning("file_opener_stopped", status=done.returncode, size=size)
        raise Problem(422, "file_broken")
    said = json.loads(heading)
    if "refused" in said:
        raise Problem(STATUSES.get(said["refused"], 422), said["refused"])
    return said, made
