"""The one way into the WebAPI: credentials, rate, restricted hours, then the view; errors become envelopes here."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.views.decorators.csrf import csrf_exempt

from attendance_server.linkage import tokens
from attendance_server.linkage.models import AccessToken
from attendance_server.webapi import clock, rates, windows
from attendance_server.webapi.body import Body, read_body
from attendance_server.webapi.configuration import switches
from attendance_server.webapi.errors import Reason, TooManyRequests, WebApiError, restricted
from attendance_server.webapi.restricted_hours import is_restricted

_log = logging.getLogger(__name__)
_READS = frozenset({"GET", "HEAD"})


class Allowance(Enum):
    """Which of the two published rate limits a call draws on."""

    GENERAL = "general"
    PUNCH = "punch"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A request that may go ahead."""

    method: str
    now: datetime
    query: QueryDict
    body: Body


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a view returns; null properties are left out on the way."""

    content: object = None
    status: int = 200


View = Callable[..., Answer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One method of a path. Without a category the path itself carries the token and no header is asked for."""

    view: View
    category: str | None = None
    allowance: Allowance = Allowance.GENERAL
    open_in_restricted_hours: bool = False


def endpoint(**operations: Operation) -> Callable[..., HttpResponse]:
    """A Django view for one path from one operation per method (GET, POST, PUT, DELETE)."""

    def view(request: HttpRequest, *_: object, **parts: str) -> HttpResponse:
        try:
            answer = _perform(operations, request, parts)
        except WebApiError as error:
            return JsonResponse(error.envelope(switches().error_codes), status=error.reason.value.status)
        except TooManyRequests as error:
            return _too_many(error)
        except Exception:
            _log.exception("a request failed")
            failure = WebApiError(Reason.RESOURCE_SERVER)
            return JsonResponse(failure.envelope(switches().error_codes), status=500)
        if answer.content is None:
            return HttpResponse(status=answer.status)
        return JsonResponse(
            without_nulls(answer.content), safe=False, status=answer.status, json_dumps_params={"ensure_ascii": False}
        )

    return csrf_exempt(view)


def without_nulls(content: object) -> object:
    """Null properties are left out of answers; the WebAPI promises it."""
    if isinstance(content, dict):
        return {name: without_nulls(value) for name, value in content.items() if value is not None}
    if isinstance(content, list):
        return [without_nulls(value) for value in content]
    return content


def authorised_token(request: HttpRequest) -> AccessToken:
    """The token of the Authorization header. Raises WebApiError 403/100."""
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    token = tokens.find_token(value.strip()) if scheme.lower() == "bearer" and value.strip() else None
    if token is None:
        raise WebApiError(Reason.BAD_CREDENTIALS)
    if not tokens.is_address_permitted(token, _address(request)):
        raise WebApiError(Reason.BAD_CREDENTIALS, code=switches().wrong_address_code)
    return token


def _perform(operations: dict[str, Operation], request: HttpRequest, parts: dict[str, str]) -> Answer:
    method = request.method or "GET"
    operation = operations.get("GET" if method == "HEAD" else method)
    raw = _drain(request)
    if operation is None:
        raise WebApiError(Reason.METHOD_NOT_ALLOWED)
    caller = _admit(operation, request, is_read=method in _READS)
    _count(operation, caller)
    now = clock.now()
    if not operation.open_in_restricted_hours:
        _refuse_in_restricted_hours(now)
    body = Body({}) if method in _READS or method == "DELETE" or operation.category is None else read_body(raw)
    return operation.view(Call(method=method, now=now, query=request.GET, body=body), **parts)


def _drain(request: HttpRequest) -> bytes:
    """Read the body even if nobody wants it: a server that leaves it unread closes the connection on the client."""
    try:
        return request.body
    except RequestDataTooBig as error:
        raise WebApiError(Reason.MALFORMED_BODY) from error


def _admit(operation: Operation, request: HttpRequest, *, is_read: bool) -> str:
    if operation.category is None:
        return f"address {_address(request)}"
    token = authorised_token(request)
    if not tokens.is_permitted(token, f"{operation.category}:{'read' if is_read else 'write'}"):
        raise WebApiError(Reason.BAD_CREDENTIALS)
    return f"token {token.pk}"


def _count(operation: Operation, caller: str) -> None:
    limit = switches().punch_limit if operation.allowance is Allowance.PUNCH else switches().general_limit
    wait_s = rates.wait_s(f"{operation.allowance.value} {caller}", limit=limit)
    if wait_s:
        raise TooManyRequests(wait_s)


def _refuse_in_restricted_hours(now: datetime) -> None:
    current = windows.current_windows()
    if is_restricted(now, current, switches().restricted_bounds):
        raise restricted(current)


def _too_many(error: TooManyRequests) -> HttpResponse:
    headers = {"Retry-After": str(error.retry_after_s)} if switches().retry_after else {}
    status = switches().rate_limit_status
    return JsonResponse(error.envelope(switches().rate_limit_code), status=status, headers=headers)


def _address(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", "")).removeprefix("::ffff:")
