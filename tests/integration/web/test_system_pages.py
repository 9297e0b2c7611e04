"""What the pages システム設定 and 就労管理 say about how things stand, in both languages."""

import re

import pytest
from django.test import Client
from django_scopes import scope
from tests.integration.web.test_console_pages import log_in
from tests.integration.web.test_work_settings import PAGE, text_of

from kaodoki import clock
from kaodoki.linking.models import AttendancePerson, Connection, Division
from kaodoki.people.models import Company
from kaodoki.people.services import change_settings, create_employee, create_site
from kaodoki.terminals.models import PunchSelection
from kaodoki.terminals.services import create_terminal


def test_integrity_check_says_where_it_works(company: Company) -> None:
    client = log_in(company)
    without = text_of(client.get(PAGE))
    with scope(company=company):
        for name, selection in (
            ("A", PunchSelection.CHOSEN),
            ("B", PunchSelection.CHOSEN_AFTER),
            ("C", PunchSelection.IN),
        ):
            create_terminal(company, name=name, site=None, punch_selection=selection, accepts_past=False, by="tests")

    assert "いまはそのような端末がありません" in without
    assert "いま 2 台" in text_of(client.get(PAGE))


def test_difference_to_the_day_border_is_shown_with_its_button(company: Company) -> None:
    client = log_in(company)
    with scope(company=company):
        create_site(company, "100", "大阪工場")
        Division.objects.create(company=company, code="100", name="大阪", day_border="05:00")
        unlinked = text_of(client.get(PAGE))
        Connection.objects.create(
            company=company, connector="king_of_time", key_version=1, sealed_token=b"", created_at=clock.now()
        )

    page = text_of(client.get(PAGE))

    assert "日付変更時間が勤怠システムと違います" not in unlinked
    assert "起算時刻は 0:00、所属「大阪」の日付変更時間は 5:00" in page
    button = re.search(r'action="(/console/linked-people/day-borders/\w+)"', page)
    assert button
    client.post(button[1], {"fix": "align"})
    assert "日付変更時間が勤怠システムと違います" not in text_of(client.get(PAGE))


def test_list_of_whom_to_bind_to_stands_once_on_the_page_and_has_an_end(company: Company) -> None:
    client = log_in(company)
    with scope(company=company):
        Connection.objects.create(
            company=company, connector="king_of_time", key_version=1, sealed_token=b"", created_at=clock.now()
        )
        for number in range(30):
            create_employee(company, f"h{number}", {"family_name": "佐藤", "given_name": f"{number}"}, by="tests")
        AttendancePerson.objects.bulk_create(
            AttendancePerson(company=company, employee_key=f"k{n}", employee_code=f"t{n}", family_name="鈴木")
            for n in range(3000)
        )

    page = client.get("/console/linked-people").content.decode()

    assert page.count('list="free-people"') == 30
    assert page.count("<option") == 1000
    assert len(page) < 250_000


def test_settings_list_leads_to_every_setting_and_says_how_it_stands(company: Company) -> None:
    with scope(company=company):
        change_settings(company, {"day_start": "02:00", "overtime_cap_minutes": 3600}, by="tests")
    client = log_in(company)

    page = text_of(client.get("/console/system"))

    assert re.search(r"KING OF TIME連携.*未設定", page)
    assert "起算時刻 02:00 ・ 上限 60:00 ・ チェック オン" in page
    links = re.findall(r'<li><a href="(/console/[\w/-]+)"><b>', page)
    assert links[0] == "/console/system/linking"
    assert "/console/system/work" in links
    assert len(links) >= 9
    assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)


@pytest.mark.parametrize("page", [PAGE, "/console/system"])
def test_page_asks_who_is_there(db: None, page: str) -> None:
    assert Client().get(page).headers["Location"] == f"/console/login?next={page}"


@pytest.mark.parametrize("page", [PAGE, "/console/system"])
def test_page_is_complete_in_english(company: Company, page: str) -> None:
    client = log_in(company)

    text = text_of(client.get(f"{page}?lang=en"))

    content = re.sub(r"<[^>]*>", "", text[text.index("<main") :])
    assert re.findall(r"[ぁ-んァ-ヶ一-龠]+", content) == []
