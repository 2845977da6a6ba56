"""A long message in parts: between paragraphs, else lines, else sentences, else words."""

import re
from collections.abc import Callable, Iterator

Fits = Callable[[str], bool]
# Where to part, best first, and what joins what was parted.
SEAMS = (
    (re.compile(r"\n{2,}"), "\n\n"),
    (re.compile(r"\n"), "\n"),
    (re.compile(r"(?<=[.!?:;]) +"), " "),
    (re.compile(r" +"), " "),
)


def split(text: str, fits: Fits) -> list[str]:
    """As few parts as there are seams for, each of which fits."""
    return [text] if fits(text) else list(_split(text, fits, 0))


def _split(text: str, fits: Fits, level: int) -> Iterator[str]:
    if level == len(SEAMS):
        yield from _cut(text, fits)
        return
    seam, joint = SEAMS[level]
    held = ""
    for piece in seam.split(text):
        joined = f"{held}{joint}{piece}" if held else piece
        if fits(joined):
            held = joined
            continue
        if held:
            yield held
        held = piece
        if not fits(piece):
            *whole, held = _split(piece, fits, level + 1)
            yield from whole
    if held:
        yield held


def _cut(text: str, fits: Fits) -> Iterator[str]:
    """One endless word: cut where it has to be."""
    held = ""
    for sign in text:
        if held and not fits(held + sign):
            yield held
            held = ""
        held += sign
    yield held
