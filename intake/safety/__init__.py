"""Risk screening of every message, and the help shown for it."""

from intake.safety.answers import in_danger, rescreened
from intake.safety.model import FLAGS, LEVELS, Screening
from intake.safety.person import Person, known
from intake.safety.replies import denied, offers, reply
from intake.safety.screening import screen

__all__ = [
    "FLAGS",
    "LEVELS",
    "Person",
    "Screening",
    "denied",
    "in_danger",
    "known",
    "offers",
    "reply",
    "rescreened",
    "screen",
]
