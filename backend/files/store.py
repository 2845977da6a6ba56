"""Files on disk: each locked with a key of its own, which only the database and our key unlock.

Whoever has the folder alone has nothing, and once a row is gone its file can be read by nobody,
not even from an old copy of the folder.
"""

import os
import re
import secrets
import shutil
import time
from base64 import b64decode, b64encode
from collections.abc import Iterable
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE = 12
KEY = 32
NAME = re.compile(r"[A-Za-z0-9-]{1,64}")
# A file may be written before its row is there: younger ones are never swept away.
YOUNG_SECONDS = 3600


class Unreadable(Exception):
    """A file that is gone, was changed, or was locked with a key that we no longer have."""


def new_name() -> str:
    """A name that tells nothing about the file."""
    return secrets.token_hex(16)


def write(folder: Path, keys: tuple[str, ...], conversation: str, name: str, data: bytes) -> str:
    """Lock a file and keep it; returns its own key, locked with the first of ours."""
    own = AESGCM.generate_key(KEY * 8)
    place = _place(folder, conversation, name)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = place.with_suffix(".part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(_locked(own, data, name))
        file.flush()
        os.fsync(file.fileno())
    part.replace(place)
    return b64encode(_locked(_derived(keys[0]), own, name)).decode()


def read(
    folder: Path, keys: tuple[str, ...], conversation: str, name: str, sealed_key: str
) -> bytes:
    """The file as it was. Raises Unreadable."""
    sealed = b64decode(sealed_key)
    for key in keys:
        try:
            own = _unlocked(_derived(key), sealed, name)
            return _unlocked(own, _place(folder, conversation, name).read_bytes(), name)
        except (InvalidTag, OSError):
            continue
    raise Unreadable


def remove(folder: Path, conversation: str, name: str) -> None:
    """Take one file away; nothing happens where it is gone."""
    _place(folder, conversation, name).unlink(missing_ok=True)


def remove_all(folder: Path, conversation: str) -> None:
    """Take away all files of a conversation; nothing happens where there are none."""
    if NAME.fullmatch(conversation):
        shutil.rmtree(folder / conversation, ignore_errors=True)


def conversations(folder: Path) -> list[str]:
    """The conversations that there are files of."""
    return sorted(each.name for each in folder.iterdir()) if folder.exists() else []


def sweep(folder: Path, conversation: str, known: Iterable[str]) -> int:
    """Take away files that no row knows, such as one whose row was never written."""
    kept, swept = set(known), 0
    for path in list((folder / conversation).iterdir()):
        if path.name not in kept and path.stat().st_mtime < time.time() - YOUNG_SECONDS:
            path.unlink(missing_ok=True)
            swept += 1
    if not kept and not any((folder / conversation).iterdir()):
        remove_all(folder, conversation)
    return swept


def _place(folder: Path, conversation: str, name: str) -> Path:
    if not (NAME.fullmatch(conversation) and NAME.fullmatch(name)):
        raise Unreadable
    return folder / conversation / name


def _derived(key: str) -> bytes:
    made = HKDF(algorithm=SHA256(), length=KEY, salt=None, info=b"attached files")
    return made.derive(key.encode())


def _locked(key: bytes, data: bytes, name: str) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, data, name.encode())


def _unlocked(key: bytes, data: bytes, name: str) -> bytes:
    return AESGCM(key).decrypt(data[:NONCE], data[NONCE:], name.encode())
