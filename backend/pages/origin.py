"""Which site a form was sent from, as browsers tell it; for forms that carry no token."""

from urllib.parse import urlsplit

from flask import request

from backend.problems import Problem

OURS = ("same-origin", "none")


def is_ours() -> bool:
    """False where the browser says that another site sent this; old browsers say nothing."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in OURS
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.host


def refuse_other_sites() -> None:
    """Raises Problem 403 where another site sent this."""
    if not is_ours():
        raise Problem(403, "forbidden")
