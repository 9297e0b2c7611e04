"""Everybody's overtime of the month beside what limits it: the company's cap, its warnings, and article 36.

In a company's scope. Nothing is fetched: figures are as the last sync brought them, and say when that was.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from datetime import datetime as Instant

import jpholiday

from kaodoki.people.models import Company, Employee, Settings
from kaodoki.people.queries import settings_of
from kaodoki.punches.models import OvertimeBalance
from kaodoki.punches.overtime import balances_on
from kaodoki.timekeeping.article36 import Agreement, Article36, Coverage, MonthlyTotal, article36, coverage_of
from kaodoki.timekeeping.months import Month
from kaodoki.timekeeping.overtime import (
    Forecast,
    RemainingOvertime,
    WorkingDays,
    forecast,
    highest_threshold,
    remaining_overtime,
)
from kaodoki.timekeeping.restricted_hours import JAPAN

SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class OvertimeLine:
    """One person's month. Minutes; `minutes` is without work on legal holidays, `holiday_minutes` that work alone.

    `remaining` and `forecast` are None without a cap; `warning_minutes` is the highest threshold that is reached.
    """

    employee: Employee
    month: Month
    begins: date
    ends: date
    minutes: int
    holiday_minutes: int
    as_of: Instant
    remaining: RemainingOvertime | None
    forecast: Forecast | None
    warning_minutes: int | None
    coverage: Coverage
    article36: Article36


def overtime_lines(company: Company, employees: Sequence[Employee], *, now: Instant) -> list[OvertimeLine]:
    """The lines of those of `employees` whose overtime is known, in their order."""
    settings = settings_of(company)
    current: dict[object, OvertimeBalance] = {}
    for balance in balances_on(now.astimezone(JAPAN).date()).filter(employee__in=employees):
        current.setdefault(balance.employee_id, balance)
    totals = _totals(employees)
    return [
        _line(employee, current[employee.pk], totals[employee.pk], settings)
        for employee in employees
        if employee.pk in current
    ]


def _totals(employees: Sequence[Employee]) -> dict[object, dict[Month, MonthlyTotal]]:
    found: dict[object, dict[Month, MonthlyTotal]] = {employee.pk: {} for employee in employees}
    for row in OvertimeBalance.objects.filter(employee__in=employees):
        found[row.employee_id][Month.parse(row.month)] = MonthlyTotal(
            overtime_minutes=row.minutes, holiday_minutes=row.holiday_minutes
        )
    return found


def _line(
    employee: Employee, balance: OvertimeBalance, totals: dict[Month, MonthlyTotal], settings: Settings
) -> OvertimeLine:
    month, cap = Month.parse(balance.month), settings.overtime_cap_minutes
    begins = balance.begins or date(month.year, month.number, 1)
    ends = balance.ends or _first_day(month.shifted(1)) - timedelta(days=1)
    days = _working_days(begins, ends, today=balance.as_of.astimezone(JAPAN).date())
    agreement = Agreement(
        first_month=settings.article36_first_month,
        has_special_clause=settings.article36_special_clause,
        coverage=coverage_of(employee.article36_coverage, settings.article36_coverage),
    )
    return OvertimeLine(
        employee=employee,
        month=month,
        begins=begins,
        ends=ends,
        minutes=balance.minutes,
        holiday_minutes=balance.holiday_minutes,
        as_of=balance.as_of,
        remaining=None
        if cap is None
        else remaining_overtime(worked_minutes=balance.minutes, cap_minutes=cap, as_of=balance.as_of),
        forecast=None
        if cap is None
        else forecast(minutes=balance.minutes, cap_minutes=cap, elapsed=days.elapsed, left=days.left),
        warning_minutes=highest_threshold(balance.minutes, settings.overtime_warning_minutes),
        coverage=agreement.coverage,
        article36=article36(totals, month=month, agreement=agreement),
    )


def _working_days(begins: date, ends: date, *, today: date) -> WorkingDays:
    """Weekdays that are no holiday; `today`, when the figure was told, has its overtime still to come."""
    days = [day for day in _days(begins, ends) if day.weekday() < SATURDAY and not jpholiday.is_holiday(day)]
    return WorkingDays(elapsed=sum(day < today for day in days), left=tuple(day for day in days if day >= today))


def _days(begins: date, ends: date) -> Iterator[date]:
    for number in range((ends - begins).days + 1):
        yield begins + timedelta(days=number)


def _first_day(month: Month) -> date:
    return date(month.year, month.number, 1)
