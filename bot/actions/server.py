"""The HTTP side of the action server: rasa_sdk's executor behind an app that echoes nothing.

rasa_sdk's own app answers an error with the whole request, conversation included, and logs it;
it also warns on every call that Rasa 3.6 is older than itself, which is meant to be so here.
"""

from __future__ import annotations

import json
from typing import Any

import structlog
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionNotFoundException
from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as answer

from bot.actions.intake_form import ValidateIntakeForm, where
from bot.actions.settings import Settings
from bot.clients.drafts import Drafts
from bot.clients.register import Register

log = structlog.get_logger()


class Executor(ActionExecutor):
    """rasa_sdk's executor without the domain: no action looks at it, so Rasa need not send it."""

    def update_and_return_domain(self, payload: dict[str, Any], action_name: str) -> dict[str, Any]:
        """No domain is kept: none is used."""
        return {}


def create_app(settings: Settings, drafts: Drafts | None = None) -> Sanic:
    """The app with its one action registered."""
    app = Sanic("intake_actions", configure_logging=False, dumps=json.dumps)
    executor = Executor()

    @app.before_server_start
    async def connect(app: Sanic) -> None:
        client = drafts or Drafts(settings.backend_url, settings.token)
        app.ctx.drafts = client
        executor.register_action(ValidateIntakeForm(client))
        url, token = settings.backend_url, settings.token
        app.ctx.register = Register(url, token, settings.register_seconds)
        app.ctx.register.start()

    @app.after_server_stop
    async def disconnect(app: Sanic) -> None:
        await app.ctx.register.close()
        await app.ctx.drafts.close()

    @app.get("/health")
    async def health(request: Request) -> HTTPResponse:
        return answer({"status": "ok"})

    @app.post("/webhook")
    async def webhook(request: Request) -> HTTPResponse:
        return await call(executor, request)

    return app


async def call(executor: ActionExecutor, request: Request) -> HTTPResponse:
    """Runs one action; errors are named, never quoted."""
    try:
        body = json.loads(request.body)
        result = await executor.run(body)
    except ActionNotFoundException:
        return answer({"error": "action_not_found"}, status=404)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        log.warning("bad_action_call", **where(error))
        return answer({"error": "bad_request"}, status=422)
    except Exception as error:  # nothing of the conversation may leave in an error
        log.error("action_failed", **where(error))
        return answer({"error": "action_failed"}, status=500)
    if result is None:
        return answer({"error": "no_action_named"}, status=422)
    return answer(result.model_dump())


def serve(settings: Settings) -> None:
    """Serves until stopped, on the loopback address unless set otherwise."""
    app = create_app(settings)
    app.run(
        host=settings.host,
        port=settings.port,
        single_process=True,
        access_log=False,
        motd=False,
        debug=False,
    )
