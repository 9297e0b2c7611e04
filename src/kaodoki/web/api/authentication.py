"""Who calls: a company token or a terminal. What they may see is the scope that is opened around the call."""

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django_scopes import scope
from ninja.security.base import AuthBase

from kaodoki.accounts.errors import Forbidden, Unauthenticated
from kaodoki.accounts.models import ApiToken, Role
from kaodoki.accounts.services import token_by_secret
from kaodoki.people.models import Company
from kaodoki.terminals.errors import TerminalRefused
from kaodoki.terminals.models import Terminal
from kaodoki.terminals.services import terminal_by_token

TERMINAL_COOKIE = "kaodoki_terminal"
# A page of another site cannot set this header without a preflight that nothing here answers, so the cookie alone
# never acts.
TERMINAL_HEADER = "X-Kaodoki-Terminal"

View = Callable[..., Any]


class CompanyToken(AuthBase):
    """`Authorization: Bearer <company token>`."""

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __call__(self, request: HttpRequest) -> ApiToken:
        return token_by_secret(_bearer(request) or "")


class TerminalToken(AuthBase):
    """`Authorization: Bearer <terminal token>`, or the kiosk page's HttpOnly cookie."""

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __call__(self, request: HttpRequest) -> Terminal:
        token = _bearer(request)
        if token is None and request.headers.get(TERMINAL_HEADER):
            token = request.COOKIES.get(TERMINAL_COOKIE)
        if not token:
            raise TerminalRefused
        return terminal_by_token(token)


def in_company_scope(view: View) -> View:
    """Runs the view in the scope of the caller's company; without a caller every query fails."""

    @functools.wraps(view)
    def scoped(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        with scope(company=company_of(request)):
            return view(request, *args, **kwargs)

    return scoped


def company_of(request: HttpRequest) -> Company:
    """The caller's company."""
    caller = getattr(request, "auth", None)
    if not isinstance(caller, ApiToken | Terminal):
        raise Unauthenticated
    return caller.company


def token_of(request: HttpRequest) -> ApiToken:
    """The calling company token."""
    caller = getattr(request, "auth", None)
    if not isinstance(caller, ApiToken):
        raise Unauthenticated
    return caller


def terminal_of(request: HttpRequest) -> Terminal:
    """The calling terminal."""
    caller = getattr(request, "auth", None)
    if not isinstance(caller, Terminal):
        raise TerminalRefused
    return caller


def require(request: HttpRequest, *roles: Role) -> str:
    """The token's name for the audit record, if it has one of `roles` (all_rights always does); else `Forbidden`."""
    token = token_of(request)
    if token.role not in (Role.ALL_RIGHTS, *roles):
        raise Forbidden(role=", ".join(role.value for role in (Role.ALL_RIGHTS, *roles)))
    return str(token)


def _bearer(request: HttpRequest) -> str | None:
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() or None if scheme.lower() == "bearer" else None
