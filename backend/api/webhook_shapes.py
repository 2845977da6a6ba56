"""The shapes of webhooks for whoever looks after a case system."""

from datetime import UTC

from apiflask import Schema
from apiflask.fields import AwareDateTime, Boolean, Integer, List, String
from apiflask.validators import OneOf, Range

from backend.api.case_shapes import MOMENT, Page, Whole
from backend.api.schemas import BIGGEST_ID, Strict, nested
from backend.services.webhook_endpoints import DEAD, STATES


class Endpoint(Schema):
    """Where webhooks go, and how that is going."""

    id = Integer(required=True)
    name = String(required=True)
    url = String(required=True)
    types = List(String(), required=True)
    on = Boolean(required=True)
    off_why = String(required=True, allow_none=True)
    failing_since = String(required=True, allow_none=True, metadata=MOMENT)
    waiting = Integer(required=True)
    sent = Integer(required=True)
    dead = Integer(required=True)


class Endpoints(Schema):
    """Every endpoint."""

    webhooks = List(nested(Endpoint), required=True)


class Wanted(Page):
    """Messages in which state."""

    state = String(load_default=DEAD, validate=OneOf(STATES))


class Delivery(Schema):
    """One message to one endpoint; `status` is that of the last answer, where there was one."""

    id = Integer(required=True)
    webhook_id = String(required=True)
    type = String(required=True)
    subject = String(required=True)
    state = String(required=True, validate=OneOf(STATES))
    tries = Integer(required=True)
    status = Integer(required=True, allow_none=True)
    why = String(required=True, allow_none=True)
    at = String(required=True, metadata=MOMENT)


class Deliveries(Schema):
    """A page of messages, the newest first."""

    deliveries = List(nested(Delivery), required=True)
    next = String(required=True, allow_none=True)


class Replay(Strict):
    """One delivery, or a moment since when everything is sent again: one of the two."""

    delivery = Whole(load_default=None, allow_none=True, validate=Range(1, BIGGEST_ID))
    since = AwareDateTime(load_default=None, allow_none=True, format="iso", default_timezone=UTC)


class Replayed(Schema):
    """How many messages go out again."""

    messages = Integer(required=True)
