"""The token stays out of what may be read by others."""

import logging

import httpx2
import pytest

from kaodoki.linking.connectors.king_of_time.client import Client, NotSent, masked
from kaodoki.linking.connectors.king_of_time.connector import KingOfTime

SECRET = "0123456789abcdef"


def test_token_of_a_path_is_masked() -> None:
    assert masked(f"GET https://api.kingtime.jp/v1.0/tokens/{SECRET}/available") == (
        "GET https://api.kingtime.jp/v1.0/tokens/***/available"
    )


def test_http_log_does_not_hold_the_token(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="httpx2")

    logging.getLogger("httpx2").info("HTTP Request: %s %s", "GET", httpx2.URL(f"http://a/tokens/{SECRET}/available"))

    assert "tokens/***" in caplog.text
    assert SECRET not in caplog.text


def test_address_that_is_no_url_is_a_request_not_sent() -> None:
    with Client(base_url="http://127.0.0.1:9/\x01", access_token=SECRET) as client:
        with pytest.raises(NotSent):
            client.get("/employees")
        with pytest.raises(NotSent):
            client.post("/daily-workings/timerecord/a", {})


def test_failure_to_connect_says_nothing_of_the_token() -> None:
    client = Client(base_url="http://127.0.0.1:9", access_token=SECRET)

    with client, pytest.raises(NotSent) as caught:
        client.get(f"/tokens/{SECRET}/available")

    assert caught.value.__suppress_context__
    assert SECRET not in repr(KingOfTime(base_url="http://127.0.0.1:9", access_token=SECRET))
