"""What an administrator decides over punches that wait."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from tests.integration.api_client import ApiClient, enrol, paired_terminal
from tests.integration.web.test_terminal_attempts import frame

pytestmark = pytest.mark.django_db


@pytest.fixture
def wrong_punch(api: ApiClient, pictures: Path) -> str:
    """A clock-out without a clock-in."""
    enrol(api, "0012", "佐藤", "一", (pictures / "obama_1.jpg").read_bytes())
    terminal = paired_terminal(api, punch_selection="chosen")
    return str(terminal.attempt([frame(pictures / "obama_2.jpg")], punch_kind="out").body["punch"]["punch_id"])


def test_correction_is_a_new_punch_that_points_to_the_old(api: ApiClient, wrong_punch: str) -> None:
    earlier = (timezone.now() - timedelta(hours=2)).replace(microsecond=0)
    body = {"action": "correct", "kind": "in", "punched_at": earlier.isoformat(), "note": "押し間違い"}

    new = api.post(f"/punches/{wrong_punch}/resolve", body).body

    states = {item["punch_id"]: item["state"] for item in api.get("/punches").body["items"]}
    assert new["corrects"] == wrong_punch
    assert new["kind"] == "in"
    assert states == {wrong_punch: "discarded", new["punch_id"]: "pending"}


def test_deliver_sends_it_as_it_is_and_discard_ends_it(api: ApiClient, wrong_punch: str) -> None:
    delivered = api.post(f"/punches/{wrong_punch}/resolve", {"action": "deliver", "note": "確認済み"}).body
    discarded = api.post(f"/punches/{wrong_punch}/resolve", {"action": "discard", "note": "不要"}).body
    again = api.post(f"/punches/{wrong_punch}/resolve", {"action": "deliver", "note": "x"})

    assert (delivered["state"], delivered["error"]) == ("pending", None)
    assert discarded["state"] == "discarded"
    assert (again.status, again.body["code"]) == (409, "punch_not_open")


@pytest.mark.parametrize(
    "body", [{"action": "deliver"}, {"action": "lose", "note": "x"}, {"action": "correct", "kind": "x", "note": "y"}]
)
def test_bad_resolution_is_refused(api: ApiClient, wrong_punch: str, body: dict[str, str]) -> None:
    assert api.post(f"/punches/{wrong_punch}/resolve", body).body["code"] == "invalid_input"
