"""Taking a complaint down on the form for it, as somebody at a desk does."""

from tests.backend.staff.working import form

ENTRY = "/staff/entry"
STORY = "My mum waited nine hours in pain at Leeds and nobody told us what was happening."
# A whole complaint as somebody tells it on the telephone, in the words that staff type.
CALL = {
    "channel": "phone",
    "received": "today",
    "privacy_ack": "yes",
    "matter": STORY,
    "should_have_happened": "Someone should have come within an hour.",
    "acting_for": "self",
    "organisation": "Leeds Teaching Hospitals",
    "complained_locally": "yes",
    "final_response": "yes",
    "complained_on": "March 2026",
    "final_response_on": "1 June 2026",
    "aware_on": "February this year",
    "happened_on": "February this year",
    "legal_action": "no",
    "previous_ombudsman": "no",
    "impact": ["distress", "physical_harm"],
    "outcomes": ["O_APOL", "O_SERV"],
    "outcome_priority": "O_APOL",
    "adjustments": ["none"],
    "evidence": ["none_yet"],
    "name": "Ada Example",
    "contact_method": "phone",
    "phone": "01274 960999",
    "safe_contact": "Not in the evening",
    "confirm": "yes",
}


def enter(browser, do, address=ENTRY, page=None, follow=True, **fields):
    """Fill in the form (as it was opened, where given) and press one of its buttons."""
    opened = page or browser.open(address).text
    action = f"{address}#result"
    data = {**form(opened, action), **CALL, **fields, "do": do}
    return browser.client.post(address, data=data, follow_redirects=follow)
