"""Who complains about whom, in a few words, from whatever facts there are."""

from typing import Any

UNNAMED = "Name not given yet"
NO_BODY = "Not known yet"


def who(facts: dict[str, Any]) -> str:
    """The person's name."""
    return as_text(facts.get("name")) or UNNAMED


def organisation(facts: dict[str, Any]) -> str:
    """What the complaint is about, and how many more organisations were named."""
    name = as_text(facts.get("organisation")) or NO_BODY
    others = facts.get("other_organisations")
    more = len(others) if isinstance(others, list) else 0
    return f"{name} and {more} more" if more else name


def as_text(value: Any) -> str:
    """A fact as plain text, whatever its shape."""
    if value is None:
        return ""
    if isinstance(value, dict):
        return as_text(value.get("name") or value.get("text"))
    if isinstance(value, list):
        return ", ".join(filter(None, map(as_text, value)))
    return " ".join(str(value).split())


def shortened(text: str, length: int = 280) -> str:
    """The beginning of a long text, cut between words."""
    if len(text) <= length:
        return text
    return text[:length].rsplit(" ", 1)[0].rstrip(",.;: ") + " …"
