"""Signed tokens: whoever holds one may speak in that one conversation, until it expires."""

from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer

from backend.config import Settings
from backend.problems import Problem

DAY = 24 * 60 * 60
PUBLIC = "chat-token"
COOKIE = "chat-cookie"


def sign(settings: Settings, conversation: str, use: str = PUBLIC) -> str:
    """A new token for a conversation; one made for one use is no good for another."""
    return URLSafeTimedSerializer(settings.secret_key, salt=use).dumps(conversation)


def read(settings: Settings, token: str, use: str = PUBLIC) -> str:
    """The conversation of a token. Raises Problem 401 where it is forged or has expired."""
    serializer = URLSafeTimedSerializer(settings.secret_key, salt=use)
    try:
        conversation = serializer.loads(token, max_age=settings.chat_token_days * DAY)
    except SignatureExpired:
        raise Problem(401, "token_expired") from None
    except BadSignature:
        raise Problem(401, "token_wrong") from None
    if not isinstance(conversation, str):
        raise Problem(401, "token_wrong")
    return conversation
