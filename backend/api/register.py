"""The register of organisations, for the bot alone: all of it at once, and only when it changed."""

from apiflask import APIBlueprint
from flask import Response, request

from backend.api.access import service_only
from backend.api.description import problems
from backend.data.session import db
from backend.services import register

bp = APIBlueprint("register_api", __name__, url_prefix="/api/register", tag="Register")
SECURITY = "serviceToken"
LINES = "application/x-ndjson"
ANSWERS = {
    200: {
        "description": "One array a line: code, kind, name, town, postcode, nation, parent, closed",
        "content": {LINES: {"schema": {"type": "string"}}},
        "headers": {"ETag": {"schema": {"type": "string"}}},
    },
    304: {"description": "Not changed since the version in If-None-Match"},
    **problems(401, 503),
}
bp.before_request(service_only)


@bp.get("/organisations")
@bp.doc(summary="The organisations of the official files", security=SECURITY, responses=ANSWERS)
def organisations() -> Response:
    """Sends the register as lines of JSON, zipped where the caller takes that."""
    version = register.version(db.session)
    if request.if_none_match.contains_weak(version):
        answer = Response(status=304)
    else:
        zipped = bool(request.accept_encodings.quality("gzip"))
        parts = register.lines(db.engine)
        answer = Response(register.zipped(parts) if zipped else parts, content_type=LINES)
        if zipped:
            answer.headers["Content-Encoding"] = "gzip"
    answer.set_etag(version, weak=True)
    answer.headers["Vary"] = "Accept-Encoding"
    return answer
