"""A small OpenID Connect provider that really speaks HTTP: it says that its one visitor is whoever the test says."""

import base64
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

CLIENT_ID, CLIENT_SECRET = "kaodoki", "client secret of the tests"


class Provider:
    """`claims` is what it answers about the visitor; `token_requests`, what it was asked with."""

    def __init__(self, server: ThreadingHTTPServer) -> None:
        self.issuer = f"http://127.0.0.1:{server.server_port}"
        self.claims: dict[str, Any] = {"sub": "visitor-1"}
        self.token_requests: list[dict[str, list[str]]] = []

    def configuration(self) -> dict[str, object]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/jwks",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def id_token(self) -> str:
        """Fetched by the client itself over its own connection, so its signature is not looked at."""
        now = int(time.time())
        body = {"iss": self.issuer, "aud": CLIENT_ID, "iat": now, "exp": now + 300, **self.claims}
        parts = [{"alg": "RS256", "typ": "JWT", "kid": "1"}, body]
        encoded = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in parts]
        return ".".join([*encoded, base64.urlsafe_b64encode(b"signature").rstrip(b"=").decode()])


@contextmanager
def running_provider() -> Iterator[Provider]:
    """On a free port of this machine, until the block ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    provider = Provider(server)
    server.provider = provider  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        provider: Provider = self.server.provider  # type: ignore[attr-defined]
        known = {"/.well-known/openid-configuration": provider.configuration(), "/userinfo": provider.claims}
        self._answer(known.get(self.path.partition("?")[0]))

    def do_POST(self) -> None:
        provider: Provider = self.server.provider  # type: ignore[attr-defined]
        asked = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        provider.token_requests.append(asked)
        token = {"access_token": "opaque", "token_type": "Bearer", "id_token": provider.id_token()}
        self._answer(token if asked.get("client_secret") == [CLIENT_SECRET] else None)

    def _answer(self, body: object) -> None:
        data = json.dumps(body).encode()
        self.send_response(200 if body is not None else 404)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Quiet."""
