"""Linking through the attendance system's own screen: the authorization code of OAuth 2.0 with PKCE.

`begin` says where the administrator's browser goes, `finish` takes what it brings back and gets the token, which
`completion` links with. What must be remembered in between is a `Pending`, kept in the administrator's session; it is
good once.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from authlib.common.errors import AuthlibBaseError
from authlib.common.security import generate_token
from authlib.oauth2.client import OAuth2Client
from django.conf import settings as operator_settings

from kaodoki.audit.services import record_event
from kaodoki.linking.endpoints import CHALLENGE_METHOD, Endpoints, Reply, find_endpoints, send
from kaodoki.linking.errors import LinkingDeclined, LinkingRefused, LinkingStale
from kaodoki.linking.linkage_client import CLIENT_ID
from kaodoki.people.models import Company

CONNECTOR = "king_of_time"
# What the connector calls and nothing more, in the WebAPI's kinds of data.
PERMISSIONS = (
    "employees:read",
    "divisions:read",
    "daily_attendance:read",
    "daily_attendance:write",
    "monthly_attendance:read",
)
PATIENCE = timedelta(minutes=15)
VERIFIER_LENGTH = 64  # RFC 7636, 4.1: 43 to 128
DECLINED = "access_denied"
LONGEST_REASON = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A linking that was begun; of plain texts, so that a session can keep it."""

    company_id: str
    administrator: str
    started_at: str
    base_url: str
    redirect_uri: str
    issuer: str
    token_endpoint: str
    names_issuer: bool
    state: str = field(repr=False)
    verifier: str = field(repr=False)


class _Client(OAuth2Client):  # type: ignore[misc]  # the package has no types
    """Authlib's client on our own transport: it neither follows redirects nor reads without end."""

    def _fetch_token(
        self, url: str, body: str = "", headers: Any = None, auth: Any = None, method: str = "POST", **_: object
    ) -> Any:
        address, sent, content = auth.prepare(method, url, headers, body)
        reply: Reply = send(method, address, content=content, headers=dict(sent))
        return self.parse_response_token(reply)


def begin(
    company: Company, *, base_url: str, redirect_uri: str, by: str, language: str, now: datetime
) -> tuple[str, Pending]:
    """The address to send the browser to, and what to remember. Raises what `find_endpoints` raises."""
    found = find_endpoints(base_url, allowed_hosts=operator_settings.CONNECTOR_HOSTS)
    pending = Pending(
        company_id=str(company.id),
        administrator=by,
        started_at=now.isoformat(),
        base_url=base_url,
        redirect_uri=redirect_uri,
        issuer=found.issuer,
        token_endpoint=found.token,
        names_issuer=found.names_issuer,
        state=generate_token(VERIFIER_LENGTH),
        verifier=generate_token(VERIFIER_LENGTH),
    )
    record_event(company.id, "linking_started", subject=CONNECTOR, by=by, base_url=base_url)
    return _address(found, pending, language), pending


def finish(company: Company, pending: Pending | None, *, returned: Mapping[str, str], by: str, now: datetime) -> str:
    """The token that the code is exchanged for, to be linked with at once and kept nowhere.

    Raises `LinkingStale`, `LinkingDeclined`, `LinkingRefused` or `AttendanceSystemAway`.
    """
    if pending is None or not _is_answer_to(pending, returned, company, by, now):
        record_event(company.id, "linking_failed", subject=CONNECTOR, by=by, reason=LinkingStale.code)
        raise LinkingStale
    if "error" in returned:
        reason = _plain(returned["error"])
        record_event(company.id, "linking_failed", subject=CONNECTOR, by=by, reason=reason)
        raise LinkingDeclined if reason == DECLINED else LinkingRefused(reason=reason)
    return _exchanged(company, pending, code=returned.get("code", ""), by=by)


def _address(found: Endpoints, pending: Pending, language: str) -> str:
    address, _ = _client(pending).create_authorization_url(
        found.authorization, state=pending.state, code_verifier=pending.verifier, lang=language
    )
    return str(address)


def _is_answer_to(pending: Pending, returned: Mapping[str, str], company: Company, by: str, now: datetime) -> bool:
    """Whether the answer belongs to what this administrator began, from the side it was begun with (RFC 9207)."""
    same_state = hmac.compare_digest(pending.state.encode(), returned.get("state", "").encode("utf-8", "replace"))
    same_person = (pending.company_id, pending.administrator) == (str(company.id), by)
    in_time = now - PATIENCE <= datetime.fromisoformat(pending.started_at) <= now
    issuer = returned.get("iss")
    same_issuer = issuer == pending.issuer if issuer is not None or pending.names_issuer else True
    return same_state and same_person and in_time and same_issuer


def _exchanged(company: Company, pending: Pending, *, code: str, by: str) -> str:
    try:
        answer = _client(pending).fetch_token(
            pending.token_endpoint,
            grant_type="authorization_code",
            code=code,
            code_verifier=pending.verifier,
            redirect_uri=pending.redirect_uri,
        )
        token = answer.get("access_token")
    except AuthlibBaseError as error:
        token, reason = None, _plain(str(error.error))
    except ValueError:  # no token answer at all
        token, reason = None, "no_token"
    else:
        reason = "no_token"
    if not isinstance(token, str) or not token:
        record_event(company.id, "linking_failed", subject=CONNECTOR, by=by, reason=reason)
        raise LinkingRefused(reason=reason)
    return token


def _client(pending: Pending) -> _Client:
    return _Client(
        None,
        client_id=CLIENT_ID,
        redirect_uri=pending.redirect_uri,
        scope=" ".join(PERMISSIONS),
        code_challenge_method=CHALLENGE_METHOD,
    )


def _plain(reason: str) -> str:
    """An error code as OAuth has them; whatever else came in the address is not repeated to anybody."""
    is_code = reason.isascii() and reason.replace("_", "").isalnum() and len(reason) <= LONGEST_REASON
    return reason if is_code else "unknown"
