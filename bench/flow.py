"""The conversation that both stacks are measured on, from hello to the summary."""

from bench.chat import Chat

MOST_TURNS = 40
ANSWERS = {
    "privacy_ack": "yes",
    "matter": "The ward lost my notes and the operation was put off twice without telling me",
    "acting_for": "it is for me",
    "organisation": "Leeds Teaching Hospitals NHS Trust",
    "care_place": "england",
    "care_payer": "the nhs",
    "complained_locally": "yes",
    "final_response": "yes they have",
    "final_response_on": "1 September 2026",
    "complained_on": "april 2026",
    "aware_on": "february 2026",
    "happened_on": "february 2026",
    "legal_action": "no",
    "previous_ombudsman": "no",
    "should_have_happened": "They should have kept my notes safe and told me about the delay",
    "impact": "it was very upsetting and I lost time",
    "outcomes": "an apology, and make sure it doesn't happen to anyone else",
    "outcome_priority": "an apology",
    "adjustments": "none",
    "evidence": "the final response letter",
    "name": "Sam Taylor",
    "contact_method": "email",
    "email": "sam.taylor@example.org",
    "safe_contact": "any time is fine",
}


def answer(question: str | None) -> str:
    """What the invented complainant says to a question."""
    return ANSWERS.get(question or "", "not sure")


def walk(url: str) -> list[tuple[str, str]]:
    """Talk the flow through once; returns each question with its answer, in the order asked."""
    chat = Chat(url)
    taken: list[tuple[str, str]] = []
    while chat.question not in (None, "confirm") and len(taken) < MOST_TURNS:
        question = str(chat.question)
        said = answer(question)
        chat.say(said)
        taken.append((question, said))
    return taken
