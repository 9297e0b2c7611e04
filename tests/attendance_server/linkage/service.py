"""A service that wants to be linked, and an administrator's browser that it sends to the linkage screen."""

import base64
import hashlib
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from django.contrib.auth.models import User
from django.test import Client

RETURN = "https://clock.example.jp/console/system/linking/return"
VERIFIER = "a-verifier-of-at-least-forty-three-characters-0123456789"
SCOPE = "employees:read daily_attendance:write"
LOGIN = {"login": "admin", "password": "correct horse", "agree": "yes", "decision": "accept"}


def challenge(verifier: str = VERIFIER) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def asked(**changes: str | None) -> str:
    """The address that the service sends the browser to; a value of None leaves the parameter out."""
    values: dict[str, str | None] = {
        "response_type": "code",
        "client_id": "kaodoki",
        "redirect_uri": RETURN,
        "scope": SCOPE,
        "state": "a-state",
        "code_challenge": challenge(),
        "code_challenge_method": "S256",
        **changes,
    }
    return "/linkage/authorize?" + urlencode({name: value for name, value in values.items() if value is not None})


def returned(answer: Any) -> dict[str, str]:
    """What the browser brings back to the service; it must be sent there."""
    assert answer.status_code == 302, answer.content.decode()
    assert answer["Location"].split("?")[0] == RETURN
    return {name: values[0] for name, values in parse_qs(urlsplit(answer["Location"]).query).items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """The service; `browser` is the administrator's, not logged in anywhere."""

    browser: Client = field(default_factory=Client)

    def accept(self, address: str | None = None, **fields: str) -> Any:
        return self.browser.post(address or asked(), {**LOGIN, **fields})

    def exchange(self, code: str, **fields: str) -> Any:
        values = {
            "grant_type": "authorization_code",
            "code": code,
            "code_verifier": VERIFIER,
            "client_id": "kaodoki",
            "redirect_uri": RETURN,
        }
        return Client().post("/linkage/token", {**values, **fields})

    def token(self) -> str:
        answer = self.exchange(returned(self.accept())["code"])
        assert answer.status_code == 200, answer.content.decode()
        return str(answer.json()["access_token"])


def general_administrator() -> None:
    """Somebody who may look at time cards, and no more."""
    User.objects.create_user("general", password="correct horse", is_staff=True)
