"""What the engine makes of a draft's facts, with the flags that only the service knows."""

from datetime import date
from typing import Any

import intake
from backend.data.models import Draft
from intake import safety

WANTS_PERSON = "WANTS_PERSON"


def assess(draft: Draft, today: date) -> None:
    """Decide again on the draft's facts and keep the decision on it."""
    decision = intake.decide(draft.facts, today)
    following = intake.next_question(draft.facts, today)
    draft.result = decision.result
    draft.settled = following is None or following.stage != "eligibility"
    draft.reasons = [reason.as_dict() for reason in decision.reasons]
    draft.signposts = list(decision.signposts)
    draft.next_steps = list(decision.next_steps)
    draft.rules_version = decision.rules_version
    draft.flags = _flags(draft, decision.flags)


def told(draft: Draft, locale: str, today: date) -> dict[str, Any]:
    """The reasons and steps of a draft in a person's language; for staff they stay in English."""
    if locale == "en":
        return {"reasons": draft.reasons, "next_steps": draft.next_steps}
    decision = intake.decide(draft.facts, today, locale=locale)
    reasons = [reason.as_dict() for reason in decision.reasons]
    return {"reasons": reasons, "next_steps": list(decision.next_steps)}


def warm_up(today: date) -> None:
    """Read the rules' data before the first person comes, so that nobody waits for it."""
    facts = {"privacy_ack": "yes", "matter": "warm up", "organisation": {"name": "warm up"}}
    intake.decide(facts, today)
    intake.next_question(facts, today)
    safety.screen("warm up")


def _flags(draft: Draft, found: Any) -> list[str]:
    own = {WANTS_PERSON} if draft.dialogue.get("wants_person") else set()
    return sorted({*found, *draft.risk_flags, *own})
