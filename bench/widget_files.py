"""What the widget's bundle weighs, part by part, after gzip at its best."""

import gzip
import json
from dataclasses import dataclass
from pathlib import Path

from ops.widget import DIST, build

LOADER = "embed.js"
FILES = "src/files.js"
# Texts are data, and those of a language come instead of the others: nobody pays for two.
TEXTS = ".json"


@dataclass(frozen=True)
class Part:
    """One file that a browser fetches."""

    name: str
    sources: tuple[str, ...]
    weight: int

    @property
    def loader(self) -> bool:
        """True for the file that every page fetches."""
        return self.name == LOADER

    @property
    def files(self) -> bool:
        """True for the part that only those fetch who attach a file."""
        return FILES in self.sources

    @property
    def texts(self) -> bool:
        """True for the texts of a language."""
        return self.name.endswith(TEXTS)


def weight(path: Path) -> int:
    """Bytes after gzip -9."""
    return len(gzip.compress(path.read_bytes(), 9))


def parts() -> list[Part]:
    """Every file of the bundle as it is now, heaviest first."""
    build()
    listed = json.loads((DIST / "files.json").read_text(encoding="utf-8"))
    files = listed["files"].items()
    found = [Part(name, tuple(it["sources"]), weight(DIST / name)) for name, it in files]
    return sorted(found, key=lambda part: -part.weight)


def total(*, files: bool = True) -> int:
    """All script and style that one person can fetch, with or without the part for files."""
    return sum(p.weight for p in parts() if not p.texts and (files or not p.files))


def texts() -> int:
    """The heaviest texts that one person fetches: those of one language."""
    return max(part.weight for part in parts() if part.texts)
