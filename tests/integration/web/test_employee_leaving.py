"""IDデータ詳細: withdrawing, erasing, and one working day."""

import re
from pathlib import Path
from typing import Any

import pytest
from tests.integration.api_client import jst
from tests.integration.web.console_client import logged_in

from kaodoki.audit.models import AuditEvent
from kaodoki.enrolment.models import Photo
from kaodoki.enrolment.services import register_photo
from kaodoki.gallery.models import StoredTemplate
from kaodoki.people.models import Company, Employee, Site
from kaodoki.people.services import create_employee, create_site
from kaodoki.punches.models import Punch

LIST = "/console/employees"
PAGE = f"{LIST}/0012"
NAME = {"family_name": "佐藤", "given_name": "花子", "family_name_kana": "サトウ", "site_code": "100"}


@pytest.fixture
def sites(in_scope: Company) -> tuple[Site, Site]:
    return create_site(in_scope, "100", "本社"), create_site(in_scope, "200", "大阪")


@pytest.fixture
def person(in_scope: Company, sites: tuple[Site, Site]) -> Employee:
    return create_employee(in_scope, "0012", NAME, by="tests")


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def codes_in(page: str) -> list[str]:
    return re.findall(r'<td class="number"><a href="/console/employees/([^"]+)"', page)


class TestLeaving:
    def test_consent_is_withdrawn_with_a_receipt(self, in_scope: Company, person: Employee, pictures: Path) -> None:
        register_photo(person, (pictures / "obama_1.jpg").read_bytes(), consent=True, by="tests")
        client = logged_in(in_scope)

        assert client.post(f"{PAGE}/withdraw", {"code": "0013"}).status_code == 422
        receipt = text_of(client.post(f"{PAGE}/withdraw", {"code": "0012"}))

        number = AuditEvent.objects.get(action="consent_withdrawn").pk
        assert f'<td class="number">{number}</td>' in receipt
        assert not Photo.objects.exists()
        assert not StoredTemplate.objects.exists()
        assert "撤回" in text_of(client.get(PAGE))

    def test_a_leaver_is_erased_and_the_punches_stay(self, in_scope: Company, person: Employee) -> None:
        at = jst("2026-11-20T08:30:00")
        Punch.objects.create(
            company=in_scope, employee=person, kind="in", punched_at=at, working_date=at.date(), working_time="08:30",
            state="delivered", deliver_after=at, created_at=at,
        )  # fmt: skip
        client = logged_in(in_scope)

        assert client.post(f"{PAGE}/erase", {"code": ""}).status_code == 422
        receipt = text_of(client.post(f"{PAGE}/erase", {"code": "0012"}))

        person.refresh_from_db()
        assert "消去の控え" in receipt
        assert (person.family_name, person.erased_at is not None) == ("", True)
        assert client.get(PAGE).status_code == 404
        assert Punch.objects.count() == 1

    def test_a_site_manager_erases_nobody(self, in_scope: Company, person: Employee, sites: tuple[Site, Site]) -> None:
        client = logged_in(in_scope, "site_manager", sites[0])

        assert client.post(f"{PAGE}/erase", {"code": "0012"}).status_code == 403
        person.refresh_from_db()
        assert person.erased_at is None


class TestDay:
    def test_a_working_day_runs_past_midnight(self, in_scope: Company, person: Employee) -> None:
        for at, kind, day, working_time, state in (
            ("2026-11-20T22:00:00", "in", "2026-11-20", "22:00", "delivered"),
            ("2026-11-21T01:00:00", "out", "2026-11-20", "25:00", "integrity_error"),
            ("2026-11-21T22:00:00", "in", "2026-11-21", "22:00", "delivered"),
        ):
            Punch.objects.create(
                company=in_scope, employee=person, kind=kind, punched_at=jst(at), working_date=day,
                working_time=working_time, state=state, deliver_after=jst(at), created_at=jst(at),
            )  # fmt: skip

        page = text_of(logged_in(in_scope).get(f"{PAGE}/days/2026-11-20"))

        assert "2026年11月20日(金)" in page
        assert "1:00:00 (25:00)" in page
        assert "整合性エラー" in page
        assert page.count('class="tag"') == 2
        assert f"{PAGE}/days/2026-11-19" in page
        assert f"{PAGE}/days/2026-11-21" in page

    @pytest.mark.parametrize("day", ["yesterday", "2026-13-01", "0001-01-01", "9999-12-31"])
    def test_what_is_no_day_is_not_found(self, in_scope: Company, person: Employee, day: str) -> None:
        assert logged_in(in_scope).get(f"{PAGE}/days/{day}").status_code == 404
