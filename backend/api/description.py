"""What the OpenAPI description says beside the routes themselves."""

from http import HTTPStatus
from typing import Any

from apiflask import APIFlask

from backend.api.schemas import ProblemShape

SCHEMES = {
    "conversationToken": {"type": "http", "scheme": "bearer"},
    "serviceToken": {"type": "http", "scheme": "bearer"},
}


def problems(*statuses: int) -> dict[int, Any]:
    """The errors that a route may answer with, besides 422."""
    return {
        status: {
            "description": HTTPStatus(status).phrase,
            "content": {"application/problem+json": {"schema": ProblemShape}},
        }
        for status in statuses
    }


def configure(app: APIFlask) -> None:
    """Set what the description needs."""
    app.title, app.version = "Complaint intake", "1.0"
    app.config.update(
        OPENAPI_VERSION="3.1.0",
        SECURITY_SCHEMES=SCHEMES,
        AUTO_404_RESPONSE=False,
        AUTO_OPERATION_ID=True,
        VALIDATION_ERROR_SCHEMA=ProblemShape,
        HTTP_ERROR_SCHEMA=ProblemShape,
        AUTO_SERVERS=False,
        DESCRIPTION="Chat for the public, drafts for the bot, assessments by the rules.",
    )
