"""Schedules: put, read, replaced, deleted."""

from datetime import date, time

import pytest

from attendance_server.webapi.models import CalendarDay, Schedule, WorkingType
from tests.attendance_server.caller import DAY, HANAKO, TARO, Caller, error_code

SHIFT = {
    "clockInSchedule": f"{DAY}T09:00+09:00",
    "clockOutSchedule": f"{DAY}T18:00+09:00",
    "breakSchedule": 60,
    "workPlaceDivisionCode": "2000",
    "note": "応援",
}


def put(api: Caller, body: object = SHIFT, *, day: str = DAY) -> int:
    return int(api.call("PUT", f"/daily-schedules/{TARO}/{day}", body).status_code)


def test_a_schedule_comes_back_as_it_was_put(api: Caller) -> None:
    answer = api.call("PUT", f"/daily-schedules/{TARO}/{DAY}", SHIFT)

    expected = {
        "date": DAY,
        "employeeKey": TARO,
        "clockInSchedule": f"{DAY}T09:00+09:00",
        "clockOutSchedule": f"{DAY}T18:00+09:00",
        "breakSchedule": 60,
        "workDayTypeName": "平日",
        "workPlaceDivisionCode": "2000",
        "workPlaceDivisionName": "支社",
        "scheduleTypeName": "シフト",
    }
    assert (answer.status_code, answer.json()) == (200, {**expected, "note": "応援"})
    assert api.get(f"/daily-schedules/{DAY}").json() == {"date": DAY, "dailySchedules": [expected]}
    assert api.get(f"/daily-schedules?start={DAY}&end={DAY}").json() == [{"date": DAY, "dailySchedules": [expected]}]


def test_additional_fields_of_a_schedule(api: Caller) -> None:
    put(api)

    path = f"/daily-schedules/{DAY}?additionalFields=note,currentDateEmployee"
    found = api.get(path).json()["dailySchedules"][0]

    assert (found["note"], found["currentDateEmployee"]["code"]) == ("応援", "1000")


def test_putting_again_replaces_all_of_it(api: Caller) -> None:
    put(api)

    put(api, {"workDayTypeCode": "2"})

    found = api.get(f"/daily-schedules/{DAY}").json()["dailySchedules"][0]
    assert found["workDayTypeName"] == "法定休日"
    assert "clockInSchedule" not in found
    assert Schedule.objects.count() == 1


def test_deleting_a_schedule_leaves_the_day_unplanned_and_doing_it_again_is_no_error(api: Caller) -> None:
    put(api)

    answers = [api.call("DELETE", f"/daily-schedules/{TARO}/{DAY}") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [204, 204]
    assert api.get(f"/daily-schedules/{DAY}").json()["dailySchedules"] == []


def test_a_full_day_of_leave_is_among_the_holidays_of_the_day(api: Caller) -> None:
    put(api, {"fulltimeHoliday": {"code": 1}})

    assert api.totals()["holidaysObtained"] == {"fulltimeHoliday": {"code": 1, "name": "有休"}}


def test_a_planned_day_without_punches_is_in_the_totals(api: Caller) -> None:
    put(api)

    totals = api.totals()

    assert (totals["employeeKey"], totals["totalWork"], totals["isError"]) == (TARO, 0, False)


def test_ondivision_tells_home_from_the_planned_workplace(api: Caller) -> None:
    put(api)

    def keys(query: str) -> list[str]:
        return [item["employeeKey"] for item in api.get(f"/daily-schedules/{DAY}?{query}").json()["dailySchedules"]]

    assert keys("division=1000") == [TARO]
    assert keys("division=2000") == []
    assert keys("division=2000&ondivision=false") == [TARO]
    assert keys("division=1000&ondivision=false") == []


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"clockInSchedule": "09:00"}, 280),
        ({"clockInSchedule": "2026-11-22T09:00+09:00"}, 901),
        ({"clockInSchedule": f"{DAY}T18:00+09:00", "clockOutSchedule": f"{DAY}T18:00+09:00"}, 901),
        ({"workPlaceDivisionCode": "77"}, 906),
        ({"workDayTypeCode": "9"}, 901),
        ({"fulltimeHoliday": {"code": 77}}, 901),
        ({"fulltimeHoliday": "1"}, 901),
        ({"breakSchedule": -1}, 901),
        ([], 910),
    ],
)
def test_a_bad_schedule_is_refused(api: Caller, body: object, code: int) -> None:
    answer = api.call("PUT", f"/daily-schedules/{TARO}/{DAY}", body)

    assert (answer.status_code, error_code(answer)) == (400, code)
    assert not Schedule.objects.exists()


@pytest.mark.parametrize(
    ("path", "code"),
    [
        (f"{'0' * 64}/{DAY}", 526),
        (f"{TARO}/2026-11", 2),
        (f"{TARO}/2023-11-19", 909),
        (f"{TARO}/2027-11-21", 909),
    ],
)
def test_a_schedule_of_nobody_or_of_no_possible_day_is_refused(api: Caller, path: str, code: int) -> None:
    for method in ("PUT", "DELETE"):
        assert error_code(api.call(method, f"/daily-schedules/{path}", {})) == code


def test_a_working_types_plan_holds_where_nothing_else_was_planned(api: Caller) -> None:
    WorkingType.objects.update(
        planned_start=time(22, 0), planned_end=time(7, 0), planned_break_minutes=45, legal_holiday_weekdays=[6]
    )
    CalendarDay.objects.create(date=date(2026, 11, 23), kind=CalendarDay.Kind.GENERAL_HOLIDAY, name="創立記念日")

    listed = api.get("/daily-schedules?start=2026-11-20&end=2026-11-24").json()

    assert [day["date"] for day in listed] == ["2026-11-20", "2026-11-21", "2026-11-24"]  # Sunday and Monday are off
    assert [item["employeeKey"] for item in listed[0]["dailySchedules"]] == [TARO, HANAKO]
    first = listed[0]["dailySchedules"][0]
    assert (first["clockOutSchedule"], first["breakSchedule"]) == ("2026-11-21T07:00+09:00", 45)
    assert first["scheduleTypeName"] == "通常勤務"


def test_nothing_is_planned_before_somebody_came_and_after_they_left(api: Caller) -> None:
    WorkingType.objects.update(planned_start=time(9, 0), planned_end=time(18, 0))
    api.call("PUT", f"/employees/{TARO}", {"hiredDate": "2026-11-18", "resignationDate": "2026-11-19"})

    listed = api.get("/daily-schedules?start=2026-11-17&end=2026-11-20").json()

    days = [day["date"] for day in listed if TARO in [item["employeeKey"] for item in day["dailySchedules"]]]
    assert days == ["2026-11-18", "2026-11-19"]
