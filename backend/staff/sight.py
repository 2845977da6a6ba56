"""What staff see of numbers about a person: hidden at first, shown by a deliberate act."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from backend.staff.queries import Case
from intake import personal

REVEALED = "revealed"
# A way to reach the person is needed as it is.
NEEDED = frozenset({"phone"})


@dataclass(frozen=True)
class Sight:
    """How a case is looked at."""

    open: bool = False

    def text(self, words: str) -> str:
        """The words as they are seen."""
        return words if self.open else personal.mask(words)

    def all(self, value: Any) -> Any:
        """The same for whatever is kept as JSON; what was kept is not touched."""
        if self.open:
            return value
        if isinstance(value, str):
            return personal.mask(value)
        if isinstance(value, dict):
            return {key: each if key in NEEDED else self.all(each) for key, each in value.items()}
        if isinstance(value, list):
            return [self.all(each) for each in value]
        return value


def kinds(case: Case) -> Counter[str]:
    """How many different numbers of each kind the case holds."""
    draft = case.draft
    texts = [message.text for message in case.messages]
    texts += _strings({name: v for name, v in draft.facts.items() if name not in NEEDED})
    texts += _strings(draft.sources)
    seen = {
        (number.kind, _bare(text[number.start : number.end]))
        for text in texts
        for number in personal.found(text)
    }
    return Counter(kind for kind, _ in sorted(seen))


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for each in inner for text in _strings(each)]


def _bare(number: str) -> str:
    return "".join(character for character in number if character.isalnum()).upper()
