"""Reading: from what a person typed to the answer it holds, or what it is instead."""

from bot.reading.model import Reading
from bot.reading.reader import read

__all__ = ["Reading", "read"]
