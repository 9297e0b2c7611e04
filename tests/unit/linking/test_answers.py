"""What an answer of the WebAPI means."""

import json

import pytest

from kaodoki.linking.connectors.king_of_time.answers import delivery_result, error_codes, read_result
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

STORED = {"date": "2026-11-20", "employeeKey": "k", "timeRecord": {"time": "2026-11-20T09:00:00+09:00", "code": "1"}}


def array(code: int, message: str = "…") -> dict[str, object]:
    return {"errors": [{"message": message, "code": code}]}


def flat(code: str) -> dict[str, object]:
    return {"code": code, "message": "Too Many Requests"}


def answer(status: int, body: object = None, *, raw: bytes | None = None, retry_after_s: float | None = None) -> Answer:
    content = json.dumps(body).encode() if raw is None else raw
    return Answer(status=status, content=content, retry_after_s=retry_after_s)


# status, body → fault of a delivery, fault of a read
TABLE = [
    (403, array(104), RestrictedHours, RestrictedHours),
    (403, array(100), CredentialsRefused, CredentialsRefused),
    (403, array(105), CredentialsRefused, CredentialsRefused),
    (400, array(111), CredentialsRefused, CredentialsRefused),
    (403, array(999), CredentialsRefused, CredentialsRefused),
    (403, "<html>", CredentialsRefused, CredentialsRefused),
    (401, None, CredentialsRefused, CredentialsRefused),
    (429, flat("303"), RateLimited, RateLimited),
    (403, flat("308"), RateLimited, RateLimited),
    (200, flat("303"), RateLimited, RateLimited),
    (500, array(303), RateLimited, RateLimited),
    (429, None, RateLimited, RateLimited),
    (400, array(2), Rejected, Rejected),
    (404, "Not Found", Rejected, Rejected),
    (405, None, Rejected, Rejected),
    (500, array(300), Ambiguous, Unavailable),
    (400, array(300), Ambiguous, Unavailable),
    (502, "<html>", Ambiguous, Unavailable),
    (503, None, Ambiguous, Unavailable),
    (302, None, Ambiguous, Unavailable),
    (408, None, Ambiguous, Unavailable),
    (201, array(555), Ambiguous, Unavailable),
]


@pytest.mark.parametrize(("status", "body", "delivering", "reading"), TABLE)
def test_every_refusal_has_its_fault(
    status: int, body: object, delivering: type[ConnectorFault], reading: type[ConnectorFault]
) -> None:
    with pytest.raises(ConnectorFault) as when_delivering:
        delivery_result(answer(status, body))
    with pytest.raises(ConnectorFault) as when_reading:
        read_result(answer(status, body))

    assert type(when_delivering.value) is delivering
    assert type(when_reading.value) is reading


@pytest.mark.parametrize("status", [200, 201])
def test_stored_punch_is_delivered(status: int) -> None:
    delivery_result(answer(status, STORED))


@pytest.mark.parametrize("raw", [b"", b"{", b"\xff\xfe\x00", b"null", b"[]", b"ok", b"[" * 100_000])
def test_unreadable_success_is_ambiguous_for_a_punch(raw: bytes) -> None:
    with pytest.raises(Ambiguous):
        delivery_result(answer(201, raw=raw))


@pytest.mark.parametrize("raw", [b"", b"{", b"null", b"<html>"])
def test_unreadable_success_of_a_read_is_unavailable(raw: bytes) -> None:
    with pytest.raises(Unavailable):
        read_result(answer(200, raw=raw))


def test_no_content_is_an_empty_list() -> None:
    assert read_result(answer(204, raw=b"")) == []


def test_retry_after_is_passed_on() -> None:
    with pytest.raises(RateLimited) as caught:
        delivery_result(answer(429, flat("303"), retry_after_s=17.0))

    assert caught.value.retry_after_s == 17.0


def test_reason_names_the_code_of_the_other_side() -> None:
    with pytest.raises(Rejected) as by_code:
        delivery_result(answer(400, array(904)))
    with pytest.raises(Rejected) as by_status:
        delivery_result(answer(404, raw=b"nothing"))

    assert by_code.value.reason == "webapi_904"
    assert by_status.value.reason == "http_404"


@pytest.mark.parametrize(
    ("body", "codes"),
    [
        ({"errors": [{"message": "a", "code": 111}, {"message": "b", "code": 222}]}, ["111", "222"]),
        ({"code": "303", "message": "Too Many Requests"}, ["303"]),
        ({"errors": ["text", {"message": "no code"}]}, []),
        ({"code": "1000", "key": "an employee has a code too"}, []),
        ([], []),
        (None, []),
    ],
)
def test_both_envelopes_are_read(body: object, codes: list[str]) -> None:
    assert error_codes(body) == codes
