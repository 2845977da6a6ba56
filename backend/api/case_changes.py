"""Changes of a case by a case system: each names the version it was made on, as staff's do."""

import hashlib
from collections.abc import Callable
from functools import reduce
from typing import Any

from apiflask import APIBlueprint
from flask import Response, request
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from backend.api import case_shapes as shapes
from backend.api import case_shown
from backend.api.case_access import SECURITY, held, known, personal, token_limit
from backend.api.cases import REFUSED, as_case, found
from backend.api.description import problem, problems
from backend.context import services
from backend.data.casework import CaseChange
from backend.data.models import Draft
from backend.data.session import db
from backend.problems import Problem, as_json, sentence
from backend.services import case_edits, case_tokens, casework
from backend.services.casework import Asked, NotAllowed, Repeated, Stale

bp = APIBlueprint("case_changes_api", __name__, url_prefix=case_shown.PREFIX, tag="Cases")
bp.before_request(known)
BIGGEST = 2**31 - 1
HALF = 32
# Why a change cannot be made, and the sentence for it.
REFUSALS = {
    key: f"case_{key}" for key in ("move", "person", "same_person", "same_value", "not_sent")
}
ANSWERS = {
    **problems(400, 404, 409, 413, 415, 428, *REFUSED),
    412: problem(412, shapes.Stale),
}


def changes(method: str, path: str, summary: str, shape: Any) -> Callable[[Any], Any]:
    """A view that changes a case: it takes the version it was made on, and answers the case."""
    steps = (
        bp.output(shapes.Case, headers=shapes.Tag),
        bp.input(shape),
        bp.input(shapes.Guard, location="headers"),
        token_limit,
        bp.doc(summary=summary, security=SECURITY, responses=ANSWERS),
        bp.route(f"/<string:reference>{path}", methods=[method]),
    )
    return lambda view: reduce(lambda made, step: step(made), steps, view)


@changes("POST", "/moves", "Move a case", shapes.Move)
def move(reference: str, headers_data: Any, json_data: dict[str, Any]) -> Response:
    """Moves a case on, where the flow lets a caseworker."""
    name, reason, roles = json_data["move"], json_data["reason"].strip(), case_shown.ROLES
    return _changed(
        reference,
        headers_data,
        lambda case, asked: casework.move(db.session, case, asked, name, roles, reason),
    )


@changes("POST", "/notes", "Add a note", shapes.Note)
def note(reference: str, headers_data: Any, json_data: dict[str, Any]) -> Response:
    """Keeps a note with a case."""
    words = json_data["text"].strip()
    return _changed(
        reference, headers_data, lambda case, asked: casework.note(db.session, case, asked, words)
    )


@changes("PUT", "/facts/<string:question>", "Change a fact", shapes.Edit)
def edit(reference: str, question: str, headers_data: Any, json_data: Any) -> Response:
    """Puts another value beside the person's answer; the rules then decide again."""
    given, reason = json_data["value"], json_data["reason"].strip()
    return _changed(
        reference,
        headers_data,
        lambda case, asked: case_edits.edit(
            db.session, services().settings, case, asked, question, given, reason
        ),
    )


@changes("PUT", "/assignment", "Assign a case", shapes.Assign)
def assign(reference: str, headers_data: Any, json_data: dict[str, Any]) -> Response:
    """Gives a case to a member of staff who works on complaints, or to nobody."""
    return _changed(
        reference,
        headers_data,
        lambda case, asked: case_edits.assign(db.session, case, asked, json_data["to"]),
    )


def _changed(
    reference: str, headers: dict[str, str], change: Callable[[str, Asked], Draft]
) -> Response:
    """Make the change once, or say why not."""
    draft = found(reference).draft
    case, version = draft.conversation_id, _version(headers["match"])
    token = _token(headers["key"])
    if token and _done(case, token):
        return _again(reference)
    now, actor = services().clock.now(), case_tokens.by_token(held())
    try:
        change(case, Asked(None, version, token, now, actor))
        db.session.commit()
    except Repeated:
        db.session.rollback()
        return _again(reference)
    except (Stale, IntegrityError):
        db.session.rollback()
        return _again(reference) if token and _done(case, token) else _stale(reference, version)
    except NotAllowed as refused:
        db.session.rollback()
        raise Problem(409, REFUSALS.get(refused.key, "case_refused")) from None
    return as_case(found(reference))


def _version(match: str) -> int:
    """The version that If-Match names. Raises Problem 428 where it names none."""
    given = request.if_match
    if not match or given.star_tag:
        raise Problem(428, "if_match")
    named = [int(tag) for tag in given.as_set() if tag.isascii() and tag.isdecimal()]
    return min(named[0], BIGGEST) if len(named) == 1 else -1


def _token(key: str) -> str | None:
    """What the change is kept under: the key of this case system, and what it was used for."""
    if not key:
        return None
    asked = f"{request.method} {request.path}".encode() + b"\0" + request.get_data()
    return (_digest(f"{held().id} {key}".encode()) + _digest(asked))[: 2 * HALF]


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:HALF]


def _done(case: str, token: str) -> bool:
    """True where this was done already. Raises Problem 422 where its key did something else."""
    query = select(CaseChange.token).where(
        CaseChange.conversation_id == case, CaseChange.token.startswith(token[:HALF])
    )
    kept = db.session.scalars(query).first()
    if kept is not None and kept != token:
        raise Problem(422, "key_used")
    return kept is not None


def _again(reference: str) -> Response:
    answer = as_case(found(reference))
    answer.headers["Idempotency-Replayed"] = "true"
    return answer


def _stale(reference: str, version: int) -> Response:
    draft = found(reference).draft
    since = casework.changes(db.session, draft.conversation_id, after=version)
    answer = as_json(
        412,
        "case_changed",
        sentence("case_changed"),
        version=draft.version,
        changes=[case_shown.change(each, personal()) for each in since],
    )
    answer.set_etag(str(draft.version))
    return answer
