"""How a webhook stands, in words."""

from typing import Any

from backend.context import services
from backend.data.case_api import WebhookDelivery, WebhookEndpoint, WebhookMessage
from backend.services import webhook_endpoints
from backend.staff import labels


def row(endpoint: WebhookEndpoint, counts: dict[str, int] | None) -> dict[str, Any]:
    """A webhook in a list."""
    return {
        "id": endpoint.id,
        "name": endpoint.name,
        "url": endpoint.url,
        "types": [labels.label("webhook_types", each).label for each in endpoint.types],
        "state": labels.label("webhooks", _state(endpoint)),
        "on": endpoint.off_since is None,
        "off_since": labels.when(endpoint.off_since),
        "failing_since": labels.when(endpoint.failing_since),
        "counts": counts or dict.fromkeys(webhook_endpoints.STATES, 0),
        "both_until": labels.when(endpoint.old_until) if _both(endpoint) else "",
    }


def delivery(each: WebhookDelivery, message: WebhookMessage) -> dict[str, Any]:
    """A message to a webhook: about which complaint, and what came of it."""
    return {
        "id": each.id,
        "type": labels.label("webhook_types", message.type).label,
        "subject": message.subject,
        "at": labels.when(message.at),
        "iso": message.at.isoformat(timespec="seconds"),
        "tries": each.tries,
        "next": labels.when(each.next_try_at),
        "why": _why(each),
    }


def _why(each: WebhookDelivery) -> str:
    if each.why is None:
        return "Not tried yet"
    why = labels.label("webhook_faults", each.why).label
    return f"{why} {each.status}" if each.status else why


def _state(endpoint: WebhookEndpoint) -> str:
    if endpoint.off_since is not None:
        return f"off_{endpoint.off_why}"
    return "on" if endpoint.failing_since is None else "trouble"


def _both(endpoint: WebhookEndpoint) -> bool:
    until = endpoint.old_until
    return until is not None and services().clock.now() < until
