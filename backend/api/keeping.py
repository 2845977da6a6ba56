"""The public API of save and come back: save, ask for a code, come back, leave."""

from typing import Any, cast

from apiflask import APIBlueprint, Schema
from apiflask.fields import Integer, String
from apiflask.validators import Length, OneOf
from flask import Flask, Response, current_app, request
from flask.typing import ResponseReturnValue
from werkzeug.local import LocalProxy

from backend import jobs
from backend.api import schemas
from backend.api.chat import (
    SECURITY,
    address_limit,
    conversation,
    known,
    start_limit,
    token_limit,
)
from backend.api.description import problems
from backend.chat import shapes, tokens, transcript
from backend.context import services
from backend.data.session import db
from backend.extensions import limiter
from backend.services import keeping

bp = APIBlueprint("keeping_api", __name__, url_prefix="/api/chat", tag="Save and come back")
OPEN = ("ask_for_code", "come_back")  # to whoever has a reference, and no token yet


class Keep(schemas.Strict):
    """Where the codes for a saved draft are sent."""

    address = String(
        required=True,
        validate=Length(max=300),
        metadata={"description": "An e-mail address or a UK mobile number"},
    )


class Kept(Schema):
    """A draft that was saved; the code is on its way."""

    reference = String(required=True)
    way = String(required=True, validate=OneOf(["email", "text"]))
    address = String(required=True, metadata={"description": "As it was understood"})
    minutes = Integer(required=True, metadata={"description": "How long a code works"})
    days = Integer(required=True, metadata={"description": "How long the draft is kept"})


class AskCode(schemas.Strict):
    """The reference of a saved draft."""

    reference = String(required=True, validate=Length(max=40))


class CodeAsked(Schema):
    """Said whether there is a draft with that reference or not."""

    minutes = Integer(required=True)


class ComeBack(schemas.Strict):
    """A reference with the newest code that was sent for it."""

    reference = String(required=True, validate=Length(max=40))
    code = String(required=True, validate=Length(max=40))


def _app() -> Flask:
    """The application itself: the job outlives this request."""
    return cast(LocalProxy[Flask], current_app)._get_current_object()


@bp.before_request
def _known() -> None:
    if request.endpoint not in {f"{bp.name}.{name}" for name in OPEN}:
        known()


@bp.post("/kept")
@bp.doc(
    summary="Save to come back to",
    security=SECURITY,
    responses=problems(401, 409, 410, 413, 415, 429, 503),
)
@address_limit
@token_limit
@bp.input(Keep)
@bp.output(Kept, status_code=201)
def keep(json_data: dict[str, Any]) -> dict[str, Any]:
    """Saves an unsent draft, and sends a code to the address; again, for another address."""
    context = services()
    kept = keeping.keep(
        db.session, context.settings, conversation(), json_data["address"], now=context.clock.now()
    )
    jobs.ask_for_code(_app(), kept.reference, first=True)
    return {
        "reference": kept.reference,
        "way": kept.way,
        "address": keeping.address_of(context.settings, kept),
        "minutes": context.settings.messages.code_minutes,
        "days": context.settings.messages.kept_days,
    }


@bp.post("/return-codes")
@bp.doc(summary="Ask for a code", responses=problems(413, 415, 429, 503))
@limiter.limit(start_limit)
@bp.input(AskCode)
@bp.output(CodeAsked, status_code=202)
def ask_for_code(json_data: dict[str, Any]) -> dict[str, Any]:
    """Sends a code to the kept address if there is such a draft, and does not say if there is."""
    reference = keeping.checked_reference(json_data["reference"])
    jobs.ask_for_code(_app(), reference)
    return {"minutes": services().settings.messages.code_minutes}


@bp.post("/returns")
@bp.doc(summary="Come back with a code", responses=problems(410, 413, 415, 429, 503))
@limiter.limit(start_limit)
@bp.input(ComeBack)
@bp.output(schemas.Begun)
def come_back(json_data: dict[str, Any]) -> Response:
    """Opens a saved draft with a new token; the tokens given out before end."""
    context, session = services(), db.session
    reference = keeping.checked_reference(json_data["reference"])
    with keeping.evenly():
        mine = keeping.come_back(
            session, context.settings, reference, json_data["code"], now=context.clock.now()
        )
    talk, draft = transcript.load(session, mine)
    messages = [shapes.message(row) for row in transcript.since(session, mine, 0)]
    token = tokens.renewed(session, context.settings, mine)
    body = {"conversation": mine, "token": token, "messages": messages}
    answer = shapes.dumps({**body, "state": shapes.state(talk, draft)})
    return Response(answer, content_type="application/json")


@bp.delete("/session")
@bp.doc(summary="Leave at once", security=SECURITY, responses=problems(401, 429, 503))
@address_limit
@bp.output({}, status_code=204)
def leave() -> ResponseReturnValue:
    """Ends every token; erases a draft that was neither saved nor sent."""
    context = services()
    keeping.leave(db.session, context.rasa, conversation(), now=context.clock.now())
    return "", 204
