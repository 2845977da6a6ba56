"""The public chat API: begin, say, read, see what was understood, erase."""

from typing import Any

from apiflask import APIBlueprint
from flask import Response, g, request
from flask.typing import ResponseReturnValue

from backend.api import schemas
from backend.api.description import problems
from backend.chat import gateway, risk, shapes, tokens, transcript
from backend.chat.incoming import Incoming
from backend.context import services
from backend.data.session import db
from backend.extensions import limiter
from backend.problems import DATABASE_DOWN, Problem, as_json, sentence, spoken
from backend.services import assess, conversations
from intake.wording import locales

bp = APIBlueprint("chat_api", __name__, url_prefix="/api/chat", tag="Chat")
SECURITY = "conversationToken"


def conversation() -> str:
    """The conversation whose token came with the request. Raises Problem 401."""
    if "held" not in g:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise Problem(401, "token_missing")
        g.held = tokens.read(services().settings, token.strip())
    return str(g.held.conversation)


def known() -> None:
    """Who holds no token of a conversation learns nothing, not even what else is wrong."""
    conversation()
    tokens.check(db.session, g.held)


@bp.before_request
def _known() -> Response | None:
    try:
        if request.endpoint != f"{bp.name}.begin":
            known()
    except DATABASE_DOWN:
        if request.endpoint != f"{bp.name}.send":
            raise
        said = request.get_json(silent=True)
        words = said.get("text") if isinstance(said, dict) else None
        return _help_without_database(words if isinstance(words, str) else "")
    return None


def start_limit() -> str:
    """How often one address may begin, or try to come back."""
    return services().settings.limits.start_per_address


def _token_limit() -> str:
    return services().settings.limits.per_token


def _address_limit() -> str:
    return services().settings.limits.per_address


address_limit = limiter.shared_limit(_address_limit, scope="chat")
token_limit = limiter.limit(_token_limit, key_func=conversation)


@bp.post("/conversations")
@bp.doc(summary="Begin a conversation", responses=problems(413, 415, 429, 503))
@limiter.limit(start_limit)
@bp.input(schemas.Begin)
@bp.output(schemas.Begun, status_code=201)
def begin(json_data: dict[str, Any]) -> Any:
    """Opens a conversation; keep the token, it is the only key to it."""
    locale = json_data["locale"] if json_data["locale"] in locales() else "en"
    answer = gateway.begin(db.session, services(), locale=locale)
    token = tokens.sign(services().settings, answer["conversation"])
    return _json({**answer, "token": token}, 201)


@bp.post("/messages")
@bp.doc(
    summary="Say something", security=SECURITY, responses=problems(401, 410, 413, 415, 429, 503)
)
@address_limit
@token_limit
@bp.input(schemas.Send)
@bp.output(schemas.Turn)
def send(json_data: dict[str, Any]) -> Any:
    """Sends words, a choice or several; the same id again gives the same answer."""
    many = json_data.get("choices")
    given = [json_data.get(name) for name in ("text", "choice", "choices", "change")]
    if sum(bool(each) for each in given) > 1:
        raise Problem(422, "both")
    chosen = tuple(many or [c for c in [json_data.get("choice")] if c])
    text = json_data.get("text") or ""
    try:
        incoming = Incoming(
            json_data["id"], text, chosen, bool(many), json_data.get("change") or ""
        )
        return _json(gateway.take_turn(db.session, services(), conversation(), incoming))
    except DATABASE_DOWN:
        return _help_without_database(text)


def _help_without_database(text: str) -> Response:
    """Someone in danger gets help even now; everyone hears what is wrong."""
    told = sentence("database_down")
    help_text = risk.help_text(text, None, spoken())
    if help_text is None:
        raise
    return as_json(503, "database_down", f"{help_text}\n\n{told}", help=help_text)


@bp.get("/messages")
@bp.doc(summary="Read what came since", security=SECURITY, responses=problems(401, 410, 429, 503))
@address_limit
@bp.input(schemas.After, location="query")
@bp.output(schemas.Turn)
def read(query_data: dict[str, Any]) -> Any:
    """Gives the lines after an id: a resumed conversation, or what staff wrote."""
    talk, draft = transcript.load(db.session, conversation())
    rows = transcript.since(db.session, talk.id, query_data["after"])
    messages = [shapes.message(row) for row in rows]
    return _json({"messages": messages, "state": shapes.state(talk, draft)})


@bp.get("/draft")
@bp.doc(
    summary="See what was understood", security=SECURITY, responses=problems(401, 410, 429, 503)
)
@address_limit
@bp.output(schemas.Understood)
def understood() -> Any:
    """Gives the answers as understood so far, for the person to check."""
    talk, draft = transcript.load(db.session, conversation())
    words = assess.told(draft, talk.locale, services().clock.today())
    return _json({**shapes.understood(talk, draft), **words})


@bp.delete("/conversation")
@bp.doc(summary="Erase it all", security=SECURITY, responses=problems(401, 409, 429, 503))
@address_limit
@bp.output({}, status_code=204)
def erase() -> ResponseReturnValue:
    """Erases an unsent draft and its transcript everywhere; a second time changes nothing."""
    conversations.erase_now(
        db.session, services().rasa, conversation(), actor="person", now=services().clock.now()
    )
    return "", 204


def _json(body: dict[str, Any], status: int = 200) -> Response:
    """The answer as it is: the shapes above describe it, and a test holds it to them."""
    return Response(shapes.dumps(body), status, content_type="application/json")
