"""The shapes of estimated costs."""

from collections.abc import Sequence

from attendance_server.webapi.costs import labour_cost_yen
from attendance_server.webapi.person_months import PersonMonth
from attendance_server.webapi.totals import PersonDay
from attendance_server.work_rules import WorkdayType


def day_cost_answer(day: PersonDay) -> dict[str, object]:
    return {"date": day.date.isoformat(), "employeeKey": day.employee.key, **_costs([day])}


def month_cost_answer(month: PersonMonth) -> dict[str, object]:
    """The sum of the days, each rounded by itself."""
    return {
        "year": month.month.year,
        "month": month.month.month,
        "employeeKey": month.employee.key,
        "startDate": month.period.start.isoformat(),
        "endDate": month.period.end.isoformat(),
        **_costs(month.days),
    }


def _costs(days: Sequence[PersonDay]) -> dict[str, object]:
    return {
        "laborCostEstimate": sum(_labour(day) for day in days),
        "transportationExpense": sum(_transport(day) for day in days),
    }


def _labour(day: PersonDay) -> int:
    is_legal_holiday = day.plan.day_kind is WorkdayType.LEGAL_HOLIDAY
    return labour_cost_yen(day.totals, day.employee.hourly_wage_yen, is_legal_holiday=is_legal_holiday)


def _transport(day: PersonDay) -> int:
    """The way to work and back, on days that were worked."""
    return (day.employee.commuting_yen_a_day or 0) if day.totals.total_work else 0
