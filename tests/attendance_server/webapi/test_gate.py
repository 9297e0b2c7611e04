"""Who may call when: credentials, restricted hours, rates."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
import time_machine

from attendance_server.linkage.models import AccessToken
from attendance_server.webapi.restricted_hours import Bounds
from tests.attendance_server.caller import DAY, TARO, TOKEN, Caller, error_code

MESSAGE = "次の時間帯（JST）はAPIへのアクセスが禁止されています [08:30 ～ 10:00, 17:30 ～ 18:30]"
BODY = {"time": f"{DAY}T09:00:00+09:00", "date": DAY}


@pytest.mark.parametrize("token", ["", "wrong", "日本"])
def test_bad_credentials_are_403_100(api: Caller, token: str) -> None:
    stranger = replace(api, token=token.encode().decode("latin-1"))

    for answer in (stranger.get("/employees"), stranger.punch("09:00")):
        assert (answer.status_code, error_code(answer)) == (403, 100)


def test_credentials_of_another_kind_are_refused(api: Caller) -> None:
    answer = api.client.get("/v1.0/company", headers={"Authorization": f"Basic {TOKEN}"})

    assert error_code(answer) == 100


def test_a_missing_permission_is_403_100(api: Caller) -> None:
    AccessToken.objects.update(permissions=["employees:read"])

    assert api.get("/employees").status_code == 200
    assert error_code(api.punch("09:00")) == 100
    assert error_code(api.get("/company")) == 100


def test_an_address_that_is_not_permitted_is_403_with_a_code_that_is_a_switch(
    api: Caller, switch: Callable[..., None]
) -> None:
    AccessToken.objects.update(addresses=["192.0.2.0/24"])
    assert (api.get("/company").status_code, error_code(api.get("/company"))) == (403, 100)

    switch(wrong_address_code=105)

    assert error_code(api.get("/company")) == 105


@pytest.mark.parametrize("moment", ["08:30:00", "09:59:59", "17:30:00", "18:29:59"])
def test_restricted_hours_refuse_all_but_tokens_and_punches(
    api: Caller, noon: time_machine.Traveller, moment: str
) -> None:
    noon.move_to(f"{DAY}T{moment}+09:00")

    for path in (
        "/employees",
        "/company",
        "/daily-workings/timerecord",
        "/monthly-workings/2026-11",
        f"/employees/{TARO}",
    ):
        answer = api.get(path)
        assert answer.status_code == 403
        assert answer.json() == {"errors": [{"message": MESSAGE, "code": 104}]}
    assert api.punch("08:30").status_code == 201
    assert api.get(f"/tokens/{TOKEN}/available").json() == {"available": True}


@pytest.mark.parametrize("moment", ["08:29:59", "10:00:00", "17:29:59", "18:30:00"])
def test_windows_are_half_open(api: Caller, noon: time_machine.Traveller, moment: str) -> None:
    noon.move_to(f"{DAY}T{moment}+09:00")

    assert api.get("/company").status_code == 200


def test_switch_inclusive_bounds(api: Caller, noon: time_machine.Traveller, switch: Callable[..., None]) -> None:
    switch(restricted_bounds=Bounds.INCLUSIVE)
    noon.move_to(f"{DAY}T10:00:00+09:00")

    assert error_code(api.get("/company")) == 104


def test_beyond_the_rate_the_flat_envelope_is_answered(api: Caller, switch: Callable[..., None]) -> None:
    switch(general_limit=3)

    answers = [api.get("/company") for _ in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[-1].json() == {"code": "303", "message": "Too Many Requests"}
    assert "Retry-After" not in answers[-1]


def test_punches_have_a_rate_of_their_own(api: Caller, switch: Callable[..., None]) -> None:
    switch(general_limit=1, punch_limit=2, rate_limit_status=403, rate_limit_code="308", retry_after=True)
    api.get("/company")

    answers = [api.punch("09:00") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [201, 201, 403]
    assert answers[-1].json()["code"] == "308"
    assert 0 < int(answers[-1]["Retry-After"]) <= 300


def test_tokens_are_renewed_and_revoked(api: Caller) -> None:
    renewed = api.call("POST", f"/tokens/{TOKEN}")
    assert renewed.status_code == 201
    assert error_code(api.get("/company")) == 100
    other = replace(api, token=renewed.json()["token"])
    assert other.get("/company").status_code == 200

    revoked = api.call("DELETE", f"/tokens/{other.token}/")

    assert (revoked.status_code, revoked.content) == (204, b"")
    assert error_code(other.get("/company")) == 100
    assert api.get(f"/tokens/{other.token}/available/").json() == {"available": False}
    assert error_code(api.call("DELETE", f"/tokens/{other.token}")) == 100
    assert error_code(api.call("POST", f"/tokens/{other.token}")) == 100


def test_tokens_are_stored_hashed(api: Caller) -> None:
    assert TOKEN not in json.dumps(list(AccessToken.objects.values()), default=str)


def test_the_webapi_is_also_served_at_the_root(api: Caller) -> None:
    answer = api.client.get("/company", headers={"Authorization": f"Bearer {TOKEN}"})

    assert answer.json() == api.get("/company").json()


def test_unknown_paths_and_methods_are_refused_in_the_same_envelope(api: Caller) -> None:
    missing, method = api.get("/holidays"), api.call("PATCH", "/company")

    assert (missing.status_code, error_code(missing)) == (404, 404)
    assert (method.status_code, error_code(method)) == (405, 405)


def test_restricted_hours_change_while_running_only_with_demo_controls(
    api: Caller, switch: Callable[..., None]
) -> None:
    def change(body: object, token: str = TOKEN) -> int:
        headers = {"Authorization": f"Bearer {token}"}
        answer = api.client.put("/_demo/restricted-hours", body, content_type="application/json", headers=headers)
        return int(answer.status_code)

    windows = {"windows": ["11:59:58-12:00:30", "23:00:00-01:00:00"]}
    assert change(windows) == 404

    switch(demo_controls=True)

    assert change(windows, token="wrong") == 403
    assert change({"windows": ["25:00-26:00"]}) == 400
    assert change({"windows": "08:30-10:00"}) == 400
    assert change(windows) == 200
    assert api.get("/company").json()["errors"][0]["message"].endswith("[11:59:58 ～ 12:00:30, 23:00 ～ 01:00]")
    assert change({"windows": []}) == 200
    assert api.get("/company").status_code == 200


def test_a_failure_inside_is_500_300_and_is_logged(
    api: Caller, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("broken inside")

    monkeypatch.setattr("attendance_server.webapi.listing.person_days", fail)

    answer = api.get("/daily-workings")

    assert (answer.status_code, error_code(answer)) == (500, 300)
    assert "broken inside" in caplog.text
