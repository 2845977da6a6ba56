"""Files of exports on disk: written and read in small pieces, each locked, whole or not at all."""

import io
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

PIECE = 64 * 1024
LENGTH = 4  # bytes before each piece that say how long it is
NONCE = 12
LAST, MORE = b"\1", b"\0"


class Unreadable(Exception):
    """A file that is gone, cut short or was changed."""


def new_key() -> str:
    """A key for one file alone."""
    return secrets.token_hex(32)


def folder(var: Path) -> Path:
    """Where exports lie; for nobody else on the machine."""
    place = var / "exports"
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    return place


class Locking(io.RawIOBase):
    """Locks what is written to it, piece by piece, into a new file that only we may read."""

    def __init__(self, path: Path, key: str) -> None:
        super().__init__()
        path.unlink(missing_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self.file: BinaryIO = os.fdopen(handle, "wb")
        self.box, self.name = AESGCM(bytes.fromhex(key)), path.name.encode()
        self.waiting, self.number = bytearray(), 0

    def writable(self) -> bool:
        """True: it can be written to and not read."""
        return True

    def write(self, data: Any, /) -> int:
        """Take some of the file."""
        taken = bytes(data)
        self.waiting += taken
        while len(self.waiting) > PIECE:
            self._put(bytes(self.waiting[:PIECE]), MORE)
            del self.waiting[:PIECE]
        return len(taken)

    def close(self) -> None:
        """Write the last piece, without which the file is not whole."""
        if not self.closed:
            self._put(bytes(self.waiting), LAST)
            self.file.close()
        super().close()

    def _put(self, piece: bytes, last: bytes) -> None:
        locked = self.box.encrypt(_nonce(self.number), piece, self.name + last)
        self.file.write(len(locked).to_bytes(LENGTH, "big") + last + locked)
        self.number += 1


def read(path: Path, key: str) -> Iterator[bytes]:
    """The file as it was, in pieces. Raises Unreadable, also where its end is missing."""
    box, number, last = AESGCM(bytes.fromhex(key)), 0, MORE
    try:
        with path.open("rb") as file:
            while last == MORE:
                size = int.from_bytes(file.read(LENGTH), "big")
                last = file.read(1)
                yield box.decrypt(_nonce(number), file.read(size), path.name.encode() + last)
                number += 1
    except (OSError, InvalidTag, ValueError):
        raise Unreadable from None


def _nonce(number: int) -> bytes:
    """A number of its own for each piece; no key locks two files."""
    return number.to_bytes(NONCE, "big")
