"""The time card page."""

import re
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client

from attendance_server.timecards.notation import duration, working_time
from attendance_server.webapi import clock
from attendance_server.webapi.closing import close_month
from attendance_server.webapi.models import Administrator, CalendarDay, Division, Employee, WorkingType
from tests.attendance_server.caller import TARO, Caller

PAGE = "/timecards/"


def text(client: Client, query: str = "") -> str:
    answer = client.get(PAGE + query)
    assert answer.status_code == 200
    return answer.content.decode()


def cells(page: str, day: str) -> list[str]:
    """The texts of the row of a day, such as "11/20"."""
    row = page.partition(f">{day}</time>")[2].partition("</tr>")[0]
    inner = [part.partition("</td>")[0].partition(">")[2] for part in row.split("<td")[1:]]
    return [re.sub(r"<[^>]*>", "", text).strip() for text in inner]


def test_the_next_morning_is_shown_as_25_00_and_every_bucket_is_there(api: Caller, administrator: Client) -> None:
    api.punch_day(("1", "09:00"), ("3", "12:00"), ("4", "13:00"), ("2", "2026-11-21T01:00:00+09:00"))

    page = text(administrator, "?employee=1000&month=2026-11")

    # 9:00 to 25:00 with an hour of break: 8 h scheduled until 18:00, then overtime, from 22:00 at night.
    assert cells(page, "11/20")[:-1] == [
        "09:00", "25:00", "12:00–13:00", "", "1:00", "8:00", "", "4:00", "3:00", "", "15:00",
    ]  # fmt: skip
    sums = [
        ("所定", "8:00"),
        ("所定外", "0:00"),
        ("残業", "4:00"),
        ("深夜", "3:00"),
        ("休日", "0:00"),
        ("労働合計", "15:00"),
    ]
    assert all(f"<dt>{name}</dt><dd>{value}</dd>" in page for name, value in sums)
    assert "<dt>深夜残業</dt><dd>3:00</dd>" in page


def test_all_six_kinds_of_punch_are_shown(api: Caller, administrator: Client) -> None:
    api.punch_day(("1", "09:00"), ("3", "12:00"), ("4", "13:00"), ("7", "14:00"), ("8", "14:30"), ("2", "18:00"))

    assert cells(text(administrator), "11/20")[:4] == ["09:00", "18:00", "12:00–13:00", "14:00–14:30"]


def test_work_on_a_holiday_has_a_bucket_of_its_own(api: Caller, administrator: Client) -> None:
    CalendarDay.objects.create(date=date(2026, 11, 20), kind=CalendarDay.Kind.LEGAL_HOLIDAY)
    api.punch_day(("1", "09:00"), ("2", "23:00"))

    page = text(administrator)

    assert cells(page, "11/20")[4:-1] == ["", "", "", "", "", "14:00", "14:00"]
    assert "法定休日" in cells(page, "11/20")[-1]
    assert "<dt>休日</dt><dd>14:00</dd>" in page


@pytest.mark.parametrize(
    ("punches", "ja", "en"),
    [
        ([("1", "09:00")], "退勤の打刻がありません", "No clock-out"),
        ([("2", "18:00")], "出勤の打刻がありません", "No clock-in"),
        (
            [("1", "09:00"), ("3", "12:00"), ("2", "18:00")],
            "休憩の開始と終了がそろっていません",
            "Break starts and ends",
        ),
        ([("1", "09:00"), ("8", "12:00"), ("2", "18:00")], "外出と戻りがそろっていません", "Goings-out and returns"),
        ([("1", "09:00"), ("1", "09:05"), ("2", "18:00")], "出勤が2回以上あります", "Clocked in more than once"),
        ([("1", "09:00"), ("2", "17:00"), ("2", "18:00")], "退勤が2回以上あります", "Clocked out more than once"),
        ([("2", "09:00"), ("1", "18:00")], "打刻の順序が正しくありません", "Punches in the wrong order"),
        (
            [("1", "09:00"), ("3", "12:00"), ("3", "12:00"), ("4", "13:00"), ("4", "14:00"), ("2", "18:00")],
            "同じ打刻が重複しています",
            "The same punch is there twice",
        ),
    ],
)
def test_error_days_are_marked_with_the_reason(
    api: Caller, administrator: Client, punches: list[tuple[str, str]], ja: str, en: str
) -> None:
    api.punch_day(*punches)

    page = text(administrator)

    assert '<tr class="wrong">' in page
    assert ja in cells(page, "11/20")[-1]
    assert cells(page, "11/20")[4:-1] == [""] * 7
    assert en in cells(text(administrator, "?lang=en"), "11/20")[-1]
    assert page.count("tone-warn") == 1


def test_a_punch_on_a_day_of_leave_says_so(api: Caller, administrator: Client) -> None:
    api.call("PUT", f"/daily-schedules/{TARO}/2026-11-20", {"fulltimeHoliday": {"code": 1}})
    assert "有休" in cells(text(administrator), "11/20")[-1]

    api.punch_day(("1", "09:00"), ("2", "18:00"))

    assert "終日休暇の日に打刻があります" in cells(text(administrator), "11/20")[-1]


def test_an_incomplete_pair_shows_which_side_is_there(api: Caller, administrator: Client) -> None:
    api.punch_day(("1", "09:00"), ("3", "12:00"), ("3", "15:00"), ("4", "15:10"), ("2", "18:00"))

    assert cells(text(administrator), "11/20")[2] == "12:00– 15:00–15:10"


def test_the_month_follows_the_closing_day(api: Caller, administrator: Client) -> None:
    WorkingType.objects.update(closing_day=15)
    api.punch_day(("1", "09:00"), ("2", "18:00"))

    assert "10/16" in text(administrator, "?month=2026-11")
    assert "11/20" not in text(administrator, "?month=2026-11")
    assert cells(text(administrator, "?month=2026-12"), "11/20")[0] == "09:00"


def test_language_by_query_or_browser_and_it_stays(administrator: Client) -> None:
    assert '<html lang="ja">' in text(administrator)
    english = {"Accept-Language": "en-GB,en;q=0.9,ja;q=0.1"}
    assert '<html lang="en">' in administrator.get(PAGE, headers=english).content.decode()

    assert "Late night" in text(administrator, "?lang=en")

    assert '<html lang="en">' in text(administrator)
    assert '<html lang="ja">' in text(administrator, "?lang=ja")


def test_names_are_escaped_and_the_policy_is_strict(api: Caller, administrator: Client) -> None:
    api.call("PUT", f"/employees/{TARO}", {"lastName": "<script>x</script>", "code": '1&2"'})

    answer = administrator.get(PAGE)

    assert "<script" not in answer.content.decode()
    assert "?employee=1%262%22&amp;month=2026-10" in answer.content.decode()
    assert " style=" not in answer.content.decode()
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]


@pytest.mark.parametrize(
    "query", ["?employee=9999", "?month=2026-11-20", "?month=x", "?employee=%00", "?month=0001-01", "?month=9998-12"]
)
@pytest.mark.parametrize("file", ["", "card.pdf", "card.csv"])
def test_an_unknown_employee_or_month_says_what_to_do(administrator: Client, file: str, query: str) -> None:
    answer = administrator.get(PAGE + file + query)

    assert answer.status_code == 404
    assert "選び直してください" in answer.content.decode()


@pytest.mark.parametrize("month", ["2000-01", "2099-12"])
def test_the_first_and_the_last_month_can_be_shown(administrator: Client, month: str) -> None:
    assert administrator.get(f"{PAGE}?month={month}").status_code == 200


def test_without_employees_the_page_says_what_to_do(api: Caller, administrator: Client) -> None:
    for person in api.get("/employees").json():
        api.call("DELETE", f"/employees/{person['key']}")

    assert "POST /employees" in text(administrator)


def test_a_general_administrator_sees_only_the_people_assigned(api: Caller) -> None:
    client = Client()
    client.force_login(User.objects.create_user("leader", is_staff=True))
    assert "割り当てられた従業員がいません" in text(client)
    someone = Administrator.objects.create(key="a" * 64, code="leader", name="Leader")

    someone.employees.add(Employee.objects.get(key=TARO))

    assert "太郎" in text(client)
    assert "花子" not in text(client)
    for file in ("", "card.pdf", "card.csv"):
        assert client.get(f"{PAGE}{file}?employee=1000").status_code == 200
        assert client.get(f"{PAGE}{file}?employee=2000").status_code == 404


@pytest.mark.parametrize("file", ["", "card.pdf", "card.csv"])
def test_a_login_that_is_no_administrators_sees_nothing(api: Caller, file: str) -> None:
    client = Client()
    client.force_login(User.objects.create_user("visitor"))

    answer = client.get(PAGE + file)

    assert answer.status_code == 403
    assert "太郎" not in answer.content.decode()


@pytest.mark.parametrize(
    ("moment", "shown"),
    [((20, 0, 0), "09:00"), ((20, 16, 0), "25:00"), ((21, 14, 59), "47:59"), ((19, 14, 30), "-00:30")],
)
def test_times_count_from_the_working_date(moment: tuple[int, int, int], shown: str) -> None:
    day, hour, minute = moment

    assert working_time(datetime(2026, 11, day, hour, minute, tzinfo=UTC), date(2026, 11, 20)) == shown


def test_durations_are_hours_and_minutes() -> None:
    assert (duration(0), duration(485), duration(6000)) == ("0:00", "8:05", "100:00")


def test_planned_days_to_come_are_no_absence(api: Caller, administrator: Client, noon: time_machine.Traveller) -> None:
    for day in ("2026-11-19", "2026-11-24"):
        plan = {"clockInSchedule": f"{day}T09:00+09:00", "clockOutSchedule": f"{day}T18:00+09:00"}
        assert api.call("PUT", f"/daily-schedules/{TARO}/{day}", plan).status_code < 300

    page = text(administrator)

    assert "<dt>欠勤日数</dt><dd>1 日</dd>" in page
    assert "予定 09:00–18:00" in cells(page, "11/24")[-1]


def test_punches_after_the_closing_are_shown_beside_the_closed_day(api: Caller, administrator: Client) -> None:
    api.punch_day(("1", "09:00"), ("2", "18:00"), date="2026-10-30")
    for division in Division.objects.all():
        close_month(division, date(2026, 10, 1), by="admin", now=clock.now())
    api.punch_day(("1", "19:00"), ("2", "2026-10-31T01:30:00+09:00"), date="2026-10-30")

    row = cells(text(administrator, "?employee=1000&month=2026-10"), "10/30")

    assert row[:2] == ["09:00", "18:00"]
    assert "締め後の打刻 出勤 19:00 退勤 25:30" in " ".join(row[-1].split())
