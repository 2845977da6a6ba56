"""Signed tokens: whoever holds one may speak in that one conversation, until it expires."""

from typing import NamedTuple

from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer
from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.config import Settings
from backend.data.models import Conversation
from backend.problems import Problem

DAY = 24 * 60 * 60
PUBLIC = "chat-token"
COOKIE = "chat-cookie"


class Held(NamedTuple):
    """What a token says: a conversation, and how often its tokens had been ended by then."""

    conversation: str
    version: int = 0


def sign(settings: Settings, conversation: str, use: str = PUBLIC, version: int = 0) -> str:
    """A new token for a conversation; one made for one use is no good for another."""
    held = [conversation, version] if version else conversation
    return URLSafeTimedSerializer(settings.secret_key, salt=use).dumps(held)


def renewed(session: Session, settings: Settings, conversation: str, use: str = PUBLIC) -> str:
    """A token for a conversation whose tokens may have been ended before."""
    return sign(settings, conversation, use, _version(session, conversation) or 0)


def check(session: Session, held: Held) -> None:
    """Raises Problem 401 where the token was ended since, by leaving or coming back elsewhere.

    Of a conversation that is gone nothing is said here.
    """
    version = _version(session, held.conversation)
    if version is not None and version != held.version:
        raise Problem(401, "token_ended")


def _version(session: Session, conversation: str) -> int | None:
    return session.scalar(select(Conversation.token_version).where(Conversation.id == conversation))


def read(settings: Settings, token: str, use: str = PUBLIC) -> Held:
    """What a token says. Raises Problem 401 where it is forged or has expired."""
    serializer = URLSafeTimedSerializer(settings.secret_key, salt=use)
    try:
        said = serializer.loads(token, max_age=settings.chat_token_days * DAY)
    except SignatureExpired:
        raise Problem(401, "token_expired") from None
    except BadSignature:
        raise Problem(401, "token_wrong") from None
    match said:
        case str(conversation) | [str(conversation)]:
            return Held(conversation)
        case [str(conversation), int(version)]:
            return Held(conversation, version)
    raise Problem(401, "token_wrong")
