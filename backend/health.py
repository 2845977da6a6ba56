"""Is it alive, is it ready, and its numbers."""

import hmac
from concurrent.futures import ThreadPoolExecutor

import httpx
from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

from backend.channels import dead
from backend.context import services
from backend.data.models import Erasure
from backend.data.session import db
from backend.problems import Problem
from backend.trust import certificates

bp = Blueprint("health", __name__)
SECONDS = 1.0


@bp.get("/health/live")
def live() -> ResponseReturnValue:
    """The process answers."""
    return jsonify(status="ok")


@bp.get("/health/ready")
def ready() -> ResponseReturnValue:
    """Every part that a turn needs answers; names the one that does not."""
    context = services()
    with ThreadPoolExecutor(2) as pool:
        rasa = pool.submit(context.rasa.alive)
        actions = pool.submit(_answers, f"{context.settings.actions_url}/health")
        up = {"database": _database(), "rasa": rasa.result(), "actions": actions.result()}
    parts = {name: "ok" if fine else "down" for name, fine in up.items()}
    status = "ok" if all(up.values()) else "down"
    return jsonify(status=status, parts=parts), 200 if status == "ok" else 503


@bp.get("/metrics")
def metrics() -> ResponseReturnValue:
    """Numbers for Prometheus; behind a token where one is set."""
    context = services()
    token = context.settings.metrics_token
    shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if token and not hmac.compare_digest(shown.encode(), token.encode()):
        raise Problem(401, "service_token")
    if _database():
        left = db.session.scalar(select(func.count()).select_from(Erasure))
        context.metrics.erasures_due.set(left or 0)
        context.metrics.channel_stuck.set(dead.count(db.session))
    return Response(context.metrics.page(), content_type="text/plain; version=0.0.4; charset=utf-8")


def _database() -> bool:
    try:
        db.session.execute(text("SELECT 1 FROM alembic_version"))
    except SQLAlchemyError:
        return False
    return True


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=SECONDS, trust_env=False, verify=certificates()).is_success
    except httpx.HTTPError:
        return False
