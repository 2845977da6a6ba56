"""Addresses locked and hashed with keys of the service, so that the database alone tells none."""

import base64
import hashlib
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from backend.config import Settings


def seal(settings: Settings, text: str) -> str:
    """The text, locked with the newest key."""
    return _box(settings.address_keys).encrypt(text.encode()).decode()


def unseal(settings: Settings, sealed: str) -> str | None:
    """What was locked; None where no key of today opens it."""
    try:
        return _box(settings.address_keys).decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


def hashed(settings: Settings, *parts: str) -> str:
    """A hash that only this service can make, for comparing and looking up."""
    key = _derived(settings.address_keys[0], b"hash")
    return hmac.new(key, "\0".join(parts).encode(), hashlib.sha256).hexdigest()


@lru_cache(maxsize=8)
def _box(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet(
        [Fernet(base64.urlsafe_b64encode(_derived(key, b"address"))) for key in keys]
    )


@lru_cache(maxsize=8)
def _derived(key: str, use: bytes) -> bytes:
    """A key for one use alone; each use has its own."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=use).derive(key.encode())
