"""Cases for case systems: listed, one whole, what happened to it, and its files."""

from io import BytesIO
from typing import Any

from apiflask import APIBlueprint
from flask import Response, json, send_file

from backend.api import case_shapes as shapes
from backend.api import case_shown
from backend.api.case_access import SECURITY, known, note, personal, token_limit
from backend.api.description import problems
from backend.context import services
from backend.data.models import Conversation
from backend.data.session import db
from backend.files import store
from backend.files.kinds import KINDS
from backend.problems import Problem
from backend.services import case_pages, files
from backend.services.case_pages import Listed, Wanted, WrongCursor
from backend.services.events import NO_CASE

bp = APIBlueprint("cases_api", __name__, url_prefix=case_shown.PREFIX, tag="Cases")
bp.before_request(known)
REFUSED = (401, 403, 429, 503)
# A file that a browser opens all the same can do nothing there.
SHUT = {"default-src": "'none'", "frame-ancestors": "'none'", "sandbox": ""}
FILE = {
    200: {
        "description": "The file as it is kept",
        "content": {
            kind.media_type: {"schema": {"type": "string", "format": "binary"}}
            for kind in KINDS.values()
        },
    }
}


@bp.get("")
@bp.doc(summary="List cases", security=SECURITY, responses=problems(400, *REFUSED))
@token_limit
@bp.input(shapes.Wanted, location="query")
@bp.output(shapes.CaseList)
def listed(query_data: dict[str, Any]) -> dict[str, Any]:
    """Lists sent complaints in the order in which they were sent."""
    limit, cursor = query_data.pop("limit"), query_data.pop("cursor")
    wanted, settings = Wanted(**query_data), services().settings
    try:
        rows, following = case_pages.cases(db.session, settings, wanted, limit, cursor)
    except WrongCursor:
        raise Problem(400, "cursor_wrong") from None
    shown = [case_shown.in_list(row, personal()) for row in rows]
    narrowed = sorted(name for name, value in query_data.items() if value)
    note(NO_CASE, "list_opened", cases=len(rows), narrowed=narrowed)
    return {"cases": shown, "next": following}


@bp.get("/<string:reference>")
@bp.doc(summary="Read a case", security=SECURITY, responses=problems(404, *REFUSED))
@token_limit
@bp.output(shapes.Case, headers=shapes.Tag)
def one(reference: str) -> Response:
    """Gives one case; its ETag is what a change of it has to name."""
    row = found(reference)
    answer = as_case(row)
    note(row.draft.conversation_id, "viewed")
    return answer


@bp.get("/<string:reference>/events")
@bp.doc(summary="What happened", security=SECURITY, responses=problems(400, 404, *REFUSED))
@token_limit
@bp.input(shapes.Page, location="query")
@bp.output(shapes.Events)
def events(reference: str, query_data: dict[str, Any]) -> dict[str, Any]:
    """Lists what happened to a case, oldest first."""
    draft = found(reference).draft
    try:
        rows, following = case_pages.events(
            db.session, services().settings, draft, query_data["limit"], query_data["cursor"]
        )
    except WrongCursor:
        raise Problem(400, "cursor_wrong") from None
    shown = [case_shown.event(*row, str(draft.reference), personal()) for row in rows]
    note(draft.conversation_id, "viewed", part="events")
    return {"events": shown, "next": following}


@bp.get("/<string:reference>/documents")
@bp.doc(summary="List the files", security=SECURITY, responses=problems(404, *REFUSED))
@token_limit
@bp.output(shapes.Documents)
def documents(reference: str) -> dict[str, Any]:
    """Lists the files that came with a case, and whether each was scanned for viruses."""
    draft = found(reference).draft
    rows = files.of(db.session, draft.conversation_id)
    shown = [case_shown.document(row, str(draft.reference), personal()) for row in rows]
    note(draft.conversation_id, "viewed", part="documents")
    return {"documents": shown}


@bp.get("/<string:reference>/documents/<string:document>")
@bp.doc(summary="Read a file", security=SECURITY, responses=FILE | problems(404, *REFUSED))
@token_limit
def download(reference: str, document: str) -> Response:
    """Gives a file to be saved, never to be opened by a browser."""
    draft = found(reference).draft
    row = files.find(db.session, draft.conversation_id, document.replace("\0", ""))
    if row is None:
        raise Problem(404, "file_gone")
    try:
        data = files.read(services().settings, row)
    except store.Unreadable:
        raise Problem(503, "file_not_kept") from None
    note(draft.conversation_id, "file_opened", file=row.id)
    media_type = KINDS[row.kind].media_type
    return send_file(
        BytesIO(data), mimetype=media_type, as_attachment=True, download_name=row.name, etag=False
    )


download.talisman_view_options = {"content_security_policy": SHUT}


def found(reference: str) -> Listed:
    """The sent case with this reference. Raises Problem 404."""
    row = case_pages.find(db.session, reference)
    if row is None:
        raise Problem(404, "no_case")
    return row


def as_case(row: Listed) -> Response:
    """A case as an answer, with its version as its ETag."""
    talk = db.session.get_one(Conversation, row.draft.conversation_id)
    body = case_shown.whole(row, talk.locale, personal())
    answer = Response(json.dumps(body), content_type="application/json")
    answer.set_etag(str(row.draft.version))
    return answer
