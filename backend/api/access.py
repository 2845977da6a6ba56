"""Who may call the parts of the API that are for the service itself."""

import hmac

from flask import request

from backend.context import services
from backend.problems import Problem


def service_only() -> None:
    """Refuses a request without the service's own token."""
    scheme, _, shown = request.headers.get("Authorization", "").partition(" ")
    known = services().settings.service_token.encode()
    if scheme.lower() != "bearer" or not hmac.compare_digest(shown.strip().encode(), known):
        raise Problem(401, "service_token")
