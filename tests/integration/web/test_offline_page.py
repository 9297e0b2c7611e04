"""オフライン打刻の確認: who may see what waits, and what a decision does."""

from pathlib import Path

import pytest
from django.test import Client
from django_scopes import scope
from tests.integration.api_client import ApiClient, enrol, paired_terminal
from tests.integration.clocking.test_sealed_attempts import Kiosk, small
from tests.integration.web import console_client

from kaodoki.accounts.models import Role
from kaodoki.accounts.services import create_administrator
from kaodoki.audit.models import AuditEvent
from kaodoki.people.models import Company, Employee
from kaodoki.people.services import create_company, create_site
from kaodoki.punches.models import KeptFrame, Punch, SealedAttempt
from kaodoki.terminals.models import Terminal

ADDRESS = "/console/terminals/offline"


def logged_in(company: Company, role: str = Role.ALL_RIGHTS) -> Client:
    client = Client()
    administrator = create_administrator(company, f"{role}-{company.code}", "a-long-password-for-tests", role)
    client.force_login(administrator)
    return client


@pytest.fixture
def waiting(api: ApiClient, pictures: Path, company: Company) -> SealedAttempt:
    enrol(api, "0012", "大統領", "一", (pictures / "obama_1.jpg").read_bytes())
    kiosk = Kiosk(paired_terminal(api, punch_selection="in"))
    assert kiosk.send(kiosk.seal([small(pictures / "biden.jpg")])).body["state"] == "review"
    with scope(company=company):
        return SealedAttempt.objects.get()


def test_what_waits_is_shown_with_its_face_and_reason(waiting: SealedAttempt, company: Company) -> None:
    client = logged_in(company)

    page = client.get(ADDRESS).content.decode()
    picture = client.get(f"{ADDRESS}/{waiting.id}/picture")

    assert "登録された顔と一致しません" in page
    assert "入口" in page
    assert (picture.status_code, picture.content[:2]) == (200, b"\xff\xd8")


def test_assigning_records_a_punch_at_the_time_of_the_look(waiting: SealedAttempt, company: Company) -> None:
    client = logged_in(company)

    form = {"action": "assign", "employee_code": "0012", "kind": "in"}
    answer = client.post(f"{ADDRESS}/{waiting.id}/decide", form)
    again = client.post(f"{ADDRESS}/{waiting.id}/decide", form)

    assert (answer.status_code, again.status_code) == (302, 404)
    with scope(company=company):
        punch = Punch.objects.get()
        assert waiting.captured_at is not None
        assert punch.punched_at == waiting.captured_at.replace(microsecond=0)
        assert (punch.time_source, punch.kind) == ("terminal", "in")
        assert AuditEvent.objects.filter(action="offline_attempt_assigned", subject="0012").count() == 1
        assert not KeptFrame.objects.exists()


def test_discarding_deletes_the_picture_and_records_nothing(waiting: SealedAttempt, company: Company) -> None:
    logged_in(company).post(f"{ADDRESS}/{waiting.id}/decide", {"action": "discard"})

    with scope(company=company):
        assert SealedAttempt.objects.get().state == "discarded"
        assert not KeptFrame.objects.exists()
        assert not Punch.objects.exists()
        assert AuditEvent.objects.filter(action="offline_attempt_discarded").exists()


@pytest.mark.parametrize("form", [{}, {"action": "assign"}, {"action": "assign", "employee_code": "0012", "kind": "x"}])
def test_an_incomplete_decision_changes_nothing(waiting: SealedAttempt, company: Company, form: dict[str, str]) -> None:
    answer = logged_in(company).post(f"{ADDRESS}/{waiting.id}/decide", form)

    assert answer.status_code == 422
    with scope(company=company):
        assert SealedAttempt.objects.get().state == "review"


def test_an_unknown_employee_is_said_and_nothing_changes(waiting: SealedAttempt, company: Company) -> None:
    form = {"action": "assign", "employee_code": "9999", "kind": "in"}

    assert logged_in(company).post(f"{ADDRESS}/{waiting.id}/decide", form).status_code == 404
    with scope(company=company):
        assert SealedAttempt.objects.get().state == "review"


def test_other_companies_and_roles_reach_nothing(waiting: SealedAttempt, company: Company) -> None:
    stranger = logged_in(create_company("kita", "株式会社きた"))
    viewer, elsewhere = logged_in(company, Role.VIEWER), logged_in(company, Role.SITE_MANAGER)

    assert stranger.get(f"{ADDRESS}/{waiting.id}/picture").status_code == 404
    assert stranger.post(f"{ADDRESS}/{waiting.id}/decide", {"action": "discard"}).status_code == 404
    assert viewer.get(ADDRESS).status_code == 403
    assert viewer.get(f"{ADDRESS}/{waiting.id}/picture").status_code == 403
    # A manager of no site sees no terminal.
    assert elsewhere.get(f"{ADDRESS}/{waiting.id}/picture").status_code == 404
    assert "登録された顔" not in elsewhere.get(ADDRESS).content.decode()


def test_what_waits_is_told_on_todays_page_to_those_who_decide(waiting: SealedAttempt, company: Company) -> None:
    told, untold = logged_in(company), logged_in(company, Role.VIEWER)

    assert "オフライン打刻の確認 1 件" in told.get("/console/").content.decode()
    assert f'href="{ADDRESS}">オフライン打刻の確認</a>' in told.get("/console/terminals").content.decode()
    assert "オフライン打刻の確認 1 件" not in untold.get("/console/").content.decode()
    assert f'href="{ADDRESS}"' not in untold.get("/console/terminals").content.decode()


def test_looking_at_the_face_is_on_record(waiting: SealedAttempt, company: Company) -> None:
    logged_in(company).get(f"{ADDRESS}/{waiting.id}/picture")

    with scope(company=company):
        assert AuditEvent.objects.get(action="offline_picture_viewed").by == f"all_rights-{company.code}"


def test_a_site_manager_makes_no_punch_for_another_sites_people(waiting: SealedAttempt, company: Company) -> None:
    with scope(company=company):
        site = create_site(company, "200", "大阪")
        Terminal.objects.update(site=site)
        manager = console_client.logged_in(company, "site_manager", site)
    form = {"action": "assign", "employee_code": "0012", "kind": "in"}

    refused = manager.post(f"{ADDRESS}/{waiting.id}/decide", form)
    with scope(company=company):
        assert not Punch.objects.exists()
        Employee.objects.filter(employee_code="0012").update(site=site)
    done = manager.post(f"{ADDRESS}/{waiting.id}/decide", form)

    assert (refused.status_code, done.status_code) == (404, 302)
