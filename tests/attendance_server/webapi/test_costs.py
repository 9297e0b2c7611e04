"""Estimated costs: a simple rule, and 0 where no wage is known."""

from datetime import date

import pytest

from attendance_server.webapi.costs import labour_cost_yen
from attendance_server.webapi.models import CalendarDay, Employee
from attendance_server.work_rules import DayTotals
from tests.attendance_server.caller import DAY, HANAKO, TARO, Caller, error_code


@pytest.mark.parametrize(
    ("totals", "is_legal_holiday", "yen"),
    [
        (DayTotals(assigned=480), False, 9600),
        (DayTotals(assigned=400, unassigned=80), False, 9600),
        (DayTotals(assigned=480, overtime=60), False, 9600 + 1500),
        (DayTotals(assigned=420, late_night=60), False, 8400 + 1500),
        (DayTotals(late_night_unassigned=60), False, 1500),
        (DayTotals(late_night_overtime=60), False, 1800),
        (DayTotals(assigned=60), True, 1620),
        (DayTotals(overtime=60), True, 1620),
        (DayTotals(late_night=60), True, 1920),
        (DayTotals(late_night_overtime=60), True, 1920),
        (DayTotals(assigned=1), False, 20),
        (DayTotals(), False, 0),
    ],
)
def test_the_wage_with_the_premiums_of_the_law(totals: DayTotals, is_legal_holiday: bool, yen: int) -> None:
    assert labour_cost_yen(totals, 1200, is_legal_holiday=is_legal_holiday) == yen


def test_half_a_yen_is_rounded_up() -> None:
    assert labour_cost_yen(DayTotals(assigned=30), 1001, is_legal_holiday=False) == 501


def test_costs_of_a_day_and_of_a_list(api: Caller) -> None:
    Employee.objects.filter(key=TARO).update(hourly_wage_yen=1200, commuting_yen_a_day=800)
    for key in (TARO, HANAKO):
        api.punch_day(("1", "09:00"), ("2", "18:00"), key=key)

    single = api.get(f"/daily-workings/cost/{DAY}").json()

    costs = [(i["employeeKey"], i["laborCostEstimate"], i["transportationExpense"]) for i in single["dailyWorkings"]]
    assert costs == [(TARO, 9600 + 1500, 800), (HANAKO, 0, 0)]
    assert api.get(f"/daily-workings/cost?start={DAY}&end={DAY}").json() == [single]
    more = api.get(f"/daily-workings/cost/{DAY}/?additionalFields=currentDateEmployee").json()
    assert more["dailyWorkings"][0]["currentDateEmployee"]["code"] == "1000"


def test_costs_of_a_month_are_the_sum_of_its_days(api: Caller) -> None:
    Employee.objects.filter(key=TARO).update(hourly_wage_yen=1200, commuting_yen_a_day=800)
    CalendarDay.objects.create(date=date(2026, 11, 19), kind=CalendarDay.Kind.LEGAL_HOLIDAY)
    api.punch_day(("1", "09:00"), ("2", "17:00"), date="2026-11-18")
    api.punch_day(("1", "09:00"), ("2", "10:00"), date="2026-11-19")
    api.punch_day(("1", "09:00"), date="2026-11-20")

    answer = api.get("/monthly-workings/cost/2026-11").json()

    assert answer == [
        {
            "year": 2026,
            "month": 11,
            "employeeKey": TARO,
            "startDate": "2026-11-01",
            "endDate": "2026-11-30",
            "laborCostEstimate": 9600 + 1620,
            "transportationExpense": 1600,
        }
    ]


def test_costs_of_no_possible_month_or_day_are_refused(api: Caller) -> None:
    assert error_code(api.get("/monthly-workings/cost/2026-11-20")) == 2
    assert error_code(api.get("/daily-workings/cost/2026-11")) == 2
