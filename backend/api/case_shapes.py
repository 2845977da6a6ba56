"""The shapes of cases for case systems: what comes in, and what the description says goes out."""

from datetime import UTC
from typing import Any

from apiflask import Schema
from apiflask.fields import AwareDateTime, Boolean, Dict, Float, Integer, List, Raw, String
from apiflask.validators import Length, OneOf, Range, Regexp

from backend.api.schemas import BIGGEST_ID, CODE, ProblemShape, Strict, nested
from backend.files.kinds import KINDS
from backend.services import casework_flow
from backend.services.casework import RESULTS

MOST, USUAL = 100, 50
BRANCHES = ("NHS", "GOV", "GOV_VICTIM_POSSIBLE", "OUT", "UNSURE")
LONGEST = 10_000
MOMENT = {"format": "date-time"}
# At least one sign that can be seen, and none that no database keeps.
WRITTEN = Regexp(r"^\s*[^\s\x00][^\x00]*$")
CURSOR = String(load_default="", validate=Length(max=400))


class Whole(Integer):
    """A whole number, as JSON has it: 2 and 2.0, but neither "2" nor true."""

    def _validated(self, value: Any) -> int:
        whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
        if isinstance(value, bool) or not whole:
            raise self.make_error("invalid", input=value)
        return super()._validated(value)


class Page(Schema):
    """Where on to read, and how much."""

    limit = Integer(load_default=USUAL, validate=Range(1, MOST))
    cursor = CURSOR


class Wanted(Page):
    """Which cases."""

    state = String(load_default="", validate=OneOf(casework_flow.states()[1:]))
    result = String(load_default="", validate=OneOf(RESULTS))
    branch = String(load_default="", validate=OneOf(BRANCHES))
    changed_since = AwareDateTime(load_default=None, format="iso", default_timezone=UTC)


class Assigned(Schema):
    """The member of staff who has a case; the address only with `personal:read`."""

    id = Integer(required=True)
    email = String(required=True, allow_none=True)


class CaseInList(Schema):
    """A case in a list: nothing that the person wrote."""

    reference = String(required=True)
    version = Integer(required=True)
    state = String(required=True, validate=OneOf(casework_flow.states()))
    result = String(required=True, allow_none=True)
    branch = String(required=True, allow_none=True)
    flags = List(String(), required=True)
    channel = String(required=True)
    submitted_at = String(required=True, metadata=MOMENT)
    changed_at = String(required=True, metadata=MOMENT)
    due_on = String(required=True, allow_none=True, metadata={"format": "date"})
    assigned = nested(Assigned, allow_none=True)


class CaseList(Schema):
    """A page of cases in the order in which they were sent; `next` is the cursor of the next."""

    cases = List(nested(CaseInList), required=True)
    next = String(required=True, allow_none=True)


class Source(Schema):
    """Where a fact comes from: a message of the conversation, or a member of staff."""

    how = String(required=True, allow_none=True)
    message = Integer(required=True, allow_none=True)
    confidence = Float(required=True, allow_none=True)
    quote = String(required=True, allow_none=True)
    at = String(required=True, allow_none=True)
    before = Raw(required=True, allow_none=True)


class Fact(Schema):
    """One answer. `withheld`: it is the person's own words, which need `personal:read`."""

    value = Raw(required=True, allow_none=True)
    withheld = Boolean(required=True)
    source = nested(Source, allow_none=True)


class Finding(Schema):
    """What one rule found, with its source in law; the sentence needs `personal:read`."""

    rule_id = String(required=True)
    answer = String(required=True)
    result = String(required=True)
    citation = String(required=True)
    text = String(required=True, allow_none=True)


class Links(Schema):
    """Where to read on."""

    self = String(required=True)
    events = String(required=True)
    documents = String(required=True)


class Case(CaseInList):
    """One case whole."""

    rules_result = String(required=True, allow_none=True)
    rules_version = String(required=True)
    locale = String(required=True)
    reasons = List(nested(Finding), required=True)
    signposts = List(String(), required=True)
    facts = Dict(keys=String(), values=nested(Fact), required=True)
    moves = List(String(), required=True, metadata={"description": "The moves that are open"})
    links = nested(Links)


class Tag(Schema):
    """The version of the case, for If-Match."""

    etag = String(data_key="ETag", required=True)


class Event(Schema):
    """One thing that happened, much as CloudEvents has it."""

    specversion = String(required=True)
    id = String(required=True)
    source = String(required=True)
    type = String(required=True)
    subject = String(required=True)
    time = String(required=True, metadata=MOMENT)
    sequence = String(required=True)
    data = Dict(required=True)


class Events(Schema):
    """A page of what happened to a case, oldest first."""

    events = List(nested(Event), required=True)
    next = String(required=True, allow_none=True)


class Document(Schema):
    """A file that the person attached."""

    id = String(required=True)
    name = String(required=True, allow_none=True)
    kind = String(required=True, validate=OneOf([*KINDS]))
    media_type = String(required=True)
    size = Integer(required=True)
    scan = String(required=True, validate=OneOf(["clean", "not_scanned"]))
    notes = List(String(), required=True)
    at = String(required=True, metadata=MOMENT)
    link = String(required=True)


class Documents(Schema):
    """The files of a case."""

    documents = List(nested(Document), required=True)


class Change(Schema):
    """One change that somebody made: field by field, what stood there and what stands there."""

    version = Integer(required=True)
    kind = String(required=True)
    by = String(required=True)
    at = String(required=True, metadata=MOMENT)
    words = String(required=True, allow_none=True)
    fields = Raw(required=True)  # type: ignore[assignment]


class Stale(ProblemShape):
    """The case changed meanwhile: to which version, and what was changed."""

    version = Integer(required=True)
    changes = List(nested(Change), required=True)


class Guard(Schema):
    """The version that a change is asked for, and a key that makes it happen once."""

    match = String(
        data_key="If-Match",
        load_default="",
        validate=Length(max=200),
        metadata={"description": "The ETag of the case as last read. Needed: 428 without it."},
    )
    key = String(data_key="Idempotency-Key", load_default="", validate=Length(max=120))


def words(**more: Any) -> Any:
    """A field for what somebody writes."""
    return String(required=True, validate=[Length(1, LONGEST), WRITTEN], **more)


class Move(Strict):
    """A move of the flow, with its reason."""

    move = String(required=True, validate=CODE)
    reason = words()


class Note(Strict):
    """A note."""

    text = words()


class Edit(Strict):
    """Another value for a fact, or null for none; as the case shows it, or as a person types it."""

    value = Raw(required=True, allow_none=True)
    reason = words()


class Assign(Strict):
    """Who is to have the case: the number of a member of staff, or null for nobody."""

    to = Whole(required=True, allow_none=True, validate=Range(1, BIGGEST_ID))
