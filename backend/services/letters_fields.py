"""What templates of letters are filled with: from the case, the settings and the calendar."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

import intake
from backend.data.models import Draft
from backend.letters.templates import locale_of
from backend.services import casework_days
from backend.services.entered import received_on
from intake import facts as reading
from intake import letters, wording
from intake.config import load
from intake.dates_in_words import day_in_words
from intake.decision import Result

ANSWER_DAYS = 10  # working days to answer a question in
# Which of the engine's results a kind of letter gives the reasons of.
TOLD = {"not_yet": Result.NOT_YET, "signpost": Result.NOT_FOR_US}
EXTRAS = ("final_response", "consent", "dates", "second_tier", "mp_form")


def fields(
    draft: Draft, kind: str, variant: str, missing: Sequence[str], today: date
) -> dict[str, Any]:
    """Every field that a template may name."""
    locale = locale_of(variant)
    decided_on = received_on(draft) or today
    told = letters.told(draft.facts, decided_on, today, TOLD.get(kind, Result.NOT_YET), locale)
    config = load().words(locale)
    due_on = casework_days.due(draft, load().case_days)
    return {
        "name": reading.words(draft.facts, "name"),
        "reference": draft.reference or "",
        **asdict(told),
        "missing": [question(draft, each, locale) for each in missing],
        "answer_by": day_in_words(casework_days.after(today, ANSWER_DAYS), locale),
        "sent_on": day_in_words(decided_on, locale) if draft.submitted_at else "",
        "due_on": day_in_words(due_on, locale) if due_on and due_on > today else "",
        "office": config["ombudsman"],
        **{name: config[name] for name in ("phone", "hours", "address", "wait_text")},
    }


def question(draft: Draft, code: str, locale: str = "en") -> str:
    """What the person is asked: a question of the service, or another thing that is needed."""
    if code in EXTRAS:
        return wording.text(f"letters.extras.{code}", locale)
    return intake.question(code, draft.facts, locale).text
