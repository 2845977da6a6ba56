"""Which case system calls, by its token, and what that token may do."""

from collections.abc import Callable
from typing import Any

from flask import g, request

from backend.context import services
from backend.data.case_api import ApiToken
from backend.data.session import db
from backend.extensions import limiter
from backend.problems import Problem
from backend.services import case_tokens
from backend.services.case_tokens import Scope
from backend.services.events import record

SECURITY = "caseToken"
# What each address asks of a token. One that stands not here opens for nobody.
SCOPES: dict[str, tuple[Scope, ...]] = {
    "cases_api.listed": (Scope.CASES_READ,),
    "cases_api.one": (Scope.CASES_READ,),
    "cases_api.events": (Scope.EVENTS_READ,),
    "cases_api.documents": (Scope.DOCUMENTS_READ,),
    # Whatever is in a file, it is the person's.
    "cases_api.download": (Scope.DOCUMENTS_READ, Scope.PERSONAL_READ),
    "case_changes_api.move": (Scope.CASES_WRITE,),
    "case_changes_api.note": (Scope.CASES_WRITE,),
    "case_changes_api.edit": (Scope.CASES_WRITE,),
    "case_changes_api.assign": (Scope.CASES_WRITE,),
    "webhooks_api.endpoints": (Scope.WEBHOOKS_MANAGE,),
    "webhooks_api.deliveries": (Scope.WEBHOOKS_MANAGE,),
    "webhooks_api.replay": (Scope.WEBHOOKS_MANAGE,),
}


def held() -> ApiToken:
    """The token that came with the request. Raises Problem 401."""
    if "case_token" not in g:
        scheme, _, shown = request.headers.get("Authorization", "").partition(" ")
        found = None
        if scheme.lower() == "bearer":
            found = case_tokens.find(db.session, shown.strip(), services().clock.now())
        if found is None:
            raise Problem(401, "case_token")
        g.case_token = found
    token: ApiToken = g.case_token
    return token


def known() -> None:
    """Who has no token for an address learns nothing, not even what else is wrong."""
    token = held()
    missing = [s for s in SCOPES.get(request.endpoint or "", tuple(Scope)) if not may(s)]
    if missing:
        raise Problem(403, "case_scope", scope=missing[0].value)
    case_tokens.used(db.session, token, services().clock.now())


def may(scope: Scope) -> bool:
    """True where the token of this request has a scope."""
    return scope.value in held().scopes


def personal() -> bool:
    """True where this request may see who the person is and what they wrote."""
    return may(Scope.PERSONAL_READ)


def note(conversation: str, kind: str, **detail: Any) -> None:
    """Record what a case system looked at, and keep it: what is not recorded is not shown."""
    actor, now = case_tokens.by_token(held()), services().clock.now()
    record(db.session, conversation, kind, at=now, actor=actor, **detail)
    db.session.commit()


def _limit() -> str:
    return services().settings.limits.per_case_system


def _key() -> str:
    return f"case-system-{held().id}"


token_limit: Callable[..., Any] = limiter.shared_limit(_limit, scope="cases", key_func=_key)
