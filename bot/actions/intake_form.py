"""The one action: takes the whole turn, saves the draft, and speaks."""

from __future__ import annotations

import asyncio
from typing import Any

import structlog
from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.dialogue import Result, Turn, sending, take
from bot.actions.slots import slots_for
from bot.clients.drafts import Drafts, DraftsError, Unavailable
from bot.timing import SECONDS_TO_SAVE

log = structlog.get_logger()
NO_QUESTION = "nothing"


class ValidateIntakeForm(Action):
    """Called by Rasa's form after every message; the form itself then says nothing."""

    def __init__(self, drafts: Drafts) -> None:
        """Drafts are kept by the backend."""
        self._drafts = drafts

    def name(self) -> str:
        """The name under which the form finds its validation action."""
        return "validate_intake_form"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """One turn. Whatever fails is answered by name, so that nothing of the draft is echoed."""
        conversation = tracker.sender_id
        metadata = tracker.latest_message.get("metadata") or {}
        number = metadata.get("turn")
        try:
            turn = Turn.read(metadata, tracker.latest_message)
            result = take(turn)
            messages = await self._save_in_time(conversation, turn, result)
        except DraftsError as error:
            reason = f"{type(error).__name__.lower()}:{error}"
            log.warning("draft_not_saved", conversation=conversation, turn=number, reason=reason)
            return self._failed(dispatcher, number, "draft_not_saved")
        except Exception as error:  # a fault of ours: its name and place are enough to find it
            log.error("turn_failed", conversation=conversation, turn=number, **where(error))
            return self._failed(dispatcher, number, "turn_failed")
        dispatcher.utter_message(json_message={"turn": number, "messages": messages})
        return [
            SlotSet("turn", number),
            *slots_for(result.facts, tracker.slots),
            SlotSet("requested_slot", result.question or NO_QUESTION),
        ]

    async def _save_in_time(
        self, conversation: str, turn: Turn, result: Result
    ) -> list[dict[str, Any]]:
        saving = self._save(conversation, turn, result)
        try:
            return await asyncio.wait_for(saving, SECONDS_TO_SAVE)
        except asyncio.TimeoutError:
            raise Unavailable("too_slow") from None

    async def _save(self, conversation: str, turn: Turn, result: Result) -> list[dict[str, Any]]:
        await self._drafts.save(conversation, draft(turn, result))
        if result.submit is None:
            return result.messages
        reference = await self._drafts.submit(conversation, sending.key_number(result))
        return sending.messages(turn, result, reference)

    def _failed(
        self, dispatcher: CollectingDispatcher, number: object, reason: str
    ) -> list[dict[str, Any]]:
        dispatcher.utter_message(json_message={"turn": number, "failure": reason})
        return [SlotSet("turn", number), SlotSet("requested_slot", NO_QUESTION)]


def draft(turn: Turn, result: Result) -> dict[str, Any]:
    """The draft as the backend stores it."""
    return {
        "turn": turn.number,
        "facts": result.facts,
        "sources": result.sources,
        "dialogue": result.dialogue,
        "question": result.question,
        "status": result.status,
    }


def where(error: BaseException) -> dict[str, str]:
    """The kind of an error and the line it came from; its text may quote what a person wrote."""
    last = error.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    line = f"{last.tb_frame.f_code.co_name}:{last.tb_lineno}" if last else ""
    return {"error": type(error).__name__, "at": line}
