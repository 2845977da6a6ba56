"""The register of organisations: what a person may mean by the name they typed."""

from intake.organisations.directory import extend, find, version
from intake.organisations.listed import Row
from intake.organisations.models import Match, Mention, Organisation
from intake.organisations.search import CLOSE, close_matches, find_all, match, namesakes, warm

__all__ = [
    "CLOSE",
    "Match",
    "Mention",
    "Organisation",
    "Row",
    "close_matches",
    "extend",
    "find",
    "find_all",
    "match",
    "namesakes",
    "version",
    "warm",
]
