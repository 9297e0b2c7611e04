"""What is said to a receiver, and what its answers mean. Pure."""

import json
from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus

from kaodoki.linking.connectors.protocol import (
    Ambiguous,
    CredentialsRefused,
    OutgoingPunch,
    RateLimited,
    Rejected,
    Unavailable,
)
from kaodoki.timekeeping.restricted_hours import JAPAN

PUNCH_RECORDED = "punch.recorded"
CONNECTION_CHECK = "connection.check"
# Specification, delivery success and failure; 409: it has the punch already, which is all that is wanted.
TAKEN = frozenset({*range(200, 300), HTTPStatus.CONFLICT})
REFUSING = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.GONE})
# The receiver says that it has not begun to handle the request. A redirect is not followed, so it has not either.
NOT_BEGUN = frozenset(
    {*range(300, 400), HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.SERVICE_UNAVAILABLE}
)


def punch_body(punch: OutgoingPunch) -> bytes:
    """The whole punch: whoever receives it has to ask nothing."""
    data = {
        "punch_id": str(punch.punch_id),
        "employee_code": punch.employee_key,
        "punched_at": punch.punched_at.astimezone(JAPAN).isoformat(),
        "working_date": punch.working_date.isoformat(),
        "kind": punch.kind.value,
        "division_code": punch.division_code,
    }
    return _body(PUNCH_RECORDED, punch.punched_at, data)


def check_body(now: datetime) -> bytes:
    """A message without a punch, to try address and secret with."""
    return _body(CONNECTION_CHECK, now, {})


def require_taken(status: int, retry_after_s: float | None) -> None:
    """Returns if the receiver has the message; raises the fault that its answer means."""
    if status in TAKEN:
        return
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        raise RateLimited(retry_after_s)
    if status in REFUSING:
        raise CredentialsRefused
    if status in NOT_BEGUN:
        raise Unavailable(retry_after_s)
    if 400 <= status < 500:
        raise Rejected(f"http_{status}")
    raise Ambiguous


def _body(type_: str, at: datetime, data: Mapping[str, str | None]) -> bytes:
    message = {"type": type_, "timestamp": at.astimezone(JAPAN).isoformat(), "data": data}
    return json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode()
