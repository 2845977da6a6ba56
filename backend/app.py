"""create_app: the one place where the backend is wired together."""

from dataclasses import dataclass
from importlib.util import find_spec
from typing import cast

from apiflask import APIFlask
from flask import Flask, current_app
from werkzeug.middleware.proxy_fix import ProxyFix

from backend.clock import Clock
from backend.config import Settings, load_settings
from backend.data.session import db, engine_options, prepare
from backend.extensions import csrf


@dataclass(frozen=True)
class Services:
    """What requests need besides the database."""

    settings: Settings
    clock: Clock


def services() -> Services:
    """The services of the application that handles this request."""
    return cast(Services, current_app.extensions["intake"])


def create_app(settings: Settings | None = None, clock: Clock | None = None) -> Flask:
    """Build the application. Raises SettingsError where a setting is missing or wrong."""
    settings = settings or load_settings()
    settings.var.mkdir(parents=True, exist_ok=True)
    app = APIFlask(__name__, spec_path=None, docs_path=None)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SECURITY_PASSWORD_SALT=settings.password_salt,
        SQLALCHEMY_ENGINES={"default": engine_options(settings.database_url)},
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.production,
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.extensions["intake"] = Services(settings, clock or Clock(settings.today))
    db.init_app(app)
    with app.app_context():
        prepare(db.engine)
    csrf.init_app(app)
    if find_spec("backend.staff"):
        from backend.staff import init_app as init_staff

        init_staff(app)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    return app
