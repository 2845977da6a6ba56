"""What the OpenAPI description says beside the routes themselves."""

from http import HTTPStatus
from typing import Any

from apiflask import APIBlueprint, APIFlask, Schema

from backend.api.schemas import ProblemShape

SCHEMES = {
    "conversationToken": {"type": "http", "scheme": "bearer"},
    "serviceToken": {"type": "http", "scheme": "bearer"},
    "caseToken": {"type": "http", "scheme": "bearer"},
}


def problems(*statuses: int) -> dict[int, Any]:
    """The errors that a route may answer with, besides 422."""
    return {status: problem(status) for status in statuses}


def problem(status: int, shape: type[Schema] = ProblemShape) -> dict[str, Any]:
    """One error that a route may answer with."""
    return {
        "description": HTTPStatus(status).phrase,
        "content": {"application/problem+json": {"schema": shape}},
    }


def configure(app: APIFlask) -> None:
    """Set what the description needs."""
    app.spec_processor(_errors_are_problems)
    app.title, app.version = "Complaint intake", "1.0"
    app.config.update(
        OPENAPI_VERSION="3.1.0",
        SECURITY_SCHEMES=SCHEMES,
        AUTO_404_RESPONSE=False,
        AUTO_OPERATION_ID=True,
        VALIDATION_ERROR_SCHEMA=ProblemShape,
        HTTP_ERROR_SCHEMA=ProblemShape,
        AUTO_SERVERS=False,
        DESCRIPTION="Chat for the public, drafts for the bot, the rules, cases for case systems.",
    )


def _errors_are_problems(spec: dict[Any, Any] | str) -> dict[Any, Any] | str:
    """Every error is a problem, also those that the framework describes on its own.

    Whatever a case system sends has a body.
    """
    if isinstance(spec, str):
        return spec
    for methods in spec["paths"].values():
        for operation in methods.values():
            if {"caseToken": []} in operation.get("security", ()) and "requestBody" in operation:
                operation["requestBody"]["required"] = True
            for status, response in operation["responses"].items():
                if status >= "400" and "application/json" in response.get("content", {}):
                    shape = response["content"].pop("application/json")
                    response["content"]["application/problem+json"] = shape
    return spec


def leave_out_pages(app: APIFlask) -> None:
    """Describe the JSON addresses only; pages of any kind are not for programs."""
    for blueprint in app.blueprints.values():
        if not isinstance(blueprint, APIBlueprint):
            blueprint.enable_openapi = False  # type: ignore[attr-defined]
