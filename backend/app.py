"""create_app: the one place where the backend is wired together."""

from io import BytesIO
from typing import IO, Any

from apiflask import APIFlask
from flask import Flask, Request, g, request
from flask_security.core import AnonymousUser
from werkzeug.middleware.proxy_fix import ProxyFix

from backend import cli, headers, health, jobs, logs, problems, site, staff, webhook_jobs
from backend.api import (
    assessments,
    case_changes,
    cases,
    chat,
    description,
    drafts,
    files,
    keeping,
    register,
    webhooks,
)
from backend.channels import jobs as channel_jobs
from backend.channels import receiving, registry
from backend.chat.rasa import HttpRasa, Rasa
from backend.clock import Clock
from backend.config import Settings, load_settings
from backend.context import Services, services
from backend.data.session import db, engine_options, prepare
from backend.extensions import bind_database, csrf, limiter
from backend.metrics import Metrics
from backend.pages import files as file_pages
from backend.pages import keeping as keeping_pages
from backend.pages import leaving
from backend.pages import views as pages

__all__ = ["Services", "create_app", "services"]
BIGGEST_BODY = 64 * 1024
BIGGEST_DRAFT = 1024 * 1024  # many messages make one draft


class InMemory(Request):
    """A request whose files never touch the disk before they are locked."""

    def _get_file_stream(self, *_about: Any, **_more: Any) -> IO[bytes]:
        return BytesIO()


def create_app(
    settings: Settings | None = None, clock: Clock | None = None, rasa: Rasa | None = None
) -> Flask:
    """Build the application. Raises SettingsError where a setting is missing or wrong."""
    settings = settings or load_settings()
    settings.var.mkdir(parents=True, exist_ok=True)
    logs.configure(settings.log_level)
    app = APIFlask(__name__, spec_path="/api/openapi.json", docs_path=None)
    app.request_class = InMemory
    _configure(app, settings)
    app.before_request(_for_files)
    app.before_request(_for_programs)
    app.extensions["intake"] = Services(
        settings,
        clock or Clock(settings.today),
        rasa or HttpRasa(settings.rasa_url, settings.rasa_secret),
        Metrics(),
    )
    _extend(app, settings)
    registry.init_app(app, settings)
    problems.register(app)
    for_systems = (cases.bp, case_changes.bp, webhooks.bp)
    for_all = (chat.bp, keeping.bp, files.bp, drafts.bp, assessments.bp, register.bp)
    for api in (*for_all, *for_systems):
        csrf.exempt(api)  # a token in a header, never a cookie
        app.register_blueprint(api)
    csrf.exempt(receiving.bp)  # a signature, never a cookie
    app.register_blueprint(receiving.bp)
    public = (pages.bp, leaving.bp, keeping_pages.bp, file_pages.bp, site.bp, health.bp)
    for pages_of in public:
        app.register_blueprint(pages_of)
    staff.init_app(app, settings)
    cli.init_app(app)
    webhook_jobs.offer(app, lambda: jobs.make_queue(settings))
    channel_jobs.offer(app, lambda: jobs.make_queue(settings))
    description.leave_out_pages(app)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    return app


def _configure(app: APIFlask, settings: Settings) -> None:
    description.configure(app)
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SECURITY_PASSWORD_SALT=settings.password_salt,
        SQLALCHEMY_ENGINES={"default": engine_options(settings.database_url)},
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.production,
        WTF_CSRF_TIME_LIMIT=None,
        MAX_CONTENT_LENGTH=BIGGEST_BODY,
        RATELIMIT_STORAGE_URI=settings.redis_url or "swept-memory://",
        RATELIMIT_IN_MEMORY_FALLBACK_ENABLED=bool(settings.redis_url),
        RATELIMIT_HEADERS_ENABLED=True,
    )


def _extend(app: APIFlask, settings: Settings) -> None:
    bind_database(app)
    with app.app_context():
        prepare(db.engine)
    csrf.init_app(app)
    limiter.init_app(app)
    headers.init_app(app, settings)


def _for_files() -> None:
    """Files may be bigger than anything else that is sent; long words are shown again to be cut."""
    if request.path in pages.TAKES_WORDS:
        request.max_content_length = pages.BIGGEST_ANSWER
    if files.takes_files(request):
        request.max_content_length = files.biggest_body()


def _for_programs() -> None:
    """What the JSON addresses need before anything else looks at the request."""
    if not request.path.startswith("/api/"):
        return
    # Programs show tokens and are never signed in: spare each call the search for a session.
    g._login_user = AnonymousUser()  # type: ignore[no-untyped-call]
    if request.path.startswith(drafts.bp.url_prefix or ""):
        request.max_content_length = BIGGEST_DRAFT
    if files.takes_files(request):
        if request.content_length and request.mimetype != "multipart/form-data":
            raise problems.Problem(415, "file_form")
        return
    sends = request.method in ("POST", "PUT") and (request.content_length or 0) > 0
    if sends and not request.is_json:  # rather than read it as nothing
        raise problems.Problem(415, "wrong_type")
