"""The time card page."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client

from attendance_server.timecards.cards import duration, working_time
from tests.attendance_server.caller import Caller

PAGE = "/timecards/"


@pytest.fixture
def administrator(api: Caller) -> Client:
    call_command("make_demo_admin", login="admin:correct horse")
    client = Client()
    assert client.login(username="admin", password="correct horse")
    return client


def text(client: Client, query: str = "") -> str:
    answer = client.get(PAGE + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_without_login_there_is_only_the_login_page(api: Caller) -> None:
    answer = Client().get(PAGE)

    assert (answer.status_code, answer["Location"]) == (302, "/timecards/login/?next=/timecards/")


def test_login_leads_to_the_card_and_a_wrong_password_does_not(administrator: Client) -> None:
    client = Client()
    wrong = client.post("/timecards/login/", {"username": "admin", "password": "x"})
    right = client.post("/timecards/login/", {"username": "admin", "password": "correct horse", "next": PAGE})

    assert "ログインIDまたはパスワードが違います" in wrong.content.decode()
    assert (right.status_code, right["Location"]) == (302, PAGE)


def test_a_login_that_is_no_administrators_sees_nothing(api: Caller) -> None:
    client = Client()
    client.force_login(User.objects.create_user("visitor"))

    answer = client.get(PAGE)

    assert answer.status_code == 403
    assert "勤怠" not in answer.content.decode()


def test_the_next_morning_is_shown_as_25_00(api: Caller, administrator: Client) -> None:
    api.punch_day(("1", "09:00"), ("3", "12:00"), ("4", "13:00"), ("2", "2026-11-21T01:00:00+09:00"))

    page = text(administrator, "?employee=1000&month=2026-11")

    assert all(f"<td>{shown}</td>" in page for shown in ("09:00", "12:00–13:00", "25:00", "15:00", "7:00", "3:00"))


def test_error_days_are_marked(api: Caller, administrator: Client) -> None:
    api.punch_day(("1", "09:00"))

    page = text(administrator)

    assert '<tr class="wrong">' in page
    assert "打刻もれ" in page


def test_english_by_query_or_browser(administrator: Client) -> None:
    assert '<html lang="ja">' in text(administrator)
    assert "Late night" in text(administrator, "?lang=en")
    answer = administrator.get(PAGE, headers={"Accept-Language": "en-GB,en;q=0.9,ja;q=0.1"})
    assert '<html lang="en">' in answer.content.decode()


def test_names_are_escaped_and_the_policy_is_strict(api: Caller, administrator: Client) -> None:
    api.call("PUT", f"/employees/{api.get('/employees/1000').json()['key']}", {"lastName": "<script>x</script>"})

    answer = administrator.get(PAGE)

    assert "<script" not in answer.content.decode()
    assert " style=" not in answer.content.decode()
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]


@pytest.mark.parametrize("query", ["?employee=9999", "?month=2026-11-20", "?month=x", "?employee=%00"])
def test_an_unknown_employee_or_month_says_what_to_do(administrator: Client, query: str) -> None:
    answer = administrator.get(PAGE + query)

    assert answer.status_code == 404
    assert "選び直してください" in answer.content.decode()


def test_without_employees_the_page_says_what_to_do(api: Caller, administrator: Client) -> None:
    for person in api.get("/employees").json():
        api.call("DELETE", f"/employees/{person['key']}")

    assert "POST /employees" in text(administrator)


@pytest.mark.parametrize(
    ("moment", "shown"),
    [((20, 0, 0), "09:00"), ((20, 16, 0), "25:00"), ((21, 14, 59), "47:59"), ((19, 14, 30), "-00:30")],
)
def test_times_count_from_the_working_date(moment: tuple[int, int, int], shown: str) -> None:
    day, hour, minute = moment

    assert working_time(datetime(2026, 11, day, hour, minute, tzinfo=UTC), date(2026, 11, 20)) == shown


def test_durations_are_hours_and_minutes() -> None:
    assert (duration(0), duration(485), duration(6000)) == ("0:00", "8:05", "100:00")
