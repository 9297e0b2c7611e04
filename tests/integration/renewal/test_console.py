"""The console's page on face models, in both languages, of one company only."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_scopes import scope
from tests.integration.renewal.conftest import DEFAULT, TWIN, Enrol, outdate_templates, renew_all
from tests.integration.web.test_console_pages import log_in

from kaodoki.accounts.models import Role
from kaodoki.enrolment.models import Photo
from kaodoki.people.models import Company
from kaodoki.renewal.models import Agreement, Problem
from kaodoki.renewal.services import start_trial, switch
from kaodoki.web.console import packs

pytestmark = pytest.mark.django_db


def page(client: Client, language: str = "ja") -> str:
    response = client.get(f"/console/packs?lang={language}")
    assert response.status_code == 200
    return response.content.decode()


def test_page_needs_a_login(db: None) -> None:
    assert Client().get("/console/packs").status_code == 302


def test_without_a_trial_it_says_so(company: Company) -> None:
    found = page(log_in(company))

    assert DEFAULT in found
    assert "なし" in found
    assert "いません" in found
    assert "打刻での比較" not in found


def test_trial_shows_progress_agreement_and_who_must_enrol_again(company: Company, enrol: Enrol) -> None:
    with scope(company=company):
        enrol(company, "0012", "obama_1")
        lost = enrol(company, "0013", "biden")
        Photo.objects.filter(employee=lost).delete()
        start_trial(company, TWIN, by="tests")
    client = log_in(company, Role.VIEWER)

    before = page(client)
    renew_all(company)
    with scope(company=company):
        Agreement.objects.create(
            company=company,
            deciding=DEFAULT,
            trial=TWIN,
            verdict="new_nobody",
            count=3,
            trial_count=2,
            trial_sum=0.9,
            trial_low=0.4,
            trial_high=0.5,
            last_at=timezone.now(),
        )
    after = page(client, "en")

    assert "2 名中 0 名" in before
    assert "計算待ちの写真 1 枚" in before
    assert "まだ比較した打刻はありません" in before
    assert "1 of 2 people" in after
    assert "nobody by the pack on trial" in after
    assert "0.45 (0.40–0.50)" in after
    assert "0013" in after
    assert "the photo is deleted" in after
    assert "0012" not in after


def test_a_long_list_of_people_is_cut_by_the_database(
    company: Company, enrol: Enrol, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packs, "MOST_PEOPLE", 1)
    with scope(company=company):
        for code, name in (("0012", "obama_1"), ("0013", "biden"), ("0014", "astronaut")):
            enrol(company, code, name)
        Photo.objects.all().delete()
        start_trial(company, TWIN, by="tests")
    client = log_in(company)

    with CaptureQueriesContext(connection) as asked:
        found = page(client)

    assert "ほか 2 名" in found
    assert [code in found for code in ("0012", "0013", "0014")] == [True, False, False]
    lists = [query["sql"] for query in asked if "employee_code" in query["sql"] and "ORDER BY" in query["sql"]]
    assert lists
    assert all(sql.endswith("LIMIT 1") for sql in lists)


def test_switch_and_a_problem_are_told(company: Company) -> None:
    with scope(company=company):
        start_trial(company, TWIN, by="tests")
        switch(company, TWIN, by="tests")
        Problem.objects.create(company=company, code="pack_damaged", at=timezone.now())

    found = page(log_in(company))

    assert "に切り替え済み" in found
    assert "顔データを計算できません(pack_damaged)" in found


def test_update_of_the_built_in_pack_is_told_with_what_is_left(company: Company, enrol: Enrol) -> None:
    with scope(company=company):
        enrol(company, "1", "obama_1")
        outdate_templates()
    client = log_in(company)

    before, english = page(client), page(client, "en")
    renew_all(company)

    assert "再計算しています(残り 1 枚)" in before
    assert "being recomputed (1 photos left)" in english
    assert "再計算" not in page(client)


def test_nothing_of_another_company_shows(company: Company, other_company: Company, enrol: Enrol) -> None:
    with scope(company=other_company):
        lost = enrol(other_company, "9999", "biden")
        Photo.objects.filter(employee=lost).delete()
        start_trial(other_company, TWIN, by="tests")

    found = page(log_in(company))

    assert "9999" not in found
    assert TWIN not in found
