"""What Twilio posts: a form, the same for SMS and WhatsApp."""

from collections.abc import Mapping
from urllib.parse import parse_qsl

from backend.channels.base import Call, Media

MOST_MEDIA = 10
# Keywords that Twilio answers itself; other words may be set up to mean the same.
OPT_OUT = frozenset({"STOP", "START", "HELP"})


def form_of(call: Call) -> dict[str, str]:
    """What was posted, empty values among it: they are signed too."""
    if call.method != "POST":
        return {}
    try:
        return dict(parse_qsl(call.body.decode("ascii"), keep_blank_values=True))
    except (UnicodeDecodeError, ValueError):
        return {}


def said(form: Mapping[str, str]) -> tuple[str, str | None]:
    """The words of a message, and the value of a button or row of a template."""
    asked = form.get("OptOutType", "").upper()
    if asked in OPT_OUT:
        return asked, None
    choice = form.get("ButtonPayload") or form.get("ListId") or None
    return form.get("Body", ""), choice


def media_of(form: Mapping[str, str]) -> tuple[Media, ...]:
    """What is attached: where each thing lies, and what it is."""
    count = form.get("NumMedia", "0")
    most = min(int(count), MOST_MEDIA) if count.isdecimal() else 0
    found = ((form.get(f"MediaUrl{n}"), form.get(f"MediaContentType{n}", "")) for n in range(most))
    return tuple(Media(place, kind) for place, kind in found if place)
