"""What the API says when something under it fails."""

import threading
import uuid
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from tests.integration.api_client import ApiClient, paired_terminal
from tests.integration.web.test_terminal_attempts import frame

from kaodoki.gallery import engine

pytestmark = pytest.mark.django_db


@pytest.mark.django_db(transaction=True)
def test_database_away_is_503_and_the_terminal_is_told_to_try_again(
    api: ApiClient, pictures: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = paired_terminal(api)
    connection.close()
    with monkeypatch.context() as patch:
        patch.setitem(connection.settings_dict, "HOST", str(tmp_path))

        answer = terminal.attempt([frame(pictures / "obama_2.jpg")])

    assert (answer.status, answer.body["code"]) == (503, "database_unavailable")
    assert int(answer.headers["Retry-After"]) > 0
    assert terminal.attempt([frame(pictures / "obama_2.jpg")]).status == 200


def test_too_many_at_once_is_503_and_records_nothing(
    api: ApiClient, pictures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = paired_terminal(api)
    monkeypatch.setattr(engine, "_waiting", lambda: threading.BoundedSemaphore(1))
    full = threading.BoundedSemaphore(1)
    full.acquire()
    monkeypatch.setattr(engine, "_waiting", lambda: full)

    answer = terminal.attempt([frame(pictures / "obama_2.jpg")])

    assert (answer.status, answer.body["code"]) == (503, "busy")
    assert answer.headers["Retry-After"]
    assert api.get("/attempts").body["items"] == []


@pytest.mark.parametrize(
    ("body", "content_type"),
    [(b"{", "application/json"), (b"", "application/json"), (b"x", "multipart/form-data; boundary=y")],
)
def test_unreadable_bodies_get_the_error_body(api: ApiClient, body: bytes, content_type: str) -> None:
    response = Client().post("/api/v1/terminals/pair", data=body, content_type=content_type)

    assert response.status_code in {400, 422}
    assert {"code", "message", "details"} <= set(response.json())


def test_cookie_alone_does_not_act_for_a_terminal(api: ApiClient) -> None:
    code = api.post("/terminals", {"name": "入口"}).body["pairing_code"]
    token = ApiClient(token=None).post("/terminals/pair", {"pairing_code": code}).body["token"]
    browser = Client()
    browser.cookies["kaodoki_terminal"] = token

    without_header = browser.get("/api/v1/terminal/me")
    with_header = browser.get("/api/v1/terminal/me", headers={"X-Kaodoki-Terminal": "1"})

    assert (without_header.status_code, with_header.status_code) == (401, 200)


def test_unknown_punch_and_attempt_are_404(api: ApiClient) -> None:
    nowhere = uuid.uuid4()

    assert api.post(f"/punches/{nowhere}/resolve", {"action": "discard", "note": "x"}).status == 404
    assert paired_terminal(api).post(f"/terminal/attempts/{nowhere}/cancel").status == 404


def test_address_that_does_not_exist_answers_in_the_api_s_words(api: ApiClient) -> None:
    answer = api.get("/no-such-thing")

    assert (answer.status, answer.body["code"]) == (404, "not_found")


def test_cookies_are_for_tls_only_where_people_come_over_tls(api: ApiClient) -> None:
    code = api.post("/terminals", {"name": "入口"}).body["pairing_code"]
    secured, plain = Client(), Client()

    secured.post("/kiosk/pair", {"pairing_code": code}, secure=True)
    second = api.post("/terminals", {"name": "裏口"}).body["pairing_code"]
    plain.post("/kiosk/pair", {"pairing_code": second})

    assert secured.cookies["kaodoki_terminal"]["secure"]
    assert not plain.cookies["kaodoki_terminal"]["secure"]
    assert plain.cookies["kaodoki_terminal"]["httponly"]
    assert plain.cookies["kaodoki_terminal"]["samesite"] == "Strict"
