"""Texts by SMS: how many segments they take, and signs that would double the cost."""

import smsutil

MOST = 2  # segments of one text
# Signs of typography that the small alphabet of SMS lacks, and what stands for each. Letters stay
# as they are: a Welsh word with its accent gone is a wrong word.
PLAIN = {
    "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u201b": "'",
    "\u201c": '"', "\u201d": '"', "\u201e": '"',
    "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-",
    "\u2026": "...", "\u2022": "-", "\u00b7": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " ",
    "\u200b": "", "\u2060": "", "\ufeff": "", "\u2032": "'", "\u2033": '"', "\u00d7": "x",
    "\u2192": "->", "\u00ab": '"', "\u00bb": '"', "\t": " ", "\u00b4": "'", "`": "'",
}  # fmt: skip
SIGNS = str.maketrans(PLAIN)


def plain(text: str) -> str:
    """The text without the signs that would make each segment less than half as long."""
    return text.translate(SIGNS)


def count(text: str) -> int:
    """How many segments a text takes."""
    return len(smsutil.split(text).parts)


def fits(text: str) -> bool:
    """True where it may go as one text."""
    return count(text) <= MOST
