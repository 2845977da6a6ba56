"""Files of a case: saved to disk or, for pictures, looked at; each time is recorded first."""

from collections.abc import Callable
from io import BytesIO
from typing import TypeVar

from flask import Blueprint, Response, abort, send_file
from flask.typing import ResponseReturnValue
from flask_security import current_user

from backend.context import services
from backend.data.files import AttachedFile
from backend.data.session import db
from backend.files import opening
from backend.files.kinds import KINDS, Kind
from backend.services import files
from backend.services.events import by_staff, record
from backend.staff import access, errors, queries

OPENED = "file_opened"
# Whatever a file holds, in a browser it runs nothing, loads nothing and knows nothing of us.
SHUT = {"default-src": "'none'", "img-src": "'self'", "frame-ancestors": "'none'", "sandbox": ""}
View = TypeVar("View", bound=Callable[..., ResponseReturnValue])

bp = Blueprint("staff_files", __name__, url_prefix="/staff/cases/<key>/files")
bp.before_request(access.guard(bp.name))
errors.init_app(bp)


def _shut(view: View) -> View:
    """Answer with a policy of its own instead of the one for pages."""
    view.talisman_view_options = {"content_security_policy": SHUT}  # type: ignore[attr-defined]
    return view


@bp.get("/<file>")
@_shut
def save(key: str, file: str) -> ResponseReturnValue:
    """The file as it is kept, never opened by the browser itself."""
    row, kind = _recorded(key, file)
    data = files.read(services().settings, row)
    return _answer(data, kind.media_type, row.name, saved=True)


@bp.get("/<file>/picture")
@_shut
def look(key: str, file: str) -> ResponseReturnValue:
    """A picture, made once more for looking at."""
    row, _kind = _recorded(key, file, picture=True)
    data = opening.preview(files.read(services().settings, row))
    media_type = "image/png" if data.startswith(b"\x89PNG") else "image/jpeg"
    return _answer(data, media_type, row.name, saved=False)


def _recorded(key: str, file: str, *, picture: bool = False) -> tuple[AttachedFile, Kind]:
    """The file, once it is written down who opened it."""
    draft = queries.find_draft(db.session, key)
    row = files.find(db.session, draft.conversation_id, file) if draft else None
    if row is None or (picture and not KINDS[row.kind].picture):
        abort(404)
    who, detail = by_staff(current_user.id), {"file": row.id, "looked": picture}
    now = services().clock.now()
    record(db.session, row.conversation_id, OPENED, at=now, actor=who, **detail)
    db.session.commit()
    return row, KINDS[row.kind]


def _answer(data: bytes, media_type: str, name: str, *, saved: bool) -> Response:
    answer = send_file(
        BytesIO(data), mimetype=media_type, as_attachment=saved, download_name=name, etag=False
    )
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer
