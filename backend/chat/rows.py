"""The answers that a message lets people change, as rows, so that nobody reads them out of it."""

import re
from typing import Any

from intake import wording

Choice = dict[str, Any]
SIGN = "|"
LINE = re.compile(r"\s*(?:[-•]\s+)?([^:]+):\s+(.+)")


def parted(text: str, choices: list[Choice], lang: str) -> dict[str, Any]:
    """The choices, each that changes an answer with its row; the words before and after these."""
    opens = wording.text("chat.choice.change", lang, label=SIGN).split(SIGN)[0] if choices else ""
    labels = [c["label"].removeprefix(opens) for c in choices if c["label"].startswith(opens)]
    if not labels:
        return {"choices": choices}
    before, rows, after = _split(text.split("\n"), labels)
    shown = [_with_row(choice, opens, rows) for choice in choices]
    return {"choices": shown, **({"before": before, "after": after} if rows else {})}


def _with_row(choice: Choice, opens: str, rows: dict[str, str]) -> Choice:
    """A choice that changes an answer names it, with what it is where a line tells."""
    if not choice["label"].startswith(opens):
        return choice
    label = choice["label"].removeprefix(opens)
    return {**choice, "change": {"label": label, "answer": rows.get(label)}}


def _split(lines: list[str], labels: list[str]) -> tuple[str, dict[str, str], str]:
    """What stands before the rows, each row's answer by its label, and what stands after them."""
    found: dict[str, tuple[int, str]] = {}
    for number, line in enumerate(lines):
        row = LINE.fullmatch(line)
        if row and row[1] in labels:
            found.setdefault(row[1], (number, row[2]))
    if not found:
        return "\n".join(lines), {}, ""
    starts = [number for number, _ in found.values()]
    end = next((n for n in range(starts[-1], len(lines)) if not lines[n].strip()), len(lines))
    rows = {}
    for (label, (start, answer)), stop in zip(found.items(), [*starts[1:], end], strict=True):
        # People write in paragraphs: what stands before the next row belongs to this one.
        rows[label] = "\n".join([answer, *lines[start + 1 : stop]]).strip()
    return "\n".join(lines[: starts[0]]).strip(), rows, "\n".join(lines[end:]).strip()
