"""The private channel between the gateway and Rasa: each turn is answered, or is a 5xx.

Rasa swallows the errors of an action and goes on in silence. The action therefore answers with the
number of the turn, and this channel reports a turn as failed when that answer is missing, late or
another turn's.
"""

from __future__ import annotations

import asyncio
import hmac
import logging
import re
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from rasa.shared.exceptions import RasaException
from sanic import Blueprint
from sanic.exceptions import InvalidUsage
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.components import action_validation, logs
from bot.timing import SECONDS_FOR_A_TURN

logger = logging.getLogger(__name__)

WORD_JOINER = "\u2060"
SENDER = re.compile(r"[A-Za-z0-9_.:-]{1,80}")
PAYLOADS = ("start", "choose", "repeat")
OnNewMessage = Callable[[UserMessage], Awaitable[Any]]


class TurnOutput(OutputChannel):
    """Collects the one answer of a turn."""

    def __init__(self) -> None:
        """Nothing has been said yet."""
        self.answers: list[dict[str, Any]] = []

    @classmethod
    def name(cls) -> str:
        """The channel's name, as the tracker shows it."""
        return "intake"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keeps what the action said; text without custom data is nobody's answer here."""
        custom = message.get("custom")
        if isinstance(custom, dict):
            self.answers.append(custom)

    def answer_to(self, turn: Any) -> dict[str, Any] | None:
        """The answer to this turn, if there is exactly one."""
        own = [answer for answer in self.answers if answer.get("turn") == turn]
        return own[0] if len(own) == 1 else None


def escape(text: str) -> str:
    """Text that Rasa cannot take for a command: it would run anything that begins with a slash."""
    return WORD_JOINER + text if text.strip().startswith("/") else text


def problem(status: int, title: str) -> HTTPResponse:
    """An error as problem+json, without a word of the conversation."""
    body = {"status": status, "title": title}
    return json(body, status=status, content_type="application/problem+json")


def user_message(body: Any, output: OutputChannel) -> UserMessage:
    """Rasa's message for a request. Raises InvalidUsage where the request is not one we make."""
    if not isinstance(body, dict) or not isinstance(body.get("metadata"), dict):
        raise InvalidUsage("The body must be an object with metadata.")
    sender, text, payload = body.get("sender"), body.get("message"), body.get("payload")
    metadata = dict(body["metadata"], payload=payload)
    known = isinstance(sender, str) and SENDER.fullmatch(sender)
    if not known or not isinstance(metadata.get("turn"), int):
        raise InvalidUsage("A turn needs a sender and the number of the turn.")
    if payload is None and isinstance(text, str):
        return UserMessage(escape(text), output, sender, input_channel="intake", metadata=metadata)
    if payload not in PAYLOADS:
        raise InvalidUsage("A turn needs a message or a payload that we know.")
    # Nothing to understand: the payload is the intent, and the pipeline is spared.
    intent = {"name": payload, "confidence": 1.0}
    parsed = {"text": "", "intent": intent, "entities": [], "intent_ranking": [intent]}
    return UserMessage(
        "", output, sender, parse_data=parsed, input_channel="intake", metadata=metadata
    )


def asked(question: Any) -> dict[str, Any]:
    """The metadata that a text alone has: the question that it answers, if any."""
    return {"question": question} if isinstance(question, str) else {}


class IntakeChannel(InputChannel):
    """Turns, language understanding alone, and erasure; each behind the same secret."""

    def __init__(self, secret: str) -> None:
        """Keeps the secret that each request must show."""
        self._secret = secret.encode()

    @classmethod
    def name(cls) -> str:
        """Part of the address: /webhooks/intake."""
        return "intake"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> IntakeChannel:
        """Made by Rasa from bot/credentials.yml; refuses to start without a secret."""
        secret = str((credentials or {}).get("secret") or "")
        if len(secret) < 16 or secret.startswith("${"):
            raise RasaException("RASA_CHANNEL_SECRET must be set, with at least 16 characters.")
        action_validation.install()
        logs.keep_words_out()
        return cls(secret)

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        """The routes of the channel."""
        routes = Blueprint("intake_channel")

        @routes.post("/turn")
        @self._private
        async def turn(request: Request) -> HTTPResponse:
            return await take_turn(request.json, on_new_message)

        @routes.post("/parse")
        @self._private
        async def parse(request: Request) -> HTTPResponse:
            body = request.json
            if not isinstance(body, dict) or not isinstance(body.get("text"), str):
                raise InvalidUsage("There must be a text.")
            message = UserMessage(escape(body["text"]), metadata=asked(body.get("question")))
            return json(await request.app.ctx.agent.processor.parse_message(message))

        @routes.delete("/conversations/<sender:str>")
        @self._private
        async def erase(request: Request, sender: str) -> HTTPResponse:
            await forget(request.app.ctx.agent.tracker_store, sender)
            return HTTPResponse(status=204)

        @routes.get("/health")
        async def health(request: Request) -> HTTPResponse:
            agent = getattr(request.app.ctx, "agent", None)
            ready = agent is not None and agent.is_ready()
            return json({"ready": ready}) if ready else problem(503, "The model is not loaded.")

        return routes

    def _private(self, handler: Callable[..., Awaitable[HTTPResponse]]) -> Any:
        @wraps(handler)
        async def guarded(request: Request, *args: Any, **kwargs: Any) -> HTTPResponse:
            scheme, _, shown = request.headers.get("authorization", "").partition(" ")
            known = hmac.compare_digest(shown.encode(), self._secret)
            if scheme.lower() != "bearer" or not known:
                return problem(401, "This needs the channel's secret.")
            try:
                return await handler(request, *args, **kwargs)
            except InvalidUsage as error:
                return problem(400, str(error))

        return guarded


async def take_turn(body: Any, on_new_message: OnNewMessage) -> HTTPResponse:
    """Hands the message to Rasa and answers with what was said, or with the reason why not."""
    output = TurnOutput()
    message = user_message(body, output)
    turn = message.metadata["turn"]
    try:
        await asyncio.wait_for(on_new_message(message), SECONDS_FOR_A_TURN)
    except asyncio.TimeoutError:
        logger.error("turn_timed_out conversation=%s turn=%s", message.sender_id, turn)
        return problem(504, "The turn took too long.")
    except Exception as error:  # whatever it was, the gateway must hear that the turn failed
        name = type(error).__name__
        logger.error("turn_failed conversation=%s turn=%s %s", message.sender_id, turn, name)
        return problem(500, "The turn failed.")
    answer = output.answer_to(turn)
    if answer is None or answer.get("failure") or not answer.get("messages"):
        reason = (answer or {}).get("failure") or "no_answer"
        logger.error("turn_unanswered conversation=%s turn=%s %s", message.sender_id, turn, reason)
        return problem(503, f"The turn was not answered ({reason}).")
    return json({"messages": answer["messages"]})


async def forget(store: Any, sender: str) -> None:
    """Erases a tracker, also from the memory that Rasa falls back to when its database fails."""
    primary = getattr(store, "_tracker_store", store)
    if hasattr(primary, "erase"):
        await primary.erase(sender)
    else:
        getattr(primary, "store", {}).pop(sender, None)
    fallback = getattr(store, "_fallback_tracker_store", None)
    getattr(fallback, "store", {}).pop(sender, None)
