"""The drafts API, for the bot alone: save after every answer, send once."""

from typing import Any

from apiflask import APIBlueprint

from backend.api import schemas
from backend.api.access import service_only
from backend.api.description import problems
from backend.context import services
from backend.data.session import db
from backend.services import drafts

bp = APIBlueprint("drafts_api", __name__, url_prefix="/api/drafts", tag="Drafts")
SECURITY = "serviceToken"
bp.before_request(service_only)


@bp.put("/<string:conversation>")
@bp.doc(summary="Save a draft", security=SECURITY, responses=problems(401, 404, 409, 415, 503))
@bp.input(schemas.Saving)
@bp.output(schemas.Saved)
def save(conversation: str, json_data: dict[str, Any]) -> dict[str, Any]:
    """Keeps facts with their sources, and decides on them by the rules."""
    clock = services().clock
    saving = drafts.Saving(**json_data)
    saved = drafts.save(db.session, conversation, saving, today=clock.today(), now=clock.now())
    db.session.commit()
    if saved.fell_back:
        services().metrics.fallbacks.inc()
    draft = saved.draft
    return {
        "result": draft.result,
        "flags": draft.flags,
        "revision": draft.revision,
        "reasons": draft.reasons,
        "signposts": draft.signposts,
    }


@bp.post("/<string:conversation>/submission")
@bp.doc(summary="Send a draft", security=SECURITY, responses=problems(401, 404, 409, 503))
@bp.input(schemas.Key, location="headers")
@bp.output(schemas.Submitted, status_code=201)
def submit(conversation: str, headers_data: dict[str, Any]) -> dict[str, Any]:
    """Sends the complaint to staff; asked again, gives the same reference."""
    clock = services().clock
    sent = drafts.submit(
        db.session, conversation, headers_data["key"], today=clock.today(), now=clock.now()
    )
    db.session.commit()
    if sent.new:
        services().metrics.submitted.labels(sent.result).inc()
    return {"reference": sent.reference}
