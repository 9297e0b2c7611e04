"""People's pay periods of a month with their days."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from attendance_server.webapi.closed_days import closed_divisions
from attendance_server.webapi.dates import Span
from attendance_server.webapi.employees import assignment_on
from attendance_server.webapi.models import Employee
from attendance_server.webapi.months import pay_period, widest_period
from attendance_server.webapi.totals import Choice, PersonDay, reckoned_days
from attendance_server.webapi.type_rules import month_rules_by_type
from attendance_server.work_rules import MonthDay, MonthRules, MonthTotals, Period, total_period

_WEEK = timedelta(days=7)  # the week and the rest before the period's first day count towards it


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonMonth:
    """One person's pay period; `month` is the first day of the month that it is called by. Never without a day."""

    employee: Employee
    month: date
    period: Span
    days: Sequence[PersonDay]
    totals: MonthTotals
    is_closed: bool


def person_months(month: date, choice: Choice, *, today: date) -> list[PersonMonth]:
    """Whoever punched or had a plan in their pay period, by employee code. Days from `today` on are no absence yet."""
    widest = widest_period(month)
    reach = Span(start=widest.start - _WEEK, end=widest.end)
    rules = month_rules_by_type()
    grouped: defaultdict[int, list[PersonDay]] = defaultdict(list)
    for day in reckoned_days(reach, choice):
        grouped[day.employee.pk].append(day)
    closed = closed_divisions(month)
    found = [_person_month(days, month, today, rules, closed) for days in grouped.values()]
    return sorted((item for item in found if item.days), key=lambda item: item.employee.code)


def _person_month(
    days: Sequence[PersonDay], month: date, today: date, rules: Mapping[int, MonthRules], closed: frozenset[int]
) -> PersonMonth:
    employee = days[0].employee
    period = pay_period(employee, month)
    assignment = assignment_on(employee, period.end)
    dated = Period(start=period.start, end=period.end)
    values = [_value(day) for day in days if day.date >= period.start - _WEEK]
    return PersonMonth(
        employee=employee,
        month=month,
        period=period,
        days=[day for day in days if day.date in dated],
        totals=total_period(values, dated, rules[assignment.working_type.pk], today=today),
        is_closed=assignment.division.pk in closed,
    )


def _value(day: PersonDay) -> MonthDay:
    return MonthDay(
        date=day.date,
        totals=day.totals,
        is_on_leave=day.plan.is_on_leave,
        is_half_day_leave=day.plan.is_half_day_leave,
    )
