"""Jobs of webhooks: sent every minute and as soon as there is one; old ones forgotten."""

from typing import Any

import structlog
from flask import Flask, current_app, has_app_context
from huey import Huey, crontab
from huey.api import TaskWrapper
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from backend.context import services
from backend.data.case_api import WebhookEndpoint
from backend.data.models import User
from backend.data.session import db
from backend.services import posting, webhook_endpoints, webhook_sending
from backend.services.addresses import EMAIL
from backend.services.posting import Letter, SendingFailed
from backend.services.webhook_queue import WAITING
from backend.services.webhook_sending import Outcome, Parcel

log = structlog.get_logger()
TASK = "intake_webhook_task"
ROUNDS = 20  # then the next minute goes on, so that no job holds a worker for long
SUBJECT = "A webhook was turned off"
TEXT = (
    "Nothing is sent to the webhook {name} any more, because {why}.\n\n"
    "What happens meanwhile is kept for 30 days. When the other side works again, turn the webhook "
    "on in the console under Case systems, and send again what it missed."
)
REASONS = {
    webhook_endpoints.FAILING: "nothing arrived there for three days",
    webhook_endpoints.GONE: "the other side answered that it is gone for good",
}


def send_webhooks(app: Flask) -> int:
    """Send what is due; how many tries that were."""
    with app.app_context():
        context, tries = services(), 0
        failed: set[int] = set()
        for _ in range(ROUNDS):
            now = context.clock.now()
            parcels = webhook_sending.claim(db.session, context.settings, now, failed)
            if not parcels:
                break
            failed |= webhook_sending.send_all(parcels, context.settings, _settle)
            tries += len(parcels)
        return tries


def _settle(parcel: Parcel, outcome: Outcome | None) -> None:
    now = services().clock.now()
    went_off = webhook_sending.settle(db.session, parcel, outcome, now)
    if outcome is None:
        return
    told = {"webhook": parcel.endpoint, "message": parcel.message, "tries": parcel.tries + 1}
    if outcome.arrived:
        log.info("webhook_sent", **told)
    else:
        log.warning("webhook_not_sent", **told, status=outcome.status, why=outcome.why)
    if went_off is not None:
        _tell(went_off)


def _tell(endpoint: WebhookEndpoint) -> None:
    """Tell who made an endpoint that it was turned off; the console says so too."""
    log.error("webhook_turned_off", webhook=endpoint.id, why=endpoint.off_why)
    query = select(User.email).where(User.id == endpoint.made_by, User.active)
    email, settings = db.session.scalar(query), services().settings
    db.session.commit()
    if email is None or EMAIL not in settings.messages.ways:
        return
    why = REASONS[endpoint.off_why or webhook_endpoints.FAILING]
    letter = Letter(EMAIL, email, SUBJECT, TEXT.format(name=endpoint.name, why=why))
    try:
        posting.sender(settings.messages, db.session, services().clock.now()).send(letter)
    except SendingFailed as failure:
        log.error("webhook_notice_not_sent", webhook=endpoint.id, why=failure.why)


def forget_webhooks(app: Flask) -> int:
    """Forget messages that are too old to be told again."""
    with app.app_context():
        return webhook_endpoints.erase_old(db.session, services().clock.now())


def task(app: Flask, queue: Huey) -> TaskWrapper:
    """The job that sends, under the same name wherever it is put in or taken out."""
    made: TaskWrapper = queue.task(name="send_webhooks_now")(lambda: send_webhooks(app))
    return made


def schedule(app: Flask, queue: Huey) -> None:
    """Say which job runs when."""
    queue.periodic_task(crontab(minute="*"), name="send_webhooks")(lambda: send_webhooks(app))
    queue.periodic_task(crontab(minute="41"), name="forget_webhooks")(lambda: forget_webhooks(app))
    task(app, queue)


def offer(app: Flask, make_queue: Any) -> None:
    """Have what is queued sent soon after its commit; `make_queue` gives the queue, once."""
    made: dict[str, TaskWrapper] = {}

    def put() -> None:
        if TASK not in made:
            made[TASK] = task(app, make_queue())
        made[TASK]()

    app.extensions[TASK] = put


@event.listens_for(Session, "after_commit")
def _soon(session: Session) -> None:
    """Ask for sending at once. Where that fails the next minute sends all the same."""
    if not session.info.pop(WAITING, False) or not has_app_context():
        return
    try:
        current_app.extensions[TASK]()
    except Exception as error:
        log.warning("webhooks_later", error=type(error).__name__)


@event.listens_for(Session, "after_rollback")
def _nothing(session: Session) -> None:
    session.info.pop(WAITING, None)
