"""Dates as people write them, read as intervals that claim no more than was said."""

from intake.dates.model import DateMention, DateReading
from intake.dates.reading import find_all, parse, says_unknown

__all__ = ["DateMention", "DateReading", "find_all", "parse", "says_unknown"]
