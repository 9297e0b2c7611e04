"""The totals that closed days keep, written and read back."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from attendance_server.webapi.dates import Span
from attendance_server.webapi.models import ClosedDay, Employee, MonthClosing
from attendance_server.work_rules import DayTotals, WorkdayType

_MINUTES = frozenset(field.name for field in fields(DayTotals) if isinstance(field.default, int))
_INSTANTS = ("came", "left")


def frozen(totals: DayTotals) -> dict[str, object]:
    """As a closed day keeps them; what is 0 or unknown needs no place."""
    minutes = {name: getattr(totals, name) for name in _MINUTES}
    instants = {name: moment.isoformat() for name in _INSTANTS if (moment := getattr(totals, name)) is not None}
    kept = {name: value for name, value in minutes.items() if value}
    return {**kept, **instants, "workday_type": totals.workday_type.value}


def closed_totals(span: Span) -> Mapping[tuple[int, date], DayTotals]:
    """The totals of the closed days of a span, by employee's id and date."""
    rows = ClosedDay.objects.filter(date__range=(span.start, span.end))
    return {(employee, day): _thawed(kept) for employee, day, kept in rows.values_list("employee_id", "date", "totals")}


def is_day_closed(employee: Employee, day: date) -> bool:
    return ClosedDay.objects.filter(employee=employee, date=day).exists()


def closed_divisions(month: date) -> frozenset[int]:
    """Ids of the divisions whose month (its first day) is closed."""
    return frozenset(MonthClosing.objects.filter(month=month).values_list("division_id", flat=True))


def _thawed(kept: Mapping[str, Any]) -> DayTotals:
    minutes = {name: value for name, value in kept.items() if name in _MINUTES}
    came, left = (datetime.fromisoformat(kept[name]) if name in kept else None for name in _INSTANTS)
    return DayTotals(**minutes, came=came, left=left, workday_type=WorkdayType(kept["workday_type"]))
