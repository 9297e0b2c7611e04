"""What a receiver is told, how it is signed, and what its answers mean."""

import base64
import json
from datetime import UTC, datetime

import pytest
from standardwebhooks.webhooks import Webhook as Verifier
from standardwebhooks.webhooks import WebhookVerificationError
from tests.unit.linking.outgoing import MORNING, outgoing_punch

from kaodoki.errors import InvalidInput
from kaodoki.linking.connectors.protocol import (
    Ambiguous,
    ConnectorFault,
    CredentialsRefused,
    RateLimited,
    Rejected,
    Unavailable,
)
from kaodoki.linking.connectors.webhook.client import seconds
from kaodoki.linking.connectors.webhook.messages import check_body, punch_body, require_taken
from kaodoki.linking.connectors.webhook.signing import parse_secret, signed_headers
from kaodoki.timekeeping.kinds import Kind
from kaodoki.timekeeping.restricted_hours import JAPAN

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def test_signature_is_that_of_the_specifications_own_test_vector() -> None:
    at = datetime(2021, 2, 25, 15, 2, 10, tzinfo=UTC)

    headers = signed_headers(
        parse_secret(SECRET), message_id="msg_p5jXN8AQM9LWM0D4loKWxJek", at=at, body=b'{"test": 2432232314}'
    )

    assert headers == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


def test_signature_holds_in_every_zone_and_for_nobody_else() -> None:
    body = punch_body(outgoing_punch("社員1"))
    headers = signed_headers(parse_secret(SECRET), message_id="a-b", at=datetime.now(tz=JAPAN), body=body)

    assert Verifier(SECRET).verify(body, headers)["data"]["employee_code"] == "社員1"
    with pytest.raises(WebhookVerificationError):
        Verifier("whsec_" + base64.b64encode(b"o" * 24).decode()).verify(body, headers)
    with pytest.raises(WebhookVerificationError):
        Verifier(SECRET).verify(body.replace(b"2026", b"2027"), headers)


@pytest.mark.parametrize(
    "secret",
    [
        "",
        SECRET.removeprefix("whsec_"),
        "whsec_",
        "whsec_" + base64.b64encode(b"x" * 23).decode(),
        "whsec_" + base64.b64encode(b"x" * 65).decode(),
        SECRET + "\n",
        "whsec_鍵",
        SECRET[:-1] + "*",
    ],
)
def test_secret_that_is_none_is_refused_without_being_repeated(secret: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        parse_secret(secret)

    key = secret.removeprefix("whsec_")
    assert not key or key not in caught.value.message("en")


def test_message_holds_the_whole_punch() -> None:
    punch = outgoing_punch(kind=Kind.AUTO, division_code="20")

    assert json.loads(punch_body(punch)) == {
        "type": "punch.recorded",
        "timestamp": "2026-11-20T09:00:05+09:00",
        "data": {
            "punch_id": str(punch.punch_id),
            "employee_code": "1000",
            "punched_at": "2026-11-20T09:00:05+09:00",
            "working_date": "2026-11-20",
            "kind": "auto",
            "division_code": "20",
        },
    }
    assert json.loads(check_body(MORNING))["data"] == {}


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299, 409])
def test_answers_that_are_receipts(status: int) -> None:
    require_taken(status, None)


@pytest.mark.parametrize(
    ("status", "fault"),
    [
        (429, RateLimited),
        (401, CredentialsRefused),
        (403, CredentialsRefused),
        (410, CredentialsRefused),
        (301, Unavailable),
        (308, Unavailable),
        (408, Unavailable),
        (425, Unavailable),
        (503, Unavailable),
        (400, Rejected),
        (404, Rejected),
        (422, Rejected),
        (100, Ambiguous),
        (500, Ambiguous),
        (502, Ambiguous),
        (504, Ambiguous),
        (599, Ambiguous),
        (999, Ambiguous),
    ],
)
def test_answers_that_are_faults(status: int, fault: type[ConnectorFault]) -> None:
    with pytest.raises(ConnectorFault) as caught:
        require_taken(status, 7.0)

    assert type(caught.value) is fault
    if isinstance(caught.value, RateLimited | Unavailable):
        assert caught.value.retry_after_s == 7.0


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, None),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("１２", None),
        ("120", 120.0),
        ("9" * 5000, 86_400.0),
        ("Thu, 01 Jan 1970 00:01:30 GMT", 30.0),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0.0),
        ("Fri, 01 Jan 9999 00:00:00 GMT", 86_400.0),
    ],
)
def test_retry_after_is_read_in_both_forms(header: str | None, expected: float | None) -> None:
    assert seconds(header, now=60.0) == expected
