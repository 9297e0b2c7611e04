"""The pay period that a month means: it ends with the closing day (締め日) of the person's working type."""

from datetime import date

from attendance_server import work_rules
from attendance_server.webapi.dates import Span, month_of
from attendance_server.webapi.employees import assignment_on
from attendance_server.webapi.models import Employee, WorkingType


def period_of(closing_day: int | None, month: date) -> Span:
    """The days of a month (its first day); with a closing day of 15, from the 16th of the month before to the 15th."""
    found = work_rules.pay_period(work_rules.Month(year=month.year, number=month.month), closing_day)
    return Span(start=found.start, end=found.end)


def pay_period(employee: Employee, month: date) -> Span:
    """By the working type that the person has at the end of the month."""
    return period_of(assignment_on(employee, month_of(month).end).working_type.closing_day, month)


def widest_period(month: date) -> Span:
    """From the first to the last day of any working type's period."""
    days = set(WorkingType.objects.values_list("closing_day", flat=True)) or {None}
    periods = [period_of(day, month) for day in days]
    return Span(start=min(period.start for period in periods), end=max(period.end for period in periods))
