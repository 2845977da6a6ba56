"""Webhooks for whoever looks after a case system: how they go, what did not arrive, again."""

from typing import Any

from apiflask import APIBlueprint
from itsdangerous import BadData, URLSafeSerializer

from backend.api import webhook_shapes as shapes
from backend.api.case_access import SECURITY, held, known, token_limit
from backend.api.cases import REFUSED
from backend.api.description import problems
from backend.context import services
from backend.data.case_api import WebhookDelivery, WebhookEndpoint, WebhookMessage
from backend.data.session import db
from backend.problems import Problem
from backend.services import case_tokens, webhook_endpoints

bp = APIBlueprint("webhooks_api", __name__, url_prefix="/api/webhooks", tag="Webhooks")
bp.before_request(known)
BIGGEST_ID = 2**31 - 1
NOTHING = dict.fromkeys(webhook_endpoints.STATES, 0)


@bp.get("")
@bp.doc(summary="List webhooks", security=SECURITY, responses=problems(*REFUSED))
@token_limit
@bp.output(shapes.Endpoints)
def endpoints() -> dict[str, Any]:
    """Lists where webhooks go, and how many messages wait, arrived and were given up."""
    counts = webhook_endpoints.counts(db.session)
    rows = db.session.query(WebhookEndpoint).order_by(WebhookEndpoint.id)
    return {"webhooks": [_endpoint(row, counts.get(row.id, NOTHING)) for row in rows]}


@bp.get("/<int:number>/deliveries")
@bp.doc(
    summary="What became of messages", security=SECURITY, responses=problems(400, 404, *REFUSED)
)
@token_limit
@bp.input(shapes.Wanted, location="query")
@bp.output(shapes.Deliveries)
def deliveries(number: int, query_data: dict[str, Any]) -> dict[str, Any]:
    """Lists messages in a state, the newest first: those given up, unless another is asked for."""
    row, state, limit = _found(number), query_data["state"], query_data["limit"]
    box = URLSafeSerializer(services().settings.secret_key, salt=f"deliveries {number} {state}")
    before = _place(box, query_data["cursor"])
    found = webhook_endpoints.deliveries(db.session, row, state, limit + 1, before)
    following = box.dumps(found[limit - 1][0].id) if len(found) > limit else None
    return {"deliveries": [_delivery(*each) for each in found[:limit]], "next": following}


@bp.post("/<int:number>/replays")
@bp.doc(summary="Send again", security=SECURITY, responses=problems(400, 404, 413, 415, *REFUSED))
@token_limit
@bp.input(shapes.Replay)
@bp.output(shapes.Replayed, status_code=202)
def replay(number: int, json_data: dict[str, Any]) -> dict[str, Any]:
    """Sends one message again, or all since a time; each keeps its `webhook-id`."""
    row, now = _found(number), services().clock.now()
    who = case_tokens.by_token(held())
    one, since = json_data["delivery"], json_data["since"]
    if (one is None) == (since is None):
        raise Problem(422, "invalid")
    if since is not None:
        count = webhook_endpoints.replay_since(db.session, row, since, actor=who, now=now)
    else:
        count = int(webhook_endpoints.replay_one(db.session, row, one, actor=who, now=now))
        if not count:
            raise Problem(404, "no_endpoint")
    db.session.commit()
    return {"messages": count}


def _found(number: int) -> WebhookEndpoint:
    row = db.session.get(WebhookEndpoint, number) if number <= BIGGEST_ID else None
    if row is None:
        raise Problem(404, "no_endpoint")
    return row


def _place(box: URLSafeSerializer, cursor: str) -> int | None:
    if not cursor:
        return None
    try:
        return int(box.loads(cursor))
    except (BadData, UnicodeError, ValueError, TypeError):
        raise Problem(400, "cursor_wrong") from None


def _endpoint(row: WebhookEndpoint, counts: dict[str, int]) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": row.name,
        "url": row.url,
        "types": row.types,
        "on": row.off_since is None,
        "off_why": row.off_why,
        "failing_since": row.failing_since.isoformat() if row.failing_since else None,
        **counts,
    }


def _delivery(row: WebhookDelivery, message: WebhookMessage) -> dict[str, Any]:
    return {
        "id": row.id,
        "webhook_id": message.id,
        "type": message.type,
        "subject": message.subject,
        "state": row.state,
        "tries": row.tries,
        "status": row.status,
        "why": row.why,
        "at": message.at.isoformat(timespec="seconds"),
    }
