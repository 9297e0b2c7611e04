"""Edges that a review found: each was wrong once."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from tests.integration.api_client import ApiClient, enrol, paired_terminal
from tests.integration.web.test_terminal_attempts import frame

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolled(api: ApiClient, pictures: Path) -> ApiClient:
    enrol(api, "0012", "佐藤", "一", (pictures / "obama_1.jpg").read_bytes())
    return api


def test_kind_after_a_look_in_the_past_keeps_that_time(enrolled: ApiClient, pictures: Path) -> None:
    terminal = paired_terminal(enrolled, punch_selection="chosen_after", accepts_past=True)
    captured_at = (timezone.now() - timedelta(days=3)).replace(microsecond=0)
    look = terminal.attempt([frame(pictures / "obama_2.jpg")], captured_at=captured_at.isoformat()).body

    terminal.post(f"/terminal/attempts/{look['attempt_id']}/kind", {"punch_kind": "in"})

    [punch] = enrolled.get("/punches", **{"from": captured_at.isoformat()}).body["items"]
    assert datetime.fromisoformat(punch["punched_at"]) == captured_at


def test_fixed_terminal_takes_its_own_kind_and_an_empty_one(enrolled: ApiClient, pictures: Path) -> None:
    terminal, data = paired_terminal(enrolled, punch_selection="in"), frame(pictures / "obama_2.jpg")

    assert terminal.attempt([data], punch_kind="in").body["punch"]["kind"] == "in"
    assert terminal.attempt([data], punch_kind="").body["punch"]["kind"] == "in"
    assert terminal.attempt([data], punch_kind="out").body["code"] == "punch_kind_not_allowed"


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+09:00", "9999-12-31T23:59:59+00:00", "2036-01-01T00:00:00+09:00"])
def test_correction_to_an_impossible_time_is_refused(enrolled: ApiClient, pictures: Path, at: str) -> None:
    terminal = paired_terminal(enrolled, punch_selection="in")
    punch = terminal.attempt([frame(pictures / "obama_2.jpg")]).body["punch"]["punch_id"]

    answer = enrolled.post(f"/punches/{punch}/resolve", {"action": "correct", "punched_at": at, "note": "x"})

    assert (answer.status, answer.body["code"]) == (422, "correction_time_wrong")


def test_blocked_pairing_says_how_long(api: ApiClient) -> None:
    for _ in range(10):
        ApiClient(token=None).post("/terminals/pair", {"pairing_code": "WRONG"})

    blocked = ApiClient(token=None).post("/terminals/pair", {"pairing_code": "WRONG"})

    assert (blocked.status, blocked.headers["Retry-After"]) == (429, "600")
