"""A month with everything in it: plans, holidays, weeks, absences, pay periods."""

from datetime import date, time
from typing import Any

import pytest

from attendance_server.webapi.models import CalendarDay, Employee, HolidayType, Schedule, WorkingType
from tests.attendance_server.caller import DAY, TARO, Caller

NAMES = {
    "year", "month", "employeeKey", "startDate", "endDate", "workingCount", "weekdayWorkingCount", "lateCount",
    "earlyLeaveCount", "workingDayCount", "weekdayWorkingdayCount", "absentdayCount", "holidaysObtained", "assigned",
    "unassigned", "overtime", "night", "nightUnassigned", "nightOvertime", "breakSum", "late", "earlyLeave",
    "holidayWork", "premiumWork", "legalHolidayWork", "generalHolidayWork", "bind", "regarding", "isClosing",
    "customMonthlyWorkings", "intervalShortageCount",
}  # fmt: skip
HOLIDAY_NAMES = {"normal", "night", "overtime", "nightOvertime", "extra", "nightExtra"}


def month(api: Caller, query: str = "", name: str = "2026-11") -> Any:
    """The first person's month."""
    return api.get(f"/monthly-workings/{name}{query}").json()[0]


def taro() -> Employee:
    return Employee.objects.get(key=TARO)


def test_a_month_has_every_name_of_the_reference(api: Caller) -> None:
    api.punch_day(("1", "09:00"), ("2", "18:00"))

    found = month(api)

    assert set(found) == NAMES
    assert set(found["holidayWork"]) == HOLIDAY_NAMES
    for kind in ("legalHolidayWork", "generalHolidayWork"):
        assert set(found[kind]) == HOLIDAY_NAMES | {"count", "dayCount"}
    assert set(found["premiumWork"]) == {"overtime1", "nightOvertime1", "overtime2", "nightOvertime2"}


def test_additional_fields_of_a_month(api: Caller) -> None:
    api.punch_day(("1", "09:00"), ("2", "18:00"))

    found = month(api, "?additionalFields=weeklyWork,variationalWork,isConfirmation,currentDateEmployee")

    assert set(found) - NAMES == {"weeklyWork", "variationalWork", "isConfirmation", "currentDateEmployee"}
    weekly = {"overtime", "nightOvertime", "generalHolidayOvertime", "generalHolidayNightOvertime"}
    assert set(found["weeklyWork"]) == weekly
    assert len(found["variationalWork"]) == 16
    assert found["isConfirmation"] is False
    assert "key" not in found["currentDateEmployee"]


def test_late_early_and_unassigned_minutes_against_the_plan(api: Caller) -> None:
    WorkingType.objects.update(planned_start=time(10, 0), planned_end=time(17, 0), planned_break_minutes=60)
    api.punch_day(("1", "10:10"), ("2", "18:00"), date="2026-11-19")
    api.punch_day(("1", "09:30"), ("2", "16:40"), date="2026-11-20")

    thursday, friday = api.totals("2026-11-19"), api.totals("2026-11-20")

    assert (thursday["late"], thursday["earlyLeave"], thursday["unassigned"]) == (10, 0, 60)
    assert (friday["late"], friday["earlyLeave"], friday["unassigned"]) == (0, 20, 30)
    found = month(api)
    assert (found["late"], found["lateCount"], found["earlyLeave"], found["earlyLeaveCount"]) == (10, 1, 20, 1)


def test_absences_are_planned_days_before_today_without_a_punch(api: Caller) -> None:
    WorkingType.objects.update(
        planned_start=time(9, 0), planned_end=time(18, 0), planned_break_minutes=60, general_holiday_weekdays=[5, 6]
    )
    Schedule.objects.create(employee=taro(), date=date(2026, 11, 19), fulltime_holiday=HolidayType.objects.get(code=1))
    api.punch_day(("1", "09:00"), ("2", "18:00"), date="2026-11-18")

    found = month(api)

    assert found["absentdayCount"] == 12  # 14 weekdays until the 19th, one worked, one on leave
    assert found["holidaysObtained"] == [{"dayCount": 1, "minutes": 0, "code": 1, "name": "有休"}]


def test_work_on_holidays_has_its_own_buckets(api: Caller) -> None:
    WorkingType.objects.update(legal_holiday_weekdays=[6], general_holiday_weekdays=[5])
    api.punch_day(("1", "09:00"), ("2", "19:00"), date="2026-11-14")
    api.punch_day(("1", "09:00"), ("2", "12:00"), date="2026-11-15")

    found = month(api)

    general, legal = found["generalHolidayWork"], found["legalHolidayWork"]
    assert (general["normal"] + general["extra"], general["overtime"], general["count"]) == (480, 120, 1)
    assert (sum(legal[name] for name in HOLIDAY_NAMES), legal["dayCount"]) == (180, 1)
    assert (found["assigned"], found["overtime"], found["workingCount"], found["weekdayWorkingCount"]) == (0, 0, 2, 0)
    assert api.totals("2026-11-15")["workdayTypeName"] == "法定休日"


def test_a_national_holiday_where_the_working_type_observes_them(api: Caller) -> None:
    WorkingType.objects.update(observes_national_holidays=True)
    api.punch_day(("1", "09:00"), ("2", "12:00"), date="2026-11-03")  # 文化の日

    assert api.totals("2026-11-03")["workdayTypeName"] == "法定外休日"


def test_the_companys_calendar_goes_before_the_weekday(api: Caller) -> None:
    WorkingType.objects.update(legal_holiday_weekdays=[4])
    CalendarDay.objects.create(date=date(2026, 11, 20), kind=CalendarDay.Kind.WEEKDAY, name="振替出勤日")
    api.punch_day(("1", "09:00"), ("2", "12:00"))

    assert api.totals(DAY)["workdayTypeName"] == "平日"


def test_what_a_week_has_beyond_forty_hours_is_overtime(api: Caller) -> None:
    WorkingType.objects.update(rules={"weekly_limit_minutes": 2400})
    for day in range(9, 15):  # Monday to Saturday, eight hours each
        api.punch_day(("1", "09:00"), ("2", "17:00"), date=f"2026-11-{day:02d}")

    found = month(api, "?additionalFields=weeklyWork")

    assert (found["overtime"], found["weeklyWork"]["overtime"], found["assigned"]) == (480, 480, 2400)


def test_a_week_that_began_in_the_month_before_counts_from_its_start(api: Caller) -> None:
    WorkingType.objects.update(rules={"weekly_limit_minutes": 2400, "week_start": 3})
    for day in ("2026-10-29", "2026-10-30", "2026-10-31", "2026-11-01", "2026-11-02", "2026-11-03"):
        api.punch_day(("1", "09:00"), ("2", "17:00"), date=day)

    assert month(api)["overtime"] == 480
    assert month(api, name="2026-10")["overtime"] == 0


def test_the_month_is_the_pay_period_of_the_working_type(api: Caller) -> None:
    WorkingType.objects.update(closing_day=15)
    for day in ("2026-10-15", "2026-10-16", "2026-11-15", "2026-11-16"):
        api.punch_day(("1", "09:00"), ("2", "10:00"), date=day)

    found = month(api)

    assert (found["startDate"], found["endDate"], found["assigned"]) == ("2026-10-16", "2026-11-15", 120)
    assert (found["year"], found["month"]) == (2026, 11)
    assert month(api, name="2026-12")["assigned"] == 60


def test_automatic_breaks_of_the_working_type(api: Caller) -> None:
    WorkingType.objects.update(rules={"presence_breaks": [[361, 45], [481, 60]]})
    api.punch_day(("1", "09:00"), ("2", "18:00"))

    totals = api.totals()

    assert (totals["breakTime"], totals["totalWork"]) == (60, 480)


def test_a_punch_on_a_day_of_leave_makes_an_error_day(api: Caller) -> None:
    Schedule.objects.create(employee=taro(), date=date(2026, 11, 20), fulltime_holiday=HolidayType.objects.get(code=1))
    api.punch_day(("1", "09:00"), ("2", "18:00"))

    totals = api.totals()

    assert (totals["isError"], totals["totalWork"]) == (True, 0)


@pytest.mark.parametrize("division", ["1000", "2000"])
def test_months_are_asked_for_by_home_division(api: Caller, division: str) -> None:
    api.punch("09:00", code="1", divisionCode="2000")

    found = api.get(f"/monthly-workings/2026-11?division={division}&ondivision=false").json()

    assert len(found) == (1 if division == "1000" else 0)
