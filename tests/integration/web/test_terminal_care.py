"""What a terminal says of itself, and what an administrator sees of it and changes from afar."""

import uuid
from datetime import timedelta

from django.test import Client
from django.utils import timezone
from django_scopes import scope
from tests.integration.api_client import ApiClient, paired_terminal

from kaodoki.accounts.models import Role
from kaodoki.accounts.services import create_administrator
from kaodoki.audit.models import AuditEvent
from kaodoki.people.models import Company
from kaodoki.people.services import create_company
from kaodoki.project.sealing_key import rotate
from kaodoki.punches.models import SealedAttempt, SealedState
from kaodoki.terminals.models import Terminal


def logged_in(company: Company, role: str = Role.ALL_RIGHTS) -> Client:
    client = Client()
    client.force_login(create_administrator(company, f"care-{company.code}-{role}", "a-long-password-for-tests", role))
    return client


def test_a_heartbeat_is_shown_and_a_wrong_clock_is_said(api: ApiClient, company: Company) -> None:
    terminal = paired_terminal(api)
    body = {"terminal_time": (timezone.now() + timedelta(seconds=45)).isoformat(), "browser": "Chrome 140"}

    assert terminal.post("/terminal/heartbeat", {**body, "battery_percent": 62, "queue_length": 3}).status == 200

    terminal_id = terminal.get("/terminal/me").body["terminal_id"]
    page = logged_in(company).get(f"/console/terminals/{terminal_id}").content.decode()
    assert "Chrome 140" in page
    assert "62%" in page
    assert "30秒以上ずれています" in page


def test_settings_reach_the_terminal_and_a_new_code_replaces_its_token(api: ApiClient, company: Company) -> None:
    terminal = paired_terminal(api)
    address = f"/console/terminals/{terminal.get('/terminal/me').body['terminal_id']}"
    client = logged_in(company)

    assert client.post(address, {"name": "裏口", "punch_selection": "out"}).status_code == 302
    assert terminal.get("/terminal/me").body["name"] == "裏口"
    page = client.post(f"{address}/pair-again").content.decode()
    code = page.split('class="pairing-code">')[1].split("<")[0]
    assert ApiClient(token=None).post("/terminals/pair", {"pairing_code": code}).status == 200

    assert terminal.get("/terminal/me").status == 401


def test_viewers_and_other_companies_change_nothing(api: ApiClient, company: Company) -> None:
    terminal_id = paired_terminal(api).get("/terminal/me").body["terminal_id"]
    form = {"name": "x", "punch_selection": "in"}

    stranger = logged_in(create_company("kita", "株式会社きた"))
    viewer = logged_in(company, Role.VIEWER)

    assert stranger.post(f"/console/terminals/{terminal_id}", form).status_code == 404
    assert viewer.post(f"/console/terminals/{terminal_id}", form).status_code == 403
    assert viewer.post(f"/console/terminals/{terminal_id}/pair-again").status_code == 403
    with scope(company=company):
        assert Terminal.objects.get().name == "入口"


def test_what_a_device_was_refused_for_good_is_listed_with_its_reason(api: ApiClient, company: Company) -> None:
    terminal = paired_terminal(api)
    terminal_id = terminal.get("/terminal/me").body["terminal_id"]
    address, client = f"/console/terminals/{terminal_id}", logged_in(company)
    at = timezone.now().isoformat()
    refused = [
        {"attempt_id": str(uuid.uuid4()), "sequence": 7, "reason": "sealed_out_of_order", "refused_at": at},
        {"attempt_id": str(uuid.uuid4()), "sequence": 8, "reason": "paired_anew", "refused_at": at},
        {"attempt_id": str(uuid.uuid4()), "sequence": 9, "reason": "something_new", "refused_at": at},
    ]
    assert "受け付けられなかった" not in client.get(address).content.decode()

    assert terminal.post("/terminal/heartbeat", {"refused": refused, "refused_length": 30}).status == 200

    page = client.get(address).content.decode()
    for said in (
        "これより後の打刻が先に届いています",
        "登録し直す前",
        "something_new",
        "端末に30件あります",
        "端末の中",
    ):
        assert said in page
    english = client.get(f"{address}?lang=en").content.decode()
    assert "Taken before the device was paired" in english


def test_what_arrived_and_cannot_count_is_listed_too(api: ApiClient, company: Company) -> None:
    terminal = paired_terminal(api)
    terminal_id = terminal.get("/terminal/me").body["terminal_id"]
    with scope(company=company):
        SealedAttempt.objects.create(
            company=company,
            terminal=Terminal.objects.get(),
            attempt_id=uuid.uuid4(),
            sequence=1,
            received_at=timezone.now(),
            state=SealedState.REFUSED,
            reason="too_old",
        )

    page = logged_in(company).get(f"/console/terminals/{terminal_id}").content.decode()

    assert "72時間より前の打刻です" in page


def test_a_heartbeat_with_hostile_reasons_is_refused(api: ApiClient) -> None:
    terminal = paired_terminal(api)
    one = {"attempt_id": str(uuid.uuid4()), "sequence": 1, "refused_at": timezone.now().isoformat()}

    assert terminal.post("/terminal/heartbeat", {"refused": [{**one, "reason": "<b>"}]}).status == 422
    assert terminal.post("/terminal/heartbeat", {"refused": [{**one, "reason": "a"}] * 21}).status == 422


def test_key_of_offline_punches_is_replaced_by_button_and_command_and_on_record(
    api: ApiClient, company: Company
) -> None:
    terminal = paired_terminal(api)
    keys = [terminal.get("/terminal/me").body["sealing"]["key_id"]]

    assert logged_in(company, Role.VIEWER).post("/console/terminals/sealing-key").status_code == 403
    assert logged_in(create_company("kita", "株式会社きた")).post("/console/terminals/sealing-key").status_code == 302
    assert terminal.get("/terminal/me").body["sealing"]["key_id"] == keys[0]
    client = logged_in(company)
    assert client.post("/console/terminals/sealing-key").status_code == 302
    keys.append(terminal.get("/terminal/me").body["sealing"]["key_id"])
    said = rotate(company.code, language="ja")
    keys.append(terminal.get("/terminal/me").body["sealing"]["key_id"])

    assert len(set(keys)) == 3
    assert "14日後に消去" in said
    assert "現在の鍵" in client.get("/console/terminals").content.decode()
    with scope(company=company):
        events = AuditEvent.objects.filter(action="sealing_key_rotated").order_by("id")
        assert [event.by for event in events] == [f"care-{company.code}-{Role.ALL_RIGHTS}", "command line"]
