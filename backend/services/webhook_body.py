"""What a webhook says: an event as CloudEvents 1.0 has it, with codes and a link, and no person."""

import json

from backend.data.case_api import WebhookMessage
from backend.services.case_pages import sequence

CASES = "/api/cases"


def body_of(message: WebhookMessage, seq: int | None, address: str) -> str:
    """The body; the same for each try, so that its signature says the same each time."""
    source = f"{address}{CASES}"
    told = {
        "specversion": "1.0",
        "id": message.id,
        "source": source,
        "type": message.type,
        "subject": message.subject,
        "time": message.at.isoformat(timespec="seconds"),
        "datacontenttype": "application/json",
        "sequence": sequence(seq or 0),
        "data": {**message.data, "link": f"{source}/{message.subject}"},
    }
    return json.dumps(told, separators=(",", ":"))
