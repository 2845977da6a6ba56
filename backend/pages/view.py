"""What a chat page shows: what is new, the form for the question, and the rest folded away."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import intake
from backend.chat import shapes
from backend.chat.incoming import CHANGE
from backend.data.models import Conversation, Draft, Message
from backend.services import files

# How a browser may help to fill in an answer about oneself (WCAG 1.3.5), and which keys it shows.
PURPOSES = {
    "name": {"autocomplete": "name"},
    "email": {"autocomplete": "email", "inputmode": "email", "spellcheck": "false"},
    "phone": {"autocomplete": "tel", "inputmode": "tel"},
}
LONG = {"postal_address": {"autocomplete": "street-address"}}
PLAIN = {"autocomplete": "off"}
TITLE_LENGTH = 90


@dataclass(frozen=True)
class Page:
    """One page of the conversation."""

    talk: Conversation
    draft: Draft
    rows: Sequence[Message]
    error: str | None = None
    error_at: str = "answer"
    typed: str = ""
    picked: frozenset[str] = frozenset()
    message_id: str = field(default_factory=lambda: str(uuid.uuid4()))

    @property
    def _start(self) -> int:
        spoken = [i for i, row in enumerate(self.rows) if row.author == "person"]
        return spoken[-1] if spoken else 0

    @property
    def earlier(self) -> list[Message]:
        """What was said before the person's last words."""
        return list(self.rows[: self._start])

    @property
    def latest(self) -> list[Message]:
        """The person's last words and all that came since."""
        return list(self.rows[self._start :])

    @property
    def form(self) -> Message | None:
        """The line that the form answers."""
        return form_of(self.talk, self.draft, self.rows)

    @property
    def summary(self) -> Message | None:
        """The summary that is to be checked now."""
        rows = [r for r in self.latest if r.kind == "summary" and stands(self.talk, r)]
        return rows[-1] if rows else None

    @property
    def question(self) -> str:
        """The words of the question, without the lines of a summary."""
        row = self.form
        if row is None or row.kind not in ("question", "summary"):
            return ""
        return row.text if row.kind == "question" else row.text.split("\n\n")[-1]

    @property
    def heading(self) -> str:
        """The question in one line, for the title."""
        line = self.question.strip().split("\n")[0]
        return line if len(line) <= TITLE_LENGTH else f"{line[:TITLE_LENGTH].rsplit(' ', 1)[0]}…"

    @property
    def many(self) -> bool:
        """True where several answers may be chosen."""
        return self.form is not None and self.form.input == "choices"

    @property
    def choices(self) -> list[dict[str, Any]]:
        """The answers on offer; changes to other answers stand beside those."""
        offered = self.form.choices if self.form is not None else []
        return [choice for choice in offered if not self._is_change(choice)]

    @property
    def changes(self) -> list[tuple[str, str]]:
        """Answers that the newest lines offer to change, where no summary lists them."""
        if self.summary:
            return []
        offered = [c for row in self.latest if stands(self.talk, row) for c in row.choices]
        names = [self._changed(choice) for choice in offered if self._is_change(choice)]
        labels = {line.question: line.label for line in self.lines}
        return [(name, labels[name]) for name in dict.fromkeys(names) if name in labels]

    @property
    def lines(self) -> list[intake.Line]:
        """Each answer as understood."""
        return intake.summary(self.draft.facts, self.talk.locale)

    @property
    def frozen(self) -> bool:
        """True where the complaint was sent and nothing changes any more."""
        return self.draft.reference is not None

    @property
    def takes_files(self) -> bool:
        """True where files may be attached: before sending, and where staff asked for something."""
        return files.is_open(self.draft)

    @property
    def told_in(self) -> dict[int, list[tuple[str, str]]]:
        """The answers that each of the person's own lines gave, to be changed beside it."""
        found: dict[int, list[tuple[str, str]]] = {}
        for line in [] if self.frozen else self.lines:
            source = self.draft.sources.get(line.question)
            if isinstance(source, dict) and isinstance(source.get("message"), int):
                found.setdefault(source["message"], []).append((line.question, line.label))
        return found

    @property
    def last_id(self) -> int:
        """The newest line that the page shows."""
        return self.rows[-1].id if self.rows else 0

    @property
    def left(self) -> int | None:
        """About how many questions are left."""
        return shapes.left(self.talk, self.draft)

    @property
    def example(self) -> str:
        """An example of an answer in words; none where answers are there to choose from."""
        row = self.form
        if row is None or row.kind == "summary" or not row.question:
            return ""
        if row.choices and row.input != "date":
            return ""
        try:
            return intake.question(row.question, self.draft.facts, self.talk.locale).example
        except KeyError:
            return ""

    @property
    def is_date(self) -> bool:
        """True where a date is asked for."""
        return self.form is not None and self.form.input == "date"

    @property
    def one_line(self) -> dict[str, str] | None:
        """What the browser is told of an answer that fits in one line; None for longer ones."""
        row = self.form
        if row is None or "\n" in self.typed or len(self.typed) > TITLE_LENGTH:
            return None
        named = PLAIN if row.input == "date" else PURPOSES.get(row.question or "")
        return {**PLAIN, **named} if named is not None else None

    @property
    def purpose(self) -> dict[str, str]:
        """What the browser is told of a longer answer."""
        return {**PLAIN, **LONG.get((self.form.question or "") if self.form else "", {})}

    def _is_change(self, choice: dict[str, Any]) -> bool:
        return bool(self._changed(choice))

    def _changed(self, choice: dict[str, Any]) -> str:
        real = str((self.talk.offered.get(choice["value"]) or {}).get("value", ""))
        return real.removeprefix(CHANGE) if real.startswith(CHANGE) else ""


def form_of(talk: Conversation, draft: Draft, rows: Sequence[Message]) -> Message | None:
    """The line that the form answers: the last that asks what we are on, or whose choices stand."""
    since = 0
    for row in reversed(rows):
        since += row.author == "person"
        if row.author != "bot":
            continue
        if row.kind in ("question", "summary") and row.question == draft.question is not None:
            return row
        again = row.kind == "error" and not since
        if row.kind != "summary" and row.choices and (again or stands(talk, row)):
            return row
    return None


def stands(talk: Conversation, row: Message) -> bool:
    """True where the choices of a line are those offered now."""
    return all(choice["value"] in talk.offered for choice in row.choices)


def result_of(draft: Draft, locale: str, today: date) -> dict[str, Any] | None:
    """What the rules make of the answers once the result stands."""
    if not draft.settled or not draft.result or not draft.facts:
        return None
    decision = intake.decide(draft.facts, today, locale=locale)
    return {"code": decision.result, "steps": list(decision.next_steps)}
