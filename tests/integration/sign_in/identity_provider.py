"""A small OpenID provider that speaks real HTTP: discovery, code flow with PKCE, tokens signed with RS256, userinfo."""

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT_ID = "kaodoki"
CLIENT_SECRET = "the-secret-of-the-client-9f3a"


@dataclass(slots=True, kw_only=True)
class IdentityProvider:
    """What it says about whoever logs in there; tests change it between logins."""

    issuer: str = ""
    userinfo: dict[str, object] = field(default_factory=lambda: {"sub": "u-1"})
    # Laid over the claims of the ID token.
    claims: dict[str, object] = field(default_factory=dict)
    error: str = ""
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "k1", "use": "sig"}))
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    tokens: set[str] = field(default_factory=set)

    def discovery(self) -> dict[str, object]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/jwks",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def authorize(self, query: dict[str, str]) -> str:
        """Where the browser goes next; everybody who comes is logged in already."""
        assert query["client_id"] == CLIENT_ID
        assert "openid" in query["scope"].split()
        answer = {"state": query["state"]}
        if self.error:
            answer["error"] = self.error
        else:
            answer["code"] = secrets.token_urlsafe(8)
            self.codes[answer["code"]] = query
        return f"{query['redirect_uri']}?{urlencode(answer)}"

    def exchange(self, form: dict[str, str]) -> dict[str, object] | None:
        """Tokens for a code, once, for the client that proves itself; None for anybody else."""
        asked = self.codes.pop(form.get("code", ""), None)
        proof = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(proof).decode().rstrip("=")
        is_client = (form.get("client_id"), form.get("client_secret")) == (CLIENT_ID, CLIENT_SECRET)
        if asked is None or not is_client or asked.get("code_challenge") != challenge:
            return None
        access = secrets.token_urlsafe(8)
        self.tokens.add(access)
        now = int(time.time())
        told = {"iss": self.issuer, "aud": CLIENT_ID, "iat": now, "exp": now + 60, **self.userinfo, **self.claims}
        signed = jwt.encode({"alg": "RS256", "kid": "k1"}, told, self.key)
        return {"access_token": access, "token_type": "Bearer", "expires_in": 60, "id_token": signed}


def _handler(provider: IdentityProvider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            address = urlsplit(self.path)
            if address.path == "/authorize":
                self.send_response(302)
                self.send_header("Location", provider.authorize(_flat(address.query)))
                self.end_headers()
            elif address.path == "/userinfo":
                is_known = self.headers.get("Authorization", "").removeprefix("Bearer ") in provider.tokens
                self._say(200 if is_known else 401, provider.userinfo if is_known else {"error": "invalid_token"})
            elif "nothing-here" in address.path:
                self.send_error(404)
            else:
                keys = {"keys": [provider.key.as_dict(private=False)]}
                self._say(200, keys if address.path == "/jwks" else provider.discovery())

        def do_POST(self) -> None:
            form = _flat(self.rfile.read(int(self.headers["Content-Length"])).decode())
            found = provider.exchange(form)
            self._say(200 if found else 400, found or {"error": "invalid_grant"})

        def _say(self, status: int, body: Any) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

        def log_message(self, *_: object) -> None:
            """Silence."""

    return Handler


def _flat(query: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query).items()}


@contextmanager
def identity_provider() -> Iterator[IdentityProvider]:
    """Runs it at a free port of this machine."""
    provider = IdentityProvider()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(provider))
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
