"""Guards the version of the rules: a digest of what they are made of, kept beside it."""

from __future__ import annotations

import hashlib
from pathlib import Path

from intake import rules

INTAKE = Path(__file__).resolve().parent.parent
KEPT = Path(__file__).with_name("VERSION_DIGEST")
# What a decision is made of: the rules, what they read, and the words of their reasons.
SOURCES = (
    "rules/*.py",
    "standing.py",
    "engine.py",
    "next_steps.py",
    "data/config.yml",
    "data/second_tiers.yml",
    "data/local_reasons.yml",
    "data/service_words.yml",
    "data/subjects.yml",
    "wording/reasons/*.yml",
)
NOT_RAISED = (
    "The rules, their data or their wording changed: raise VERSION in intake/rules/__init__.py, "
    "then run `python -m intake.docs --version-digest` and `python -m intake.docs`."
)
NOT_KEPT = (
    "VERSION was raised: run `python -m intake.docs --version-digest` and `python -m intake.docs`."
)


def digest() -> str:
    """What the rules are made of, as one number; the version itself is left out."""
    total = hashlib.sha256()
    for path in sorted({path for source in SOURCES for path in INTAKE.glob(source)}):
        text = path.read_text(encoding="utf-8").replace(f'"{rules.VERSION}"', '""')
        total.update(f"{path.relative_to(INTAKE).as_posix()}\n{text}\n".encode())
    return total.hexdigest()


def problem(version: str | None = None, found: str | None = None) -> str | None:
    """What to do where the rules and their version have parted; None where they agree."""
    kept_version, kept_digest = kept()
    now, then = version or rules.VERSION, found or digest()
    if now == kept_version:
        return None if then == kept_digest else NOT_RAISED
    return NOT_KEPT


def kept() -> tuple[str, str]:
    """The version and the digest that were kept last; empty where none were."""
    words = KEPT.read_text(encoding="utf-8").split() if KEPT.exists() else []
    return (words[0], words[1]) if len(words) == 2 else ("", "")


def record() -> None:
    """Keeps the digest of the rules as they are now."""
    KEPT.write_text(f"{rules.VERSION} {digest()}\n", encoding="utf-8")
