"""A turn as a pure function: from what came in to what is said, kept and asked next."""

from bot.actions.dialogue.state import Result, Turn
from bot.actions.dialogue.turn import take

__all__ = ["Result", "Turn", "take"]
