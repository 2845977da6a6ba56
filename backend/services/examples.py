"""Labelled messages as training examples, in the YAML that Rasa reads."""

import re
from collections.abc import Sequence

from backend.data.models import UnclearMessage

VERSION = 'version: "3.1"\n'
# Rasa reads brackets as marks of entities.
MARKS = re.compile(r"[\[\](){}|`]")
# At the beginning of a line these mean something to Rasa, to YAML or to a table.
LEADING = " \t-=+@/#*&!%>'\"?,:"


def as_yaml(rows: Sequence[UnclearMessage], unusable: str) -> str:
    """The examples of each label, each once; what staff could not tell is left out."""
    groups: dict[str, list[str]] = {}
    for row in rows:
        line = example(row.text)
        if line and row.label and row.label != unusable:
            lines = groups.setdefault(row.label, [])
            if line not in lines:
                lines.append(line)
    if not groups:
        return f"{VERSION}\nnlu: []\n"
    return f"{VERSION}\nnlu:\n" + "\n".join(map(_group, groups.items()))


def example(text: str) -> str:
    """A message as one plain line: nothing in it means anything but itself."""
    seen = "".join(c if c.isprintable() else " " for c in MARKS.sub(" ", text))
    return " ".join(seen.split()).lstrip(LEADING)


def _group(group: tuple[str, list[str]]) -> str:
    label, lines = group
    shown = "".join(f"      - {line}\n" for line in lines)
    return f"  - intent: {label}\n    examples: |\n{shown}"
