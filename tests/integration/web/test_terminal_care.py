"""What a terminal says of itself, and what an administrator sees of it and changes from afar."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone
from django_scopes import scope
from tests.integration.api_client import ApiClient, paired_terminal

from kaodoki.accounts.models import Role
from kaodoki.accounts.services import create_administrator
from kaodoki.people.models import Company
from kaodoki.people.services import create_company
from kaodoki.terminals.models import Terminal


def logged_in(company: Company, role: str = Role.ALL_RIGHTS) -> Client:
    client = Client()
    client.force_login(create_administrator(company, f"care-{company.code}", "a-long-password-for-tests", role))
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
