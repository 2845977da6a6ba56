"""The flow as a Mermaid drawing, found out by asking the engine, not drawn beside it."""

from __future__ import annotations

from datetime import date

from intake.asks import ELIGIBILITY_IDS, ELIGIBILITY_QUESTIONS
from intake.config import read
from intake.engine import decide, situation
from intake.facts import CHOICES, Facts, add_months
from intake.questions import choice_label

TODAY = date(2026, 11, 22)
GOOD = "LOOKS_ELIGIBLE"
COLOURS = {
    "LOOKS_ELIGIBLE": "#cce2d8",
    "LIKELY_DISCRETION": "#fff7bf",
    "NOT_YET": "#d2e2f1",
    "NOT_FOR_US": "#eeefef",
    "NEEDS_STAFF": "#dbd5e9",
}
START: Facts = {
    "privacy_ack": "yes",
    "matter": "They lost my letters and never answered.",
    "acting_for": "self",
    "complained_locally": "yes",
    "final_response": "yes",
    "final_response_on": "2026-09-01",
    "aware_on": "2026-05-01",
    "legal_action": "no",
    "previous_ombudsman": "no",
}
# One complaint for each way through that has nothing against it.
PATHS: dict[str, Facts] = {
    "NHS": {**START, "organisation": {"name": "NHS dentist", "id": "kind-dentist"}}
    | {"care_place": "england", "care_payer": "nhs"},
    "Government": {**START, "organisation": {"name": "DWP", "id": "dwp"}}
    | {"second_tier": "done", "victim_of_crime": "no", "mp_referral": "signed"},
}
# What has to be answered before a question comes at all, beside the complaint it starts from.
BEFORE: dict[str, Facts] = {
    "acting_for_consent": {"acting_for": "adult_agrees"},
    "public_body": {"acting_for": "group"},
    "cannot_complain_reason": {"complained_locally": "no"},
    "complained_on": {"final_response": "no"},
    "matter_kind": {"matter": "They refused my PIP."},
}
SAID: dict[str, dict[str, object]] = {
    "organisation": {
        "one for us": None,
        "somebody else's": {"name": "council", "id": "S01"},
        "not known": {"name": "?", "match": "none"},
    },
    "cannot_complain_reason": {"a good reason": "I am too ill", "none": "no"},
    "complained_on": {"lately": "2026-11-01", "long ago": "2026-01-01", "not sure": "not_sure"},
    "aware_on": {
        "within a year": "2026-05-01",
        "over a year ago": add_months(TODAY, -13).isoformat(),
        "not sure": "not_sure",
    },
}


def drawing() -> str:
    """One drawing for each branch of the law."""
    return "\n\n".join(f"### {name}\n\n{_chart(facts)}" for name, facts in PATHS.items())


def _chart(facts: Facts) -> str:
    questions = _questions(facts)
    lines = ["```mermaid", "flowchart TD"]
    lines += [f'  {question}["{question}{_because(question)}"]' for question in questions]
    for question, following in zip(questions, [*questions[1:], GOOD], strict=True):
        lines.append(f"  {question} --> {following}")
        lines += _exits(question, facts)
    lines += [f'  {code}(["{code}"])' for code in COLOURS]
    lines += [f"  style {code} fill:{colour}" for code, colour in COLOURS.items()]
    lines += ["  NOT_YET -. send it anyway .-> person", "  NOT_FOR_US -. send it anyway .-> person"]
    lines += ['  person(["a person decides"])']
    lines += [f"  {code} --> person" for code in (GOOD, "LIKELY_DISCRETION", "NEEDS_STAFF")]
    return "\n".join([*lines, "```"])


def _because(question: str) -> str:
    """When a question is asked, where that is not always."""
    because = next(ask.because for ask in ELIGIBILITY_QUESTIONS if ask.question == question)
    return "" if because == "always" else f"<br>if: {because}"


def _questions(facts: Facts) -> list[str]:
    """The questions that can come on this way through, in their order."""
    possible = []
    for question in ELIGIBILITY_IDS:
        told = {**facts, **BEFORE.get(question, {})}
        s = situation(told, TODAY, read())
        if any(ask.question == question and ask.when(s) for ask in ELIGIBILITY_QUESTIONS):
            possible.append(question)
    return possible


def _exits(question: str, facts: Facts) -> list[str]:
    """The answers that lead away from the straight way, by the result they lead to."""
    results: dict[str, list[str]] = {}
    for label, value in _answers(question).items():
        told = {**facts, **BEFORE.get(question, {})}
        if value is not None:
            told[question] = value
        result = decide(told, TODAY, read()).result
        if result != GOOD:
            results.setdefault(result, []).append(label)
    return [f'  {question} -- "{" / ".join(labels)}" --> {to}' for to, labels in results.items()]


def _answers(question: str) -> dict[str, object]:
    if question in SAID:
        return SAID[question]
    if question == "privacy_ack" or question not in CHOICES:
        return {}
    return {choice_label(question, value, config=read()): value for value in CHOICES[question]}
