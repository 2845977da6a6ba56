"""Risk screening of every message, and the help shown for it."""

from intake.safety.model import FLAGS, LEVELS, Screening
from intake.safety.replies import reply
from intake.safety.screening import screen

__all__ = ["FLAGS", "LEVELS", "Screening", "reply", "screen"]
