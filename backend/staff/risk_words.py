"""The words that set off an alert, marked in what the person said."""

from backend.data.models import Draft, Message
from backend.services.entered import entry_of
from backend.staff.people import as_text, shortened
from backend.staff.sight import Sight

Part = tuple[str, bool]


def marked(message: Message, longest: int, sight: Sight) -> list[Part]:
    """The message in parts, those that set off the alert marked; a long one around them."""
    return in_parts(message.text, str((message.risk or {}).get("words") or ""), longest, sight)


def quoted(draft: Draft, message: Message | None, longest: int, sight: Sight) -> list[Part]:
    """The words that showed a risk: in a message, or in what staff took down for the person."""
    if message is not None:
        return marked(message, longest, sight)
    found = (entry_of(draft) or {}).get("risk")
    if not found:
        return []
    said = as_text(draft.facts.get(found["question"]))
    return in_parts(said, str(found["words"] or ""), longest, sight)


def in_parts(said: str, trigger: str, longest: int, sight: Sight) -> list[Part]:
    """Words in parts, those that set off an alert marked."""
    text, words = sight.text(said), sight.text(trigger)
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
