"""The register of organisations: what a person may mean by the name they typed."""

from intake.organisations.models import Match, Mention, Organisation
from intake.organisations.register import find
from intake.organisations.search import CLOSE, close_matches, find_all, match, warm

__all__ = [
    "CLOSE",
    "Match",
    "Mention",
    "Organisation",
    "close_matches",
    "find",
    "find_all",
    "match",
    "warm",
]
