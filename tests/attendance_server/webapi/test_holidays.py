"""Holiday balances as answered."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine

from attendance_server.webapi.models import Employee, HolidayGrant, HolidayType, Schedule, WorkingType
from tests.attendance_server.caller import HANAKO, TARO, Caller, error_code

PAID = {"code": 1, "name": "有休"}


@pytest.fixture
def granted(api: Caller) -> Employee:
    """Ten days in April, two of the year before, and one and a half and an hour of them taken."""
    taro = Employee.objects.get(key=TARO)
    paid = HolidayType.objects.get(code=1)
    for day, days, expires in ((date(2026, 4, 1), 10, date(2028, 3, 31)), (date(2024, 10, 1), 2, date(2026, 9, 30))):
        HolidayGrant.objects.create(employee=taro, holiday=paid, date=day, days=days, minutes=480, expires_on=expires)
    Schedule.objects.create(employee=taro, date=date(2026, 5, 7), fulltime_holiday=paid)
    Schedule.objects.create(employee=taro, date=date(2026, 10, 5), halfday_holidays=[{**PAID, "typeName": "午前休"}])
    hours = {**PAID, "start": "2026-11-10T09:00+09:00", "end": "2026-11-10T10:00+09:00", "minutes": 60}
    Schedule.objects.create(employee=taro, date=date(2026, 11, 10), hour_holidays=[hours])
    return taro


def test_what_is_left_at_the_end_of_a_month(api: Caller, granted: Employee) -> None:
    taro, hanako = api.get("/monthly-workings/holiday-remained/1/2026-10").json()

    assert taro == {
        "date": "2026-10-31",
        "closeDate": "2026-10-31",
        "employeeKey": TARO,
        "holidayRemained": [
            {"day": 9.5, "minutes": 480, **PAID},
            {"day": 0, "minutes": 0, "code": 2, "name": "代休"},
        ],
    }
    assert (hanako["employeeKey"], hanako["holidayRemained"][0]["day"]) == (HANAKO, 0)


def test_this_month_is_as_of_today(api: Caller, granted: Employee) -> None:
    path = "/monthly-workings/holiday-remained/1/2026-11?additionalFields=currentDateEmployee"

    taro = api.get(path).json()[0]

    assert (taro["date"], taro["closeDate"], taro["currentDateEmployee"]["code"]) == (
        "2026-11-20",
        "2026-11-30",
        "1000",
    )
    assert taro["holidayRemained"][0] == {"day": 9.5, "minutes": 420, **PAID}


def test_the_holidays_of_a_business_year(api: Caller, granted: Employee) -> None:
    answer = api.get("/yearly-workings/holidays/1/2026").json()

    header = {name: answer[name] for name in ("year", "startDate", "endDate", "closeDate")}
    assert header == {
        "year": "2026",
        "startDate": "2026-04-01",
        "endDate": "2027-03-31",
        "closeDate": "2026-11-20",
    }
    assert answer["employees"][0]["employeeKey"] == TARO
    paid = answer["employees"][0]["holidays"][0]
    lot = {"date": "2026-04-01", "days": 10, "minutes": 480, "effectivePeriod": "2028-03-31"}
    assert paid == {
        **PAID,
        "granted": [lot],
        "obtained": [
            {"date": "2026-05-07", "days": 1},
            {"date": "2026-10-05", "days": 0.5},
            {"date": "2026-11-10", "minutes": 60},
        ],
        "remained": [{**lot, "days": 9.5, "minutes": 420}],
        "expired": [{"date": "2024-10-01", "days": 1, "minutes": 480, "effectivePeriod": "2026-09-30"}],
    }


def test_only_people_of_the_working_type_are_listed(api: Caller) -> None:
    part_time = WorkingType.objects.create(code="2", name="パート")
    Employee.objects.get(key=HANAKO).assignments.update(working_type=part_time)

    def keys(code: str) -> list[str]:
        return [item["employeeKey"] for item in api.get(f"/monthly-workings/holiday-remained/{code}/2026-11").json()]

    assert (keys("1"), keys("2")) == ([TARO], [HANAKO])


def test_who_left_before_the_month_is_not_listed(api: Caller, noon: time_machine.Traveller) -> None:
    api.call("PUT", f"/employees/{TARO}", {"resignationDate": "2026-10-31"})

    listed = api.get("/monthly-workings/holiday-remained/1/2026-11").json()

    assert [item["employeeKey"] for item in listed] == [HANAKO]
    assert len(api.get("/monthly-workings/holiday-remained/1/2026-10").json()) == 2


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/monthly-workings/holiday-remained/77/2026-11", 907),
        ("/monthly-workings/holiday-remained/1/2026-11-20", 2),
        ("/monthly-workings/holiday-remained/1/2020-11", 909),
        ("/yearly-workings/holidays/77/2026", 907),
        ("/yearly-workings/holidays/1/26", 2),
        ("/yearly-workings/holidays/1/2026-11", 2),
        ("/yearly-workings/holidays/1/2020", 909),
    ],
)
def test_an_unknown_type_or_an_impossible_time_is_refused(api: Caller, path: str, code: int) -> None:
    answer = api.get(path)

    assert (answer.status_code, error_code(answer)) == (400, code)


def test_half_days_count_in_the_month_that_they_were_taken_in(api: Caller, granted: Employee) -> None:
    HolidayGrant.objects.update(days=Decimal("10.5"))

    october = api.get("/monthly-workings/2026-10").json()[0]

    assert october["holidaysObtained"] == [{"dayCount": 0.5, "minutes": 0, **PAID}]
