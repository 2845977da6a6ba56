"""The words that set off an alert, marked in what the person said."""

from backend.data.models import Message
from backend.staff.people import shortened
from backend.staff.sight import Sight

Part = tuple[str, bool]


def marked(message: Message, longest: int, sight: Sight) -> list[Part]:
    """The message in parts, those that set off the alert marked; a long one around them."""
    text = sight.text(message.text)
    words = sight.text(str((message.risk or {}).get("words") or ""))
    place = text.lower().find(words.lower()) if words else -1
    if place < 0:
        return [(shortened(text, longest), False)]
    end = place + len(words)
    parts = [(_before(text[:place], longest // 2), False), (text[place:end], True)]
    parts.append((shortened(text[end:], longest // 2), False))
    return [part for part in parts if part[0]]


def _before(text: str, longest: int) -> str:
    """The end of what came before, cut between words."""
    if len(text) <= longest:
        return text
    return "… " + text[-longest:].partition(" ")[2]
