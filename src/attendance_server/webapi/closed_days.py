"""The totals that closed days keep, written and read back."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date

from attendance_server.webapi.dates import Span
from attendance_server.webapi.models import ClosedDay, Employee, MonthClosing
from attendance_server.work_rules import DayTotals

_MINUTES = frozenset(field.name for field in fields(DayTotals) if isinstance(field.default, int))


def frozen(totals: DayTotals) -> dict[str, int]:
    """As a closed day keeps them; what is 0 needs no place."""
    return {name: value for name, value in asdict(totals).items() if name in _MINUTES and value}


def closed_totals(span: Span) -> Mapping[tuple[int, date], DayTotals]:
    """The totals of the closed days of a span, by employee's id and date."""
    rows = ClosedDay.objects.filter(date__range=(span.start, span.end))
    return {
        (employee, day): DayTotals(**{name: value for name, value in kept.items() if name in _MINUTES})
        for employee, day, kept in rows.values_list("employee_id", "date", "totals")
    }


def is_day_closed(employee: Employee, day: date) -> bool:
    return ClosedDay.objects.filter(employee=employee, date=day).exists()


def closed_divisions(month: date) -> frozenset[int]:
    """Ids of the divisions whose month (its first day) is closed."""
    return frozenset(MonthClosing.objects.filter(month=month).values_list("division_id", flat=True))
