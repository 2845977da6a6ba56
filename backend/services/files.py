"""Files attached to a draft: added and removed by the person, read by staff, erased with it."""

import hashlib
import uuid
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from backend.chat import transcript
from backend.chat.shapes import ACK
from backend.config import Settings
from backend.data.files import AttachedFile
from backend.data.models import Conversation, Draft
from backend.files import opening, scanner, store
from backend.files.kinds import safe_name
from backend.problems import Problem
from backend.services import casework_answers
from backend.services.events import record
from intake.config import load

log = structlog.get_logger()
MEGABYTE = 1_000_000
TRIES = 3


@dataclass(frozen=True)
class Upload:
    """A file as it came in: what it was called, and what is in it."""

    name: str
    data: bytes


def of(session: Session, conversation: str) -> Sequence[AttachedFile]:
    """The files of a conversation, oldest first."""
    return session.scalars(
        select(AttachedFile)
        .where(AttachedFile.conversation_id == conversation)
        .order_by(AttachedFile.at, AttachedFile.place)
    ).all()


def biggest() -> int:
    """How many bytes one file may have."""
    return load().file_megabytes * MEGABYTE


def add(
    session: Session, settings: Settings, conversation: str, upload: Upload, *, now: datetime
) -> AttachedFile:
    """Check a file, clean it and keep it, locked. The same file again is kept once. Commits."""
    digest = hashlib.sha256(upload.data).hexdigest()
    _check_size(upload.data)
    there = _free_place(session, _check_draft(session, conversation), digest)
    session.commit()  # no transaction stays open while the file is looked at
    if isinstance(there, AttachedFile):
        return there
    try:
        scan = scanner.scan(settings.clamd, upload.data)
        content = opening.open_file(upload.data)
    except Problem as problem:
        record(session, conversation, "file_refused", at=now, actor="person", why=problem.key)
        session.commit()
        raise
    row = AttachedFile(
        id=str(uuid.uuid4()),
        conversation_id=conversation,
        name=safe_name(upload.name, content.kind),
        kind=content.kind,
        size=len(content.data),
        sha256=digest,
        scan=scan,
        notes=content.notes,
        stored_as=store.new_name(),
        at=now,
    )
    return _keep(session, settings, row, content.data)


def _check_size(data: bytes) -> None:
    if not data:
        raise Problem(422, "file_empty")
    if len(data) > biggest():
        raise Problem(413, "file_too_big")


def _check_draft(session: Session, conversation: str) -> Draft:
    _talk, draft = transcript.load(session, conversation)
    if not is_open(draft):
        raise Problem(409, "files_frozen")
    if draft.facts.get(ACK) != "yes":
        raise Problem(409, "files_not_yet")
    return draft


def is_open(draft: Draft) -> bool:
    """True where files may be added: before sending, and where staff asked for something."""
    return draft.reference is None or casework_answers.expected(draft)


def most(draft: Draft) -> int:
    """How many files there may be: as many again where staff ask for more."""
    return load().files_most * (2 if draft.reference else 1)


def _free_place(session: Session, draft: Draft, digest: str) -> int | AttachedFile:
    """Where one more goes, or the same file where it is there. Raises Problem where all is full."""
    rows = of(session, draft.conversation_id)
    for row in rows:
        if row.sha256 == digest:
            return row
    taken = {row.place for row in rows}
    free = set(range(1, most(draft) + 1)) - taken
    if not free:
        raise Problem(409, "files_too_many", files_most=most(draft))
    return min(free)


def _keep(session: Session, settings: Settings, row: AttachedFile, data: bytes) -> AttachedFile:
    keys, folder = settings.files_keys, settings.files_folder
    try:
        row.sealed_key = store.write(folder, keys, row.conversation_id, row.stored_as, data)
    except OSError as error:
        log.error("file_not_kept", error=type(error).__name__)
        raise Problem(503, "file_not_kept") from None
    with ExitStack() as undo:  # whatever goes wrong, no file stays that no row knows
        undo.callback(store.remove, folder, row.conversation_id, row.stored_as)
        undo.callback(session.rollback)
        kept = _insert(session, row)
        if kept is row:
            undo.pop_all()
    return kept


def _insert(session: Session, row: AttachedFile) -> AttachedFile:
    """Write the row; where another upload took its place meanwhile, look again."""
    columns = {
        c.key: getattr(row, c.key) for c in AttachedFile.__table__.columns if c.key != "place"
    }
    for _ in range(TRIES):
        _lock(session, row.conversation_id)
        draft = _check_draft(session, row.conversation_id)
        there = _free_place(session, draft, row.sha256)
        if isinstance(there, AttachedFile):
            return there
        fresh = AttachedFile(**columns, place=there)
        session.add(fresh)
        detail = {"file": row.id, "file_kind": row.kind, "size": row.size, "scan": row.scan}
        record(session, row.conversation_id, "file_added", at=row.at, actor="person", **detail)
        try:
            casework_answers.attached(session, row.conversation_id, row.at)
            session.commit()
        except IntegrityError:
            session.rollback()
            continue
        row.place = there
        return row
    raise Problem(503, "files_busy")


def _lock(session: Session, conversation: str) -> None:
    """Have nothing sent or erased meanwhile (where the database can lock a row)."""
    session.execute(
        select(Draft.conversation_id)
        .where(Draft.conversation_id == conversation)
        .with_for_update(of=Draft)
    )


def remove(
    session: Session, settings: Settings, conversation: str, file_id: str, *, now: datetime
) -> None:
    """Take a file away before sending. Raises Problem where it is not there, or all is sent."""
    _lock(session, conversation)
    _talk, draft = transcript.load(session, conversation)
    if draft.reference:
        raise Problem(409, "files_frozen")
    row = find(session, conversation, file_id)
    if row is None:
        raise Problem(404, "file_gone")
    session.delete(row)
    record(session, conversation, "file_removed", at=now, actor="person", file=file_id)
    session.commit()
    store.remove(settings.files_folder, conversation, row.stored_as)


def find(session: Session, conversation: str, file_id: str) -> AttachedFile | None:
    """A file of this conversation; None for any other."""
    return session.scalars(
        select(AttachedFile).where(
            AttachedFile.id == file_id, AttachedFile.conversation_id == conversation
        )
    ).one_or_none()


def read(settings: Settings, row: AttachedFile) -> bytes:
    """What is in a file. Raises store.Unreadable."""
    return store.read(
        settings.files_folder,
        settings.files_keys,
        row.conversation_id,
        row.stored_as,
        row.sealed_key,
    )


def forget(settings: Settings, conversation: str) -> None:
    """Take away the files of a conversation whose rows are gone already."""
    store.remove_all(settings.files_folder, conversation)


def sweep(session: Session, settings: Settings) -> int:
    """Take away what no row knows: left behind when a machine stopped between two steps."""
    swept = 0
    for conversation in store.conversations(settings.files_folder):
        known = [row.stored_as for row in of(session, conversation)]
        if not known and session.get(Conversation, conversation) is None:
            forget(settings, conversation)
            swept += 1
            continue
        swept += store.sweep(settings.files_folder, conversation, known)
    session.commit()
    log.info("files_swept", files=swept)
    return swept
