"""The console's page of integrity errors: what it says, who may decide, and what a decision leaves."""

import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_scopes import scope
from tests.integration.punches.conftest import Clock
from tests.integration.web.test_console_pages import log_in

from kaodoki.accounts.models import Role
from kaodoki.people.models import Company, Employee
from kaodoki.people.services import create_company
from kaodoki.punches.models import Punch

pytestmark = pytest.mark.django_db

NOTE = "押し間違い。本人に確認済み"


def page(client: Client, language: str = "ja") -> str:
    response = client.get(f"/console/integrity?lang={language}")
    assert response.status_code == 200
    return response.content.decode()


def decide(client: Client, punch: Punch, **form: str) -> tuple[int, str]:
    response = client.post(f"/console/integrity/{punch.id}/decide", {"note": NOTE, **form})
    return response.status_code, response.content.decode()


def test_page_needs_a_login(db: None) -> None:
    assert Client().get("/console/integrity").status_code == 302


def test_error_is_shown_with_its_reason_and_its_day(clock: Clock) -> None:
    clock.press("in", "20T09:00")
    clock.press("break_start", "20T12:00")
    clock.press("out", "20T18:00")
    client = log_in(clock.company)

    japanese, english = page(client), page(client, "en")

    assert "休憩終了の打刻がありません。" in japanese
    assert "The break was not ended" in english
    assert "11月20日(金)" in japanese
    assert "9:00 出勤" in japanese
    assert "12:00 休憩開始" in japanese
    assert 'value="2026-11-20T18:00:00"' in japanese


def test_nights_are_shown_by_their_working_day(clock: Clock) -> None:
    clock.set(day_start="05:00")
    clock.press("out", "21T01:04")

    found = page(log_in(clock.company))

    assert "11月20日(金)" in found
    assert "25:04 (1:04)" in found


def test_without_errors_it_says_so_and_what_the_setting_does(clock: Clock) -> None:
    clock.set(integrity_check=False)

    found = page(log_in(clock.company))

    assert "整合性エラーはありません" in found
    assert "勤怠整合性チェックはオフです" in found


def test_correction_by_form_makes_the_new_punch_and_is_told_with_who_and_why(clock: Clock) -> None:
    wrong = clock.press("out", "20T09:00")
    client = log_in(clock.company)

    status, _ = decide(client, wrong, action="correct", kind="in", punched_at="2026-11-20T08:55")

    found = page(client)
    assert status == 302
    assert clock.day() == ["in 20 pending", "out 20 discarded no_clock_in"]
    assert "出勤 8:55 に修正" in found
    # Once: the new punch has an event with the same note, which is the same decision.
    assert found.count(NOTE) == 1
    assert "minato-all_rights</td>" in found
    assert "整合性エラーはありません" in found


@pytest.mark.parametrize(
    ("action", "day", "said"),
    [("deliver", "out 20 pending", "このまま連携"), ("discard", "out 20 discarded no_clock_in", "取消")],
)
def test_other_decisions_by_form(clock: Clock, action: str, day: str, said: str) -> None:
    wrong = clock.press("out", "20T18:00")
    client = log_in(clock.company)

    # The fields of a correction are in the form whatever is decided.
    status, _ = decide(client, wrong, action=action, kind="out", punched_at="2026-11-20T18:00:00")

    assert status == 302
    assert clock.day() == [day]
    assert f"<td>{said}</td>" in page(client)


@pytest.mark.parametrize(
    ("form", "status", "said"),
    [
        ({"action": "deliver", "note": "  "}, 422, "理由を200文字以内"),
        ({"action": "deliver", "note": "x" * 201}, 422, "理由を200文字以内"),
        ({"action": "lose"}, 422, "正しい打刻種別と日時"),
        ({"action": "correct", "kind": "out", "punched_at": ""}, 422, "正しい打刻種別と日時"),
        ({"action": "correct", "kind": "nap", "punched_at": "2026-11-20T18:00"}, 422, "正しい打刻種別と日時"),
        ({"action": "correct", "kind": "in", "punched_at": "2026-11-20T18:00+09:00"}, 422, "正しい打刻種別と日時"),
        ({"action": "correct", "kind": "out", "punched_at": "2026-11-20T18:00"}, 422, "修正する内容がありません"),
        ({"action": "correct", "kind": "in", "punched_at": "2099-11-20T18:00"}, 422, "この時刻には修正できません"),
    ],
)
def test_form_that_cannot_be_carried_out_says_why_and_changes_nothing(
    clock: Clock, form: dict[str, str], status: int, said: str
) -> None:
    wrong = clock.press("out", "20T18:00")

    found, content = decide(log_in(clock.company), wrong, **form)

    assert (found, said in content) == (status, True)
    assert clock.day() == ["out 20 integrity_error no_clock_in"]


def test_decision_over_what_was_decided_meanwhile_says_so(clock: Clock) -> None:
    wrong = clock.press("out", "20T18:00")
    client = log_in(clock.company)
    decide(client, wrong, action="discard")

    status, content = decide(client, wrong, action="deliver")

    assert status == 409
    assert 'role="alert"' in content


@pytest.mark.parametrize("role", [Role.VIEWER, Role.PHOTO_APPROVER])
def test_other_roles_see_errors_without_a_form_and_decide_nothing(clock: Clock, role: Role) -> None:
    wrong = clock.press("out", "20T18:00")
    client = log_in(clock.company, role)

    found = page(client)
    status, _ = decide(client, wrong, action="discard")

    assert "出勤打刻がありません" in found
    assert "このまま連携する" not in found
    assert status == 403
    assert clock.day() == ["out 20 integrity_error no_clock_in"]


def test_a_site_manager_without_a_site_has_nobody_in_sight(clock: Clock) -> None:
    wrong = clock.press("out", "20T18:00")
    client = log_in(clock.company, Role.SITE_MANAGER)

    found = page(client)
    status, _ = decide(client, wrong, action="discard")

    assert "出勤打刻がありません" not in found
    assert status == 404
    assert clock.day() == ["out 20 integrity_error no_clock_in"]


def test_other_companies_errors_are_out_of_sight_and_reach(clock: Clock) -> None:
    wrong = clock.press("out", "20T18:00")
    client = log_in(create_company("other", "別の会社"))

    status, _ = decide(client, wrong, action="discard")

    assert "整合性エラーはありません" in page(client)
    assert status == 404
    assert client.post(f"/console/integrity/{uuid.uuid4()}/decide", {"note": "x"}).status_code == 404
    assert clock.day() == ["out 20 integrity_error no_clock_in"]


def test_form_from_elsewhere_is_refused(clock: Clock) -> None:
    wrong = clock.press("out", "20T18:00")
    login = log_in(clock.company)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = login.cookies

    answer = strict.post(f"/console/integrity/{wrong.id}/decide", {"action": "discard", "note": "x"})

    assert answer.status_code == 403
    assert clock.day() == ["out 20 integrity_error no_clock_in"]


def test_as_many_queries_for_many_errors_as_for_one(clock: Clock) -> None:
    client = log_in(clock.company)
    clock.press("out", "10T18:00")
    page(client)
    with CaptureQueriesContext(connection) as few:
        page(client)
    for day in range(11, 21):
        decide(client, clock.press("out", f"{day}T18:00"), action="discard")
        clock.press("break_end", f"{day}T19:00")

    with CaptureQueriesContext(connection) as many:
        page(client)

    # One more: corrections of what was decided.
    assert len(many) <= len(few) + 1


def test_today_leads_to_the_page(clock: Clock) -> None:
    clock.press("out", "30T10:00")

    found = log_in(clock.company).get("/console/").content.decode()

    assert '<a href="/console/integrity">整合性エラー 1 件</a>' in found


def test_people_without_a_name_are_told_by_their_code(clock: Clock, company: Company) -> None:
    with scope(company=company):
        Employee.objects.update(family_name="", given_name="")
    clock.press("out", "20T18:00")

    assert "0012 退勤 18:00 への対応" in page(log_in(company))
