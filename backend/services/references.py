"""Reference numbers: easy to read out, hard to guess, and a slip in one is noticed."""

import re
import secrets

# No 0, 1, I, L or O, which look alike. Their number is a prime, so that the check sign
# finds every single wrong sign and every two that changed places.
SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
PREFIX = "OMB"
SAVED = "SAVE"  # of a draft that was saved, which is no complaint yet
RANDOM_SIGNS = 7
SHAPE = rf"-?([{SIGNS}]{{4}})-?([{SIGNS}]{{4}})"


def _check_sign(body: str) -> str:
    total = sum(place * SIGNS.index(sign) for place, sign in enumerate(body, start=2))
    return SIGNS[-total % len(SIGNS)]


def new_reference(prefix: str = PREFIX) -> str:
    """A reference such as OMB-7K3M-9QX2; the last sign checks the others."""
    body = "".join(secrets.choice(SIGNS) for _ in range(RANDOM_SIGNS))
    whole = body + _check_sign(body)
    return f"{prefix}-{whole[:4]}-{whole[4:]}"


def read_reference(typed: str, prefix: str = PREFIX) -> str | None:
    """The reference in what somebody typed, in its usual form; None where the check fails."""
    found = re.fullmatch(prefix + SHAPE, re.sub(r"\s", "", typed.upper()))
    if not found:
        return None
    whole = found[1] + found[2]
    right = _check_sign(whole[:-1]) == whole[-1]
    return f"{prefix}-{found[1]}-{found[2]}" if right else None
