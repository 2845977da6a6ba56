"""The few marks of a letter's text: headings, items of a list, and paragraphs."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

HEADING, ITEM, PARAGRAPH = "heading", "item", "paragraph"
MARKS = {"# ": HEADING, "* ": ITEM, "- ": ITEM}


@dataclass(frozen=True)
class Block:
    """One heading or paragraph, or the items of one list."""

    kind: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """Its words."""
        return "\n".join(self.lines)


def blocks(body: str) -> list[Block]:
    """The text in its blocks, in order; items that follow each other are one list."""
    found = list(_each(body))
    joined = []
    for is_item, group in groupby(found, key=lambda block: block.kind == ITEM):
        if is_item:
            joined.append(Block(ITEM, tuple(line for block in group for line in block.lines)))
        else:
            joined += group
    return joined


def as_mail(body: str) -> str:
    """The text for an e-mail: headings without their mark."""
    lines = (line.removeprefix("# ") for line in body.splitlines())
    return "\n".join(lines) + "\n"


def _each(body: str) -> Iterator[Block]:
    kept: list[str] = []
    for line in [*body.replace("\r\n", "\n").split("\n"), ""]:
        kind = MARKS.get(line[:2])
        if kept and (kind or not line.strip()):
            yield Block(PARAGRAPH, tuple(kept))
            kept = []
        if kind:
            yield Block(kind, (line[2:].strip(),))
        elif line.strip():
            kept.append(line.strip())
