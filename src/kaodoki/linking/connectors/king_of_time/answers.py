"""What an answer of the WebAPI means: its two error envelopes → faults (WebAPI reference, section 4). Pure."""

import json
from collections.abc import Callable
from http import HTTPStatus

from kaodoki.linking.connectors.king_of_time.client import Answer
from kaodoki.linking.connectors.protocol import (
    Ambiguous,
    ConnectorFault,
    CredentialsRefused,
    RateLimited,
    Rejected,
    RestrictedHours,
    Unavailable,
)

RESTRICTED_HOURS_CODE = "104"
# 100: token, address or permission wrong; 105: seen for an address that is not allowed; 111: the reference's sample.
CREDENTIAL_CODES = frozenset({"100", "105", "111"})
TOO_MANY_REQUESTS_CODES = frozenset({"303", "308"})
OUTAGE_CODE = "300"
REASON_LENGTH = 64


def read_result(answer: Answer) -> object:
    """The JSON of a good answer to a GET; no content is an empty list. Raises the fault of any other answer."""
    if answer.status == HTTPStatus.NO_CONTENT:
        return []
    body = _parsed(answer.content)
    _raise_fault(answer, body, unclear=Unavailable)
    if body is None:
        raise Unavailable
    return body


def delivery_result(answer: Answer) -> None:
    """Returns if the punch was stored. Raises the fault of any other answer; `Ambiguous` where it cannot be told."""
    body = _parsed(answer.content)
    _raise_fault(answer, body, unclear=Ambiguous)
    if not isinstance(body, dict):
        raise Ambiguous


def error_codes(body: object) -> list[str]:
    """The codes of either envelope, as strings: `{"errors": [{"code": 100}]}` or `{"code": "303", "message": …}`."""
    if not isinstance(body, dict):
        return []
    errors = body.get("errors")
    if isinstance(errors, list):
        return [str(error["code"]) for error in errors if isinstance(error, dict) and "code" in error]
    if "code" in body and "message" in body:
        return [str(body["code"])]
    return []


def _raise_fault(answer: Answer, body: object, *, unclear: Callable[[], ConnectorFault]) -> None:
    codes = error_codes(body)
    fault = _fault_by_code(answer, codes) or _fault_by_status(answer, codes, unclear)
    if fault is not None:
        raise fault


def _fault_by_code(answer: Answer, codes: list[str]) -> ConnectorFault | None:
    """Faults that the code alone tells, whatever the status: which status they come with is not documented."""
    if answer.status == HTTPStatus.TOO_MANY_REQUESTS or TOO_MANY_REQUESTS_CODES.intersection(codes):
        return RateLimited(answer.retry_after_s)
    if RESTRICTED_HOURS_CODE in codes:
        return RestrictedHours()
    if CREDENTIAL_CODES.intersection(codes):
        return CredentialsRefused()
    return None


def _fault_by_status(answer: Answer, codes: list[str], unclear: Callable[[], ConnectorFault]) -> ConnectorFault | None:
    if OUTAGE_CODE in codes:
        return unclear()
    if 200 <= answer.status < 300:
        return unclear() if codes else None
    if answer.status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        return CredentialsRefused()
    if 400 <= answer.status < 500 and answer.status != HTTPStatus.REQUEST_TIMEOUT:
        return Rejected((f"webapi_{codes[0]}" if codes else f"http_{answer.status}")[:REASON_LENGTH])
    return unclear()


def _parsed(content: bytes) -> object:
    """The JSON in `content`; None where it is none (or is `null`)."""
    try:
        body: object = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return body
