"""Headers of every answer: what browsers may load, who may embed, which sites may call."""

from flask import Flask, Response, request
from flask_talisman import Talisman

from backend.config import Settings

POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
PERMISSIONS = {name: "()" for name in ("camera", "microphone", "geolocation", "browsing-topics")}
CHAT = "/api/chat/"
METHODS = "GET, POST, DELETE, OPTIONS"
SENT = "Authorization, Content-Type"
SHOWN = "Retry-After"


def init_app(app: Flask, settings: Settings) -> None:
    """Set headers on every answer of the application."""
    Talisman(
        app,
        # The proxy in front redirects; calls between our own processes stay on plain HTTP.
        force_https=False,
        strict_transport_security=settings.production,
        session_cookie_secure=settings.production,
        content_security_policy=POLICY,
        content_security_policy_nonce_in=["script-src"],
        permissions_policy=PERMISSIONS,
        frame_options="DENY",
        referrer_policy="same-origin",
    )
    app.before_request(_preflight)

    @app.after_request
    def add(response: Response) -> Response:
        if request.path.startswith(CHAT):
            _allow(response, settings.allowed_origins)
        if request.path.startswith("/api/"):
            response.headers["Cache-Control"] = "no-store"
        return response


def _preflight() -> Response | None:
    """Answer the question a browser asks before it calls from another site."""
    asks = request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers
    return Response(status=204) if asks and request.path.startswith(CHAT) else None


def _allow(response: Response, origins: tuple[str, ...]) -> None:
    response.vary.add("Origin")
    origin = request.headers.get("Origin", "")
    if not origin or not {origin, "*"} & set(origins):
        return
    response.headers["Access-Control-Allow-Origin"] = origin
    response.headers["Access-Control-Expose-Headers"] = SHOWN
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = METHODS
        response.headers["Access-Control-Allow-Headers"] = SENT
        response.headers["Access-Control-Max-Age"] = "600"
