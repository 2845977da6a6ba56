"""One complaint, as a person would tell it: an answer to every question that may come."""

STORY = (
    "My operation at Leeds General Infirmary was cancelled three times this year and nobody "
    "told me why. I was in pain for months."
)
ANSWERS = {
    "privacy_ack": "yes",
    "matter": STORY,
    "acting_for": "It is about me",
    "organisation": "Leeds Teaching Hospitals NHS Trust",
    "care_place": "in England",
    "care_payer": "the NHS paid",
    "matter_kind": "how it was done",
    "complained_locally": "yes",
    "final_response": "yes",
    "complained_on": "April 2026",
    "final_response_on": "August 2026",
    "happened_on": "3 March 2026",
    "aware_on": "3 March 2026",
    "legal_action": "no",
    "previous_ombudsman": "no",
    "should_have_happened": "They should have told me why and given me a new date.",
    "impact": "It was distressing and I was in pain",
    "outcomes": "an apology",
    "outcome_priority": "an apology",
    "adjustments": "none",
    "evidence": "I have the final response letter",
    "name": "Jo Smith",
    "contact_method": "email",
    "email": "jo@example.org",
    "safe_contact": "Please do not leave a voicemail.",
    "confirm": "yes, send it",
}
OTHERWISE = "not sure"
MOST_TURNS = 40
MOST_TIMES = 3  # that one question may be asked


def answer(question: str) -> str:
    """What this person says to a question."""
    return ANSWERS.get(question, OTHERWISE)
