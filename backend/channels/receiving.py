"""The address that providers call: prove, read, keep, answer at once; a worker does the rest."""

from urllib.parse import parse_qsl

import structlog
from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from backend.channels import inbox, receipts, registry, waking
from backend.channels.base import Adapter, Answer, Call, Forged, Unreadable
from backend.context import services
from backend.data.session import db

log = structlog.get_logger()
FORM = "application/x-www-form-urlencoded"

bp = Blueprint("channels", __name__, url_prefix="/channels")


@bp.get("/<string:name>")
def prove(name: str) -> ResponseReturnValue:
    """Answer a provider that wants proof that this address is ours."""
    adapter = registry.find(name)
    if adapter is None:
        return _refused(404)
    try:
        answer = adapter.challenge(_call(adapter))
    except Forged:
        return _refused(401)
    return _refused(404) if answer is None else _given(answer)


@bp.post("/<string:name>")
def receive(name: str) -> ResponseReturnValue:
    """Take what a provider brings: proven, kept once, and answered before any work."""
    adapter = registry.find(name)
    if adapter is None:
        return _refused(404)
    call = _call(adapter)
    try:
        adapter.verify(call)
        answer = adapter.challenge(call)
        if answer is not None:
            return _given(answer)
        delivery = adapter.read(call)
    except Forged:
        log.warning("channel_forged", channel=name)
        return _refused(401)
    except Unreadable:
        log.warning("channel_unreadable", channel=name)
        return _refused(400)
    context, session = services(), db.session
    now = context.clock.now()
    woken = inbox.keep(session, context.settings, name, delivery, now)
    for receipt in delivery.receipts:
        receipts.take(session, context.settings, name, receipt, now)
    session.commit()
    for identity in woken:
        waking.wake(waking.WORK, identity)
    return _given(adapter.acknowledged())


def _call(adapter: Adapter) -> Call:
    """The call as it was signed: our configured address, whatever its headers say."""
    request.max_content_length = adapter.abilities.largest_call
    body = request.get_data(parse_form_data=False)
    query = request.query_string.decode("latin-1")
    form = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)
    path = request.path + (f"?{query}" if query else "")
    return Call(
        method=request.method,
        url=services().settings.channels.address + path,
        headers={key.lower(): value for key, value in request.headers.items()},
        body=body,
        form=dict(form) if request.mimetype == FORM else {},
        query=request.args.to_dict(),
    )


def _given(answer: Answer) -> Response:
    return Response(answer.body, answer.status, content_type=answer.content_type)


def _refused(status: int) -> Response:
    """No word on why: who forges learns nothing."""
    return Response("", status, content_type="text/plain")
