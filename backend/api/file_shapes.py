"""The shapes of attached files in the JSON API."""

from collections.abc import Sequence
from typing import Any

from apiflask import Schema
from apiflask.fields import Boolean, File, Integer, List, String
from apiflask.validators import OneOf

from backend.api.schemas import nested
from backend.data.files import AttachedFile
from backend.data.models import Draft
from backend.files.kinds import ACCEPTED, KINDS
from backend.files.scanner import CLEAN
from backend.services import files
from intake.config import load


class Upload(Schema):
    """One file, as a form sends it."""

    file = File(required=True)  # type: ignore[no-untyped-call]


class Attached(Schema):
    """A file that is kept."""

    id = String(required=True)
    name = String(required=True)
    kind = String(required=True, validate=OneOf([*KINDS]))
    size = Integer(required=True)
    scanned = Boolean(required=True)
    at = String(required=True, metadata={"format": "date-time"})


class Files(Schema):
    """The files of a conversation, and what may still be attached."""

    files = List(nested(Attached), required=True)
    most = Integer(required=True)
    megabytes = Integer(required=True)
    accepted = String(required=True)
    open = Boolean(required=True)
    removable = Boolean(required=True)


def attached(row: AttachedFile) -> dict[str, Any]:
    """A file as the person sees it."""
    return {
        "id": row.id,
        "name": row.name,
        "kind": row.kind,
        "size": row.size,
        "scanned": row.scan == CLEAN,
        "at": row.at.isoformat(timespec="seconds"),
    }


def listed(rows: Sequence[AttachedFile], draft: Draft) -> dict[str, Any]:
    """All of them; `open` where files may be added, `removable` where they may be taken away."""
    config = load()
    return {
        "files": [attached(row) for row in rows],
        "most": files.most(draft),
        "megabytes": config.file_megabytes,
        "accepted": ACCEPTED,
        "open": files.is_open(draft),
        "removable": draft.reference is None,
    }
