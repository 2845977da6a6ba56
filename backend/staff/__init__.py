"""The staff console: sign-in, the queue of complaints, and each complaint whole."""

import structlog
from flask import Flask, Response, request

from backend.staff import access, accounts, assets, commands, unclear_views, views
from intake.config import load

log = structlog.get_logger()
NEVER_KEPT = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}


def init_app(app: Flask) -> None:
    """Add the console, its accounts and its commands to the application."""
    accounts.init_app(app)
    app.register_blueprint(assets.bp)
    app.register_blueprint(unclear_views.bp)
    app.register_blueprint(views.bp)
    app.cli.add_command(commands.create_first_account)
    app.cli.add_command(commands.staff)
    app.context_processor(_common)
    app.after_request(_keep_private)
    if assets.missing():
        log.warning("page_styles_missing", what_to_do="run npm ci")


def _common() -> dict[str, object]:
    """What every page of the console needs; nothing for the pages of others."""
    if not _ours():
        return {}
    name = load().ombudsman_short
    return {
        "ombudsman": name[:1].upper() + name[1:],
        "styles_missing": assets.missing(),
        "may_improve": lambda: access.has_any(access.IMPROVERS),
    }


def _keep_private(response: Response) -> Response:
    """No copy of a page about a person stays in a browser or a proxy."""
    if _ours() and request.blueprint != assets.bp.name:
        response.headers.update(NEVER_KEPT)
    return response


def _ours() -> bool:
    return request.path == "/staff" or request.path.startswith("/staff/")
