"""What the case page says about an attached file."""

from dataclasses import dataclass

from backend.data.files import AttachedFile
from backend.files.kinds import KINDS
from backend.services.files import MEGABYTE
from backend.staff import labels
from backend.staff.labels import Label
from backend.staff.sight import Sight


@dataclass(frozen=True)
class Shown:
    """A file in the list of a case."""

    id: str
    name: str
    kind: str
    size: str
    at: str
    scan: Label
    notes: list[str]
    picture: bool


def shown(row: AttachedFile, sight: Sight) -> Shown:
    """A file as staff see it; a private number in its name is hidden like any other."""
    kind = KINDS[row.kind]
    return Shown(
        id=row.id,
        name=sight.text(row.name),
        kind=kind.label,
        size=_size(row.size),
        at=labels.when(row.at),
        scan=labels.label("scans", row.scan),
        notes=[labels.label("file_notes", note).label for note in row.notes],
        picture=kind.picture,
    )


def _size(size: int) -> str:
    return f"{size / MEGABYTE:.1f} MB" if size >= MEGABYTE / 10 else f"{max(1, size // 1000)} kB"
