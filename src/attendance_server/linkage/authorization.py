"""A service's request to be linked, read and answered (RFC 6749 4.1, with RFC 7636 and RFC 9207)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.models import User
from oauth2_provider.models import Application
from oauthlib.common import add_params_to_uri
from oauthlib.oauth2 import AccessDeniedError, FatalClientError, OAuth2Error, UnsupportedResponseTypeError
from oauthlib.oauth2.rfc6749 import errors

from attendance_server.linkage.oauth import LinkageServer, WebApiTokens

SAFE_CHALLENGE = "S256"
# RFC 7636, 4.2: the SHA-256 of the verifier as base64url, without padding.
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
# What the toolkit's tables hold, and more than any service sends.
_LONGEST_ADDRESS = 4000
_LONGEST_NONCE = 255


class Refusal(StrEnum):
    """Why a request cannot even be answered to the service: we do not know that it is one."""

    UNKNOWN_CLIENT = "unknown_client"
    WRONG_REDIRECT = "wrong_redirect"
    UNREADABLE = "unreadable"


class RequestRefused(Exception):
    """Nobody is sent anywhere; whoever looks at the screen is told why."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal


class SentBack(Exception):
    """The service made a mistake that it is told: the browser goes to `location`."""

    def __init__(self, location: str) -> None:
        super().__init__("sent back")
        self.location = location


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRequest:
    """What a registered service asks for. `scopes` are permissions of the WebAPI, such as "employees:read"."""

    uri: str = field(repr=False)
    issuer: str
    client_id: str
    client_name: str
    redirect_origin: str
    scopes: Sequence[str]
    credentials: dict[str, Any] = field(repr=False)


def read_request(uri: str, issuer: str) -> LinkRequest:
    """The request in the query of `uri`. Raises RequestRefused or SentBack."""
    if "%00" in uri or len(uri) > _LONGEST_ADDRESS:  # no text that the database could look for
        raise RequestRefused(Refusal.UNREADABLE)
    try:
        scopes, credentials = _server().validate_authorization_request(uri)
        _require_safe_challenge(credentials)
    except FatalClientError as error:
        raise RequestRefused(_refusal(error)) from error
    except OAuth2Error as error:
        raise SentBack(_with_issuer(error.in_uri(_redirect_of(error)), issuer)) from error
    except ValueError as error:  # an address that no form and no client library makes
        raise RequestRefused(Refusal.UNREADABLE) from error
    client = Application.objects.get(client_id=credentials["client_id"])
    parts = urlsplit(credentials["redirect_uri"])
    return LinkRequest(
        uri=uri,
        issuer=issuer,
        client_id=client.client_id,
        client_name=client.name,
        redirect_origin=f"{parts.scheme}://{parts.netloc}",
        scopes=scopes,
        credentials={**credentials, "resource": []},  # what is asked for is a permission, never an address
    )


def grant(asked: LinkRequest, user: User) -> str:
    """Where the browser goes with a code that is good once, for a minute, and for who knows the verifier."""
    headers, _, _ = _server().create_authorization_response(
        asked.uri, scopes=list(asked.scopes), credentials={**asked.credentials, "user": user}
    )
    return _with_issuer(str(headers["Location"]), asked.issuer)


def deny(asked: LinkRequest) -> str:
    """Where the browser goes when the administrator does not agree."""
    error = AccessDeniedError(state=asked.credentials.get("state"))
    return _with_issuer(error.in_uri(asked.credentials["redirect_uri"]), asked.issuer)


def _server() -> LinkageServer:
    return LinkageServer(WebApiTokens())


def _require_safe_challenge(credentials: dict[str, Any]) -> None:
    """Without a method "plain" is meant, which shows the verifier to whoever sees the address."""
    if credentials["response_type"] != "code":
        raise UnsupportedResponseTypeError(request=credentials["request"])
    if credentials.get("code_challenge_method") != SAFE_CHALLENGE:
        raise errors.UnsupportedCodeChallengeMethodError(request=credentials["request"])
    if not _CHALLENGE.fullmatch(str(credentials.get("code_challenge") or "")):
        raise errors.InvalidRequestError(
            description="code_challenge must be an S256 hash", request=credentials["request"]
        )
    if len(str(credentials.get("nonce") or "")) > _LONGEST_NONCE:
        raise errors.InvalidRequestError(description="nonce is too long", request=credentials["request"])


def _redirect_of(error: OAuth2Error) -> str:
    if not error.redirect_uri:
        raise RequestRefused(Refusal.UNREADABLE) from error
    return str(error.redirect_uri)


def _refusal(error: FatalClientError) -> Refusal:
    if isinstance(error, errors.InvalidClientIdError | errors.MissingClientIdError):
        return Refusal.UNKNOWN_CLIENT
    redirects = (errors.MismatchingRedirectURIError, errors.InvalidRedirectURIError, errors.MissingRedirectURIError)
    return Refusal.WRONG_REDIRECT if isinstance(error, redirects) else Refusal.UNREADABLE


def _with_issuer(location: str, issuer: str) -> str:
    return str(add_params_to_uri(location, [("iss", issuer)]))
