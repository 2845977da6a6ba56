"""Headers of every answer: what browsers may load and who may frame it."""

from urllib.parse import urlsplit

from flask import Flask, Response, request
from flask_talisman import Talisman

from backend import embedding
from backend.config import Settings
from intake.config import load

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


def init_app(app: Flask, settings: Settings) -> None:
    """Set headers on every answer of the application."""
    Talisman(
        app,
        # The proxy in front redirects; calls between our own processes stay on plain HTTP.
        force_https=False,
        strict_transport_security=settings.production,
        session_cookie_secure=settings.production,
        # "Exit this page" is a form whose answer leads to another site.
        content_security_policy={**POLICY, "form-action": f"'self' {_site(load().exit_url)}"},
        content_security_policy_nonce_in=["script-src"],
        permissions_policy=PERMISSIONS,
        frame_options="DENY",
        referrer_policy="same-origin",
    )
    embedding.init_app(app, settings)

    @app.after_request
    def add(response: Response) -> Response:
        if request.path.startswith("/api/"):
            response.headers["Cache-Control"] = "no-store"
        return response


def _site(address: str) -> str:
    """The scheme and host of an address."""
    return "{0.scheme}://{0.netloc}".format(urlsplit(address))
