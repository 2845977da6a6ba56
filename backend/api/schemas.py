"""The shapes of the JSON API, for checking what comes in and for the OpenAPI description."""

from typing import Any

from apiflask import Schema
from apiflask.fields import Boolean, Date, Dict, Integer, List, Nested, String
from apiflask.validators import Length, OneOf, Range, Regexp
from marshmallow import RAISE

MOST_CHOICES = 50
BIGGEST_ID = 2**31 - 1
CODE = Length(max=40)


class Strict(Schema):
    """A shape that refuses fields it does not know."""

    class Meta:
        """Marshmallow's settings."""

        unknown = RAISE


def nested(schema: type[Schema], **more: Any) -> Any:
    """A field that holds another shape."""
    return Nested(schema, required=True, **more)


class Begin(Strict):
    """A new conversation."""

    locale = String(load_default="en", validate=Regexp(r"^[a-z]{2}(-[A-Z]{2})?\Z"))


class Send(Strict):
    """One message: words, one choice or several."""

    id = String(required=True, validate=Regexp(r"^[A-Za-z0-9_.:-]{1,64}\Z"))
    text = String(allow_none=True)
    choice = String(allow_none=True, validate=Length(1, 64))
    choices = List(
        String(validate=Length(1, 64)), allow_none=True, validate=Length(1, MOST_CHOICES)
    )
    change = String(
        allow_none=True,
        validate=CODE,
        metadata={"description": "The question whose answer is to be changed"},
    )


class After(Schema):
    """From where on to read."""

    after = Integer(load_default=0, validate=Range(0, BIGGEST_ID))


class Row(Schema):
    """An answer that a choice changes; null where the message says only what it is called."""

    label = String(required=True)
    answer = String(required=True, allow_none=True)


class Choice(Schema):
    """One answer on offer; its value means nothing outside this conversation."""

    label = String(required=True)
    value = String(required=True)
    hint = String(required=True, allow_none=True)
    change = Nested(Row)


class Message(Schema):
    """A line of the conversation."""

    id = Integer(required=True)
    sender = String(required=True, data_key="from", validate=OneOf(["bot", "person", "staff"]))
    kind = String(
        required=True,
        validate=OneOf(["question", "info", "outcome", "summary", "risk", "notice", "error"]),
    )
    text = String(required=True)
    question = String(required=True, allow_none=True)
    input = String(
        required=True, allow_none=True, validate=OneOf(["text", "choice", "choices", "date", None])
    )
    choices = List(nested(Choice), required=True)
    before = String(metadata={"description": "The words before the answers that can be changed"})
    after = String(metadata={"description": "The words after them"})
    lang = String()
    at = String(required=True, metadata={"format": "date-time"})


class State(Schema):
    """Where the conversation stands."""

    question = String(required=True, allow_none=True)
    result = String(required=True, allow_none=True)
    flags = List(String(), required=True)
    reference = String(required=True, allow_none=True)
    owner = String(required=True, validate=OneOf(["bot", "staff", "none"]))
    status = String(required=True, validate=OneOf(["open", "submitted", "ended"]))
    locale = String(required=True)
    answered = Integer(required=True)
    left = Integer(
        required=True,
        allow_none=True,
        metadata={"description": "About how many questions come before the result, then the end"},
    )
    told = Dict(
        keys=String(),
        values=Integer(),
        required=True,
        metadata={"description": "The message that each answer came from, while it can change"},
    )


class Turn(Schema):
    """What came of a message."""

    messages = List(nested(Message), required=True)
    state = nested(State)


class Begun(Turn):
    """A conversation that was begun, with the token that opens it."""

    conversation = String(required=True)
    token = String(required=True)


class Reason(Schema):
    """What one rule found, with its source in law."""

    rule_id = String(required=True)
    answer = String(required=True)
    result = String(required=True)
    text = String(required=True)
    citation = String(required=True)


class Answer(Schema):
    """One answer in words, in the language of the conversation."""

    question = String(required=True)
    label = String(required=True)
    answer = String(required=True)


class Understood(Schema):
    """What the service has understood so far."""

    facts = Dict(required=True)
    answers = List(nested(Answer), required=True)
    result = String(required=True, allow_none=True)
    reasons = List(nested(Reason), required=True)
    flags = List(String(), required=True)
    signposts = List(String(), required=True)
    next_steps = List(String(), required=True)
    settled = Boolean(required=True)


class Saving(Strict):
    """A draft as the bot saves it after a turn."""

    turn = Integer(required=True, strict=True, validate=Range(0, BIGGEST_ID))
    facts = Dict(keys=String(validate=CODE), required=True)
    sources = Dict(keys=String(validate=CODE), load_default=dict)
    dialogue = Dict(keys=String(), load_default=dict)
    question = String(load_default=None, allow_none=True, validate=CODE)
    status = String(load_default="open", validate=OneOf(["open", "ended"]))


class Saved(Schema):
    """What the engine makes of the draft."""

    result = String(required=True, allow_none=True)
    flags = List(String(), required=True)
    revision = Integer(required=True)
    reasons = List(nested(Reason), required=True)
    signposts = List(String(), required=True)


class Key(Schema):
    """The header that makes a submission happen once."""

    key = String(data_key="Idempotency-Key", required=True, validate=Length(1, 120))


class Submitted(Schema):
    """A complaint that was sent."""

    reference = String(required=True)


class Assess(Strict):
    """Facts to be judged by the rules, on a day."""

    facts = Dict(keys=String(validate=CODE), required=True)
    today = Date(load_default=None, allow_none=True)


class Decision(Schema):
    """What the rules make of the facts: a sorting, never a decision of the office."""

    result = String(required=True)
    reasons = List(nested(Reason), required=True)
    flags = List(String(), required=True)
    signposts = List(String(), required=True)
    next_steps = List(String(), required=True)
    rules_version = String(required=True)


class Assessed(Schema):
    """The decision, and the question that comes next."""

    decision = nested(Decision)
    next_question = Dict(required=True, allow_none=True)


class WrongField(Schema):
    """A field of the request that was missing or wrong."""

    field = String(required=True)


class ProblemShape(Schema):
    """An error, as RFC 9457 has it; `detail` is a plain sentence to show to the person."""

    type = String(required=True)
    title = String(required=True)
    status = Integer(required=True)
    detail = String(required=True)
    code = String(required=True)
    errors = List(nested(WrongField))
    help = String()
