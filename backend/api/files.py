"""Files of a conversation: attach one, list them, take one away."""

from collections.abc import Callable
from typing import Any

from apiflask import APIBlueprint
from flask import Response, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Request

from backend.api import file_shapes as shapes
from backend.api.chat import SECURITY, address_limit, conversation, known
from backend.api.description import problems
from backend.chat import transcript
from backend.context import services
from backend.data.session import db
from backend.extensions import limiter
from backend.problems import as_json, sentence
from backend.services import files

bp = APIBlueprint("files_api", __name__, url_prefix="/api/chat/files", tag="Files")
bp.before_request(known)
PAGE = "/chat/files"
AROUND = 64 * 1024  # what a form has around the file itself
DRAINED = 64 * 1024 * 1024
CHUNK = 64 * 1024


def takes_files(request: Request) -> bool:
    """True for the addresses that a file may be sent to; everywhere else bodies are small."""
    return request.method == "POST" and request.path.rstrip("/") in (bp.url_prefix, PAGE)


def biggest_body() -> int:
    """How big the body of such a request may be."""
    return files.biggest() + AROUND


def drain() -> None:
    """Read on where a file is too big, as far as is sensible: a browser that is cut off while it
    sends shows its own error instead of our sentence."""
    left, stream = DRAINED, request.environ["wsgi.input"]
    length = min(request.content_length or 0, left)
    while length > 0 and (chunk := stream.read(min(CHUNK, length))):
        length -= len(chunk)


def _token_limit() -> str:
    return services().settings.limits.files_per_token


def _address_limit() -> str:
    return services().settings.limits.files_per_address


uploads_per_address: Callable[..., Any] = limiter.shared_limit(_address_limit, scope="files")


@bp.errorhandler(RequestEntityTooLarge)
def _too_big(_error: RequestEntityTooLarge) -> Response:
    drain()
    return as_json(413, "file_too_big", sentence("file_too_big"))


@bp.post("")
@bp.doc(
    summary="Attach a file",
    security=SECURITY,
    responses=problems(401, 409, 410, 413, 415, 429, 503),
)
@uploads_per_address
@limiter.limit(_token_limit, key_func=conversation)
@bp.input(shapes.Upload, location="files")
@bp.output(shapes.Attached, status_code=201)
def attach(files_data: dict[str, Any]) -> Any:
    """Checks the file by what is in it and keeps it, locked; the same file again is kept once."""
    sent = files_data["file"]
    upload = files.Upload(sent.filename or "", sent.read())
    context = services()
    row = files.add(db.session, context.settings, conversation(), upload, now=context.clock.now())
    return shapes.attached(row)


@bp.get("")
@bp.doc(summary="List the files", security=SECURITY, responses=problems(401, 410, 429, 503))
@address_limit
@bp.output(shapes.Files)
def listed() -> Any:
    """Names the files that are attached, and what may still be."""
    _talk, draft = transcript.load(db.session, conversation())
    return shapes.listed(files.of(db.session, conversation()), draft)


@bp.delete("/<string:file>")
@bp.doc(
    summary="Take a file away", security=SECURITY, responses=problems(401, 404, 409, 410, 429, 503)
)
@address_limit
@bp.output({}, status_code=204)
def remove(file: str) -> ResponseReturnValue:
    """Takes a file away for good, before the complaint is sent."""
    context = services()
    files.remove(db.session, context.settings, conversation(), file, now=context.clock.now())
    return "", 204
