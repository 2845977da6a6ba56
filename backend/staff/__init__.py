"""The staff console: sign-in, the queue of complaints, and each complaint whole."""

import structlog
from flask import Flask, Response, current_app, request

from backend.config import Settings
from backend.staff import (
    access,
    account_views,
    accounts,
    assets,
    audit_views,
    bulk_views,
    case_system_views,
    casework_commands,
    channel_views,
    clock_views,
    commands,
    entry_views,
    export_views,
    file_views,
    letter_views,
    live_views,
    outbox_views,
    people_views,
    saved_views,
    seeing,
    single_sign_on,
    supervision_views,
    unclear_views,
    views,
    webhook_views,
)
from intake.config import load

log = structlog.get_logger()
NEVER_KEPT = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
PAGES = (
    ("Complaints", "staff.queue"),
    ("Enter a complaint", "staff_entry.new"),
    ("Live chats", "staff_live.waiting"),
    ("Unclear messages", "staff_unclear.messages"),
    ("Supervision", "staff_supervision.page"),
    ("Messages that got stuck", "staff_channels.stuck"),
    ("Messages not sent", "staff_outbox.messages"),
    ("Accounts", "staff_people.people"),
    ("Case systems", "staff_case_systems.systems"),
    ("Record", "staff_audit.search"),
)


def init_app(app: Flask, settings: Settings) -> None:
    """Add the console, its accounts and its commands to the application."""
    accounts.init_app(app, settings)
    app.register_blueprint(assets.bp)
    app.register_blueprint(unclear_views.bp)
    app.register_blueprint(channel_views.bp)
    if not settings.production:
        app.register_blueprint(outbox_views.bp)
    app.register_blueprint(file_views.bp)
    if settings.sign_on.issuer:
        single_sign_on.init_app(app, settings.sign_on)
    app.register_blueprint(account_views.bp)
    app.register_blueprint(people_views.bp)
    app.register_blueprint(audit_views.bp)
    app.register_blueprint(supervision_views.bp)
    app.register_blueprint(case_system_views.bp)
    app.register_blueprint(webhook_views.bp)
    app.register_blueprint(letter_views.bp)
    app.register_blueprint(clock_views.bp)  # with the forms of the case page
    app.register_blueprint(entry_views.bp)
    app.register_blueprint(bulk_views.bp)
    app.register_blueprint(export_views.bp)
    app.register_blueprint(saved_views.bp)
    app.register_blueprint(live_views.bp)
    app.register_blueprint(views.bp)
    app.cli.add_command(commands.create_first_account)
    app.cli.add_command(commands.staff)
    app.cli.add_command(casework_commands.casework)
    app.context_processor(_common)
    app.after_request(_keep_private)
    seeing.init_app(app)
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
        "console_pages": _pages,
        "single_sign_on": single_sign_on.bp.name in current_app.blueprints,
        "warned_before": int(access.WARNED_BEFORE.total_seconds()),
    }


def _pages() -> list[tuple[str, str]]:
    """The parts of the console that the person may open, for the line at the top."""
    return [
        (text, endpoint)
        for text, endpoint in PAGES
        if endpoint in current_app.view_functions
        and access.has_any(access.ACCESS[endpoint.partition(".")[0]])
    ]


def _keep_private(response: Response) -> Response:
    """No copy of a page about a person stays in a browser or a proxy."""
    if _ours() and request.blueprint != assets.bp.name:
        response.headers.update(NEVER_KEPT)
    return response


def _ours() -> bool:
    return request.path == "/staff" or request.path.startswith("/staff/")
