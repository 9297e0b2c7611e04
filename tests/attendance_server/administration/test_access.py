"""Who may see the administration's pages, and what holds for all of them."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from attendance_server.webapi.models import Administrator, Employee
from tests.attendance_server.caller import TARO, Caller

ALL_RIGHTS = ["divisions/", "closing/", "tokens/", "tokens/issue/"]
TITLES = {
    "employees/": ("従業員", "Employees"),
    "divisions/": ("所属", "Divisions"),
    "closing/": ("締め", "Closing"),
    "tokens/": ("アクセストークン", "Access tokens"),
    "tokens/issue/": ("アクセストークンを発行", "Issue an access token"),
}


def logged_in(name: str, *, staff: bool = False) -> Client:
    client = Client()
    client.force_login(User.objects.create_user(name, is_staff=staff))
    return client


@pytest.mark.parametrize("page", TITLES)
def test_every_page_speaks_both_languages_under_a_strict_policy(administrator: Client, page: str) -> None:
    ja, en = TITLES[page]
    for language, title in (("ja", ja), ("en", en)):
        answer = administrator.get(f"/administration/{page}?lang={language}")
        shown = answer.content.decode()

        assert answer.status_code == 200
        assert f'<html lang="{language}">' in shown
        assert f"<h1>{title}</h1>" in shown
        assert "<script" not in shown
        assert " style=" not in shown
        policy = answer["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("page", ["employees/", *ALL_RIGHTS])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_login_that_is_no_administrators_sees_nothing(api: Caller, page: str, method: str) -> None:
    answer = getattr(logged_in("visitor"), method)(f"/administration/{page}")

    assert answer.status_code in {403, 405}
    assert "太郎" not in answer.content.decode()


@pytest.mark.parametrize("page", ALL_RIGHTS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_general_administrator_may_not_use_pages_of_all_rights(api: Caller, page: str, method: str) -> None:
    answer = getattr(logged_in("leader", staff=True), method)(f"/administration/{page}")

    assert answer.status_code == 403
    assert "全権管理者だけが使えます" in answer.content.decode()


def test_a_general_administrators_menu_and_list_hold_only_what_may_be_seen(api: Caller) -> None:
    client = logged_in("leader", staff=True)
    someone = Administrator.objects.create(key="a" * 64, code="leader", name="Leader")
    someone.employees.add(Employee.objects.get(key=TARO))

    shown = client.get("/administration/employees/").content.decode()

    assert "太郎" in shown
    assert "花子" not in shown
    assert "/administration/tokens/" not in shown


def test_an_inactive_administrator_is_logged_out(administrator: Client) -> None:
    User.objects.update(is_active=False)

    assert administrator.get("/administration/tokens/").status_code == 302
