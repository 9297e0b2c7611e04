"""Where an attendance system has its linkage screen, as it says itself (RFC 8414). KING OF TIME says nothing."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Self
from urllib.parse import urlsplit

import httpx2

from kaodoki.linking.addresses import checked_address
from kaodoki.linking.connectors.trust import trusted_certificates
from kaodoki.linking.errors import AttendanceSystemAway, NoLinkageScreen

WELL_KNOWN = "/.well-known/oauth-authorization-server"
TIMEOUT = httpx2.Timeout(connect=5.0, read=10.0, write=5.0, pool=5.0)
LARGEST_ANSWER_BYTES = 100_000
CHALLENGE_METHOD = "S256"


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoints:
    """All on the issuer's own host: a code is sent to nobody else."""

    issuer: str
    authorization: str
    token: str
    names_issuer: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer, whole, in the form that the OAuth library reads."""

    status_code: int
    content: bytes

    def json(self) -> Any:
        return json.loads(self.content)

    def raise_for_status(self) -> Self:
        if self.status_code >= HTTPStatus.BAD_REQUEST:
            raise ValueError(f"HTTP {self.status_code}")
        return self


def find_endpoints(base_url: str, *, allowed_hosts: Collection[str]) -> Endpoints:
    """Asks the host of the WebAPI's address. Raises `ConnectionRefusedAddress`, `AttendanceSystemAway`, or
    `NoLinkageScreen` where there is none that we could use safely.
    """
    parts = urlsplit(checked_address(base_url, allowed_hosts=allowed_hosts))
    issuer = f"{parts.scheme}://{parts.netloc}"
    answer = send("GET", issuer + WELL_KNOWN)
    if answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise AttendanceSystemAway
    said = _object(answer)
    authorization, token = said.get("authorization_endpoint"), said.get("token_endpoint")
    methods = said.get("code_challenge_methods_supported")
    is_ours = said.get("issuer") == issuer and isinstance(methods, list) and CHALLENGE_METHOD in methods
    if not is_ours or not _is_of(issuer, authorization) or not _is_of(issuer, token):
        raise NoLinkageScreen
    return Endpoints(
        issuer=issuer,
        authorization=str(authorization),
        token=str(token),
        names_issuer=said.get("authorization_response_iss_parameter_supported") is True,
    )


def send(method: str, url: str, *, content: str | None = None, headers: dict[str, str] | None = None) -> Reply:
    """One request, no redirects, no proxy. Raises `AttendanceSystemAway`."""
    sent = {"Accept": "application/json", "User-Agent": "kaodoki", **(headers or {})}
    try:
        with (
            httpx2.Client(
                timeout=TIMEOUT, follow_redirects=False, trust_env=False, verify=trusted_certificates()
            ) as http,
            http.stream(method, url, content=content, headers=sent) as response,
        ):
            return Reply(status_code=response.status_code, content=_bounded(response))
    except (httpx2.HTTPError, httpx2.StreamError, httpx2.InvalidURL):
        raise AttendanceSystemAway from None  # the request, with the code in it, goes no further


def _bounded(response: httpx2.Response) -> bytes:
    content = bytearray()
    for chunk in response.iter_bytes():
        content += chunk
        if len(content) > LARGEST_ANSWER_BYTES:
            raise AttendanceSystemAway
    return bytes(content)


def _object(answer: Reply) -> dict[str, object]:
    try:
        said = answer.json() if answer.status_code == HTTPStatus.OK else None
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        raise NoLinkageScreen
    return said


def _is_of(issuer: str, address: object) -> bool:
    return isinstance(address, str) and address.startswith(f"{issuer}/") and address.isprintable()
