"""A provider of OpenID Connect for tests, built on Authlib's own server side and served locally."""

import threading
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import AuthorizationCodeMixin, ClientMixin
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import OpenIDCode
from flask import Flask, jsonify, redirect, request
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, RSAKey
from werkzeug.serving import make_server

CLIENT_ID, CLIENT_SECRET = "intake-console", "a-secret-of-the-tests"


class Client(ClientMixin):
    def get_client_id(self):
        return CLIENT_ID

    def get_default_redirect_uri(self):
        return None

    def get_allowed_scope(self, scope):
        return scope

    def check_redirect_uri(self, redirect_uri):
        return redirect_uri.endswith("/staff/single-sign-on/back")

    def check_client_secret(self, client_secret):
        return client_secret == CLIENT_SECRET

    def check_endpoint_auth_method(self, method, endpoint):
        return method == "client_secret_basic"

    def check_response_type(self, response_type):
        return response_type == "code"

    def check_grant_type(self, grant_type):
        return grant_type == "authorization_code"


@dataclass
class Code(AuthorizationCodeMixin):
    code: str
    redirect_uri: str
    scope: str
    nonce: str
    code_challenge: str
    code_challenge_method: str

    def get_redirect_uri(self):
        return self.redirect_uri

    def get_scope(self):
        return self.scope

    def get_nonce(self):
        return self.nonce

    def get_auth_time(self):
        return int(time.time())

    def get_acr(self):
        return None

    def get_amr(self):
        return None


@dataclass
class Provider:
    """What it says of whoever comes; `wrong` changes claims of the token after the fact."""

    person: dict[str, Any] = field(default_factory=dict)
    wrong: dict[str, Any] = field(default_factory=dict)
    codes: dict[str, Code] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)
    ended: list[dict[str, str]] = field(default_factory=list)
    issuer: str = ""
    key: Any = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "tests"}))
    signs_with: Any = None  # a key that it does not tell of

    def metadata(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "end_session_endpoint": f"{self.issuer}/sign-out",
            "id_token_signing_alg_values_supported": ["RS256"],
        }


def application(provider: Provider) -> Flask:
    """The provider as an application of its own."""
    app = Flask("provider")
    client = Client()
    server = AuthorizationServer(
        app,
        query_client=lambda name: client if name == CLIENT_ID else None,
        save_token=lambda *_: None,
    )
    extensions = [_token(provider), CodeChallenge(required=True)]
    server.register_grant(_grant(provider), extensions)
    _pages(app, server, provider)
    return app


def _grant(provider: Provider) -> type[AuthorizationCodeGrant]:
    class Grant(AuthorizationCodeGrant):
        TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic"]  # noqa: RUF012

        def save_authorization_code(self, code, request):
            data = request.payload.data
            provider.asked.append(dict(data))
            provider.codes[code] = Code(
                code,
                data["redirect_uri"],
                data["scope"],
                data["nonce"],
                data["code_challenge"],
                data["code_challenge_method"],
            )

        def query_authorization_code(self, code, client):
            return provider.codes.get(code)

        def delete_authorization_code(self, authorization_code):
            del provider.codes[authorization_code.code]

        def authenticate_user(self, authorization_code):
            return provider.person

    return Grant


def _token(provider: Provider) -> OpenIDCode:
    class Token(OpenIDCode):
        def exists_nonce(self, nonce, request):
            return False

        def resolve_client_private_key(self, client):
            return KeySet([provider.signs_with or provider.key])

        def get_client_algorithm(self, client):
            return "RS256"

        def get_encode_header(self, client):
            return {"alg": "RS256", "kid": "tests"}

        def get_client_claims(self, client):
            now = int(time.time())
            return {"iss": provider.issuer, "aud": [CLIENT_ID], "iat": now, "exp": now + 300}

        def get_compatible_claims(self, request):
            return self.get_client_claims(request.client)

        def generate_user_info(self, user, scope):
            return {**user, **provider.wrong}

    return Token(require_nonce=True)


def _pages(app: Flask, server: AuthorizationServer, provider: Provider) -> None:
    @app.get("/.well-known/openid-configuration")
    def metadata():
        return jsonify(provider.metadata())

    @app.get("/keys")
    def keys():
        return jsonify(KeySet([provider.key]).as_dict(private=False))

    @app.get("/authorize")
    def authorize():
        request = server.create_oauth2_request(None)
        grant = server.get_authorization_grant(request)
        return server.create_authorization_response(
            request=request, grant_user=provider.person, grant=grant
        )

    @app.post("/token")
    def token():
        return server.create_token_response()

    @app.get("/sign-out")
    def sign_out():
        """As a strict provider does: without a token of ours that is right, it asks first."""
        told = request.args.to_dict()
        provider.ended.append(told)
        try:
            claims = jwt.decode(told.get("id_token_hint", ""), KeySet([provider.key])).claims
        except (JoseError, ValueError):
            return "Do you want to sign out?"
        known = claims["aud"] == [told["client_id"]] and claims["sub"] == provider.person["sub"]
        if not known:
            return "Do you want to sign out?", 400
        return redirect(f"{told['post_logout_redirect_uri']}?{urlencode({'state': told['state']})}")


class Served:
    """The provider on a free port of this machine."""

    def __init__(self) -> None:
        self.provider = Provider()
        self.server = make_server("127.0.0.1", 0, application(self.provider), threaded=True)
        self.provider.issuer = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever)

    def __enter__(self) -> Provider:
        self.thread.start()
        return self.provider

    def __exit__(self, *_how: object) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()
