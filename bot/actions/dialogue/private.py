"""A card number or the like that nobody asked for: said once that it is not needed."""

from __future__ import annotations

from bot.actions.dialogue.talk import Talk
from intake import personal

# In danger only help is said.
CALM = "R2"


def notice(talk: Talk) -> None:
    """Says once that staff see such a number hidden; the words themselves are kept."""
    turn = talk.turn
    typed = turn.payload is None and turn.choice is None
    due = typed and turn.risk < CALM and not talk.memory.get("private_noticed")
    if due and personal.found(turn.text):
        talk.memory["private_noticed"] = True
        talk.tell("chat.personal_number")
