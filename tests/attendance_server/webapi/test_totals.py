"""Daily and monthly totals as answered."""

from collections.abc import Callable

import pytest

from attendance_server.webapi.switches import DayCountName
from tests.attendance_server.caller import DAY, HANAKO, TARO, Caller, error_code


def test_a_full_day_has_its_totals(api: Caller) -> None:
    api.punch_day(("2", "20:15"), ("1", "09:00"), ("4", "13:00"), ("3", "12:00"))

    assert api.totals() == {
        "date": DAY,
        "employeeKey": TARO,
        "workPlaceDivisionCode": "1000",
        "workPlaceDivisionName": "本社",
        "isClosing": False,
        "isHelp": False,
        "isError": False,
        "workdayTypeName": "平日",
        "assigned": 480,
        "unassigned": 0,
        "overtime": 135,
        "lateNight": 0,
        "lateNightUnassigned": 0,
        "lateNightOvertime": 0,
        "breakTime": 60,
        "late": 0,
        "earlyLeave": 0,
        "totalWork": 615,
        "discretionaryVacation": 0,
        "customDailyWorkings": [],
    }


def test_work_at_another_division_is_help(api: Caller) -> None:
    api.punch("09:00", code="1", divisionCode="2000")

    totals = api.totals()
    assert (totals["isHelp"], totals["workPlaceDivisionCode"]) == (True, "2000")


def test_a_list_of_days_is_an_array_and_a_date_is_an_object(api: Caller) -> None:
    api.punch_day(("1", "09:00"))

    listed = api.get(f"/daily-workings?start={DAY}&end={DAY}").json()
    single = api.get(f"/daily-workings/{DAY}").json()

    assert listed == [single]
    assert api.get("/daily-workings/2026-11-19/").json() == {"date": "2026-11-19", "dailyWorkings": []}


@pytest.mark.parametrize("day", ["2026-11", "20261120", "2026-11-31", "today", "2026-11-2０"])
def test_a_malformed_date_in_the_path_is_error_2(api: Caller, day: str) -> None:
    for path in (f"/daily-workings/{day}", f"/daily-workings/timerecord/{day}"):
        answer = api.get(path)
        assert (answer.status_code, error_code(answer)) == (400, 2)


def test_twenty_hours_of_overtime_come_back_in_the_month(api: Caller) -> None:
    for day in range(16, 20):
        api.punch_day(("1", "08:00"), ("2", "21:00"), date=f"2026-11-{day}")
    api.punch_day(("1", "08:00"), key=HANAKO)

    taro, hanako = api.get("/monthly-workings/2026-11").json()

    assert (taro["overtime"], taro["nightOvertime"], taro["assigned"], taro["workingDayCount"]) == (1200, 0, 1920, 4)
    assert (taro["year"], taro["month"], taro["startDate"], taro["endDate"]) == (2026, 11, "2026-11-01", "2026-11-30")
    assert (hanako["employeeKey"], hanako["overtime"], hanako["workingCount"]) == (HANAKO, 0, 0)
    assert api.get("/monthly-workings").json() == [taro, hanako]
    assert api.get("/monthly-workings/2026-10").json() == []


def test_a_month_leaves_the_neighbouring_months_out(api: Caller) -> None:
    api.punch_day(("1", "08:00"), ("2", "17:00"), date="2026-10-31")
    api.punch_day(("1", "08:00"), ("2", "18:00"), date="2026-11-01")

    assert [item["overtime"] for item in api.get("/monthly-workings/2026-11").json()] == [120]


@pytest.mark.parametrize("month", ["2026-11-20", "2026-13", "2026-00", "0000-01", "202611", "x"])
def test_a_month_with_a_full_date_is_error_2(api: Caller, month: str) -> None:
    answer = api.get(f"/monthly-workings/{month}")

    assert (answer.status_code, error_code(answer)) == (400, 2)


def test_switch_for_the_casing_of_the_day_count(api: Caller, switch: Callable[..., None]) -> None:
    switch(day_count_name=DayCountName.OBSERVED)
    api.punch_day(("1", "08:00"), ("2", "17:00"))

    item = api.get("/monthly-workings").json()[0]

    assert item["workingdayCount"] == 1
    assert "workingDayCount" not in item
