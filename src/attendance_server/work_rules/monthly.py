"""A month is the sum of its days; error days count as days with an error, not as work."""

from collections.abc import Iterable
from dataclasses import dataclass

from attendance_server.work_rules.values import DayTotals


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthTotals:
    """Minutes and days of a month, by the WebAPI's monthly names (`night` is the daily `late_night`)."""

    working_days: int = 0
    error_days: int = 0
    assigned: int = 0
    unassigned: int = 0
    overtime: int = 0
    night: int = 0
    night_unassigned: int = 0
    night_overtime: int = 0
    break_sum: int = 0
    bound: int = 0
    total_work: int = 0


def total_month(days: Iterable[DayTotals]) -> MonthTotals:
    """Add up the days; their order does not matter."""
    known = list(days)
    return MonthTotals(
        working_days=sum(1 for day in known if day.total_work > 0),
        error_days=sum(1 for day in known if day.is_error),
        assigned=sum(day.assigned for day in known),
        unassigned=sum(day.unassigned for day in known),
        overtime=sum(day.overtime for day in known),
        night=sum(day.late_night for day in known),
        night_unassigned=sum(day.late_night_unassigned for day in known),
        night_overtime=sum(day.late_night_overtime for day in known),
        break_sum=sum(day.break_time for day in known),
        bound=sum(day.bound for day in known),
        total_work=sum(day.total_work for day in known),
    )
