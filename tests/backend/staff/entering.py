"""Taking a complaint down on the form for it, as somebody at a desk does."""

from html.parser import HTMLParser

from sqlalchemy import func, select

from backend.data.models import Draft
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


def the_draft(session):
    """The one complaint that there is."""
    session.expire_all()
    return session.scalars(select(Draft)).one()


def count(session):
    """How many complaints there are."""
    return session.scalar(select(func.count()).select_from(Draft))


class Fields(HTMLParser):
    """Reads what a browser would send of a form."""

    def __init__(self):
        super().__init__()
        self.fields, self.area = {}, None

    def handle_starttag(self, tag, attrs):
        got = dict(attrs)
        box = got.get("type") in ("radio", "checkbox")
        if tag == "input" and got.get("name") and (not box or "checked" in got):
            self.fields.setdefault(got["name"], []).append(got.get("value", ""))
        elif tag == "textarea":
            self.area = got["name"]
            self.fields[self.area] = [""]

    def handle_data(self, data):
        if self.area:
            said = self.fields[self.area][0] + data
            self.fields[self.area][0] = said.removeprefix("\n")  # a browser drops the first

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.area = None


def as_it_stands(page):
    """What would be sent of the form if nobody changed it."""
    reader = Fields()
    reader.feed(page.partition('id="entry-form"')[2].partition("</form>")[0])
    return reader.fields
