"""What a week has beyond its limit (Labour Standards Act, art. 32 (1): 40 h) becomes overtime, no minute twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from attendance_server.work_rules.totals import MonthDay, MonthRules
from attendance_server.work_rules.values import DayFigure, DayTotals, WorkdayType

# The order in which the buckets of a day stand here; those before overtime, each by its index.
Buckets = tuple[int, int, int, int, int, int]
OVERTIME, NIGHT_OVERTIME = 2, 5
_BEFORE_OVERTIME = {
    DayFigure.ASSIGNED: 0,
    DayFigure.UNASSIGNED: 1,
    DayFigure.LATE_NIGHT: 3,
    DayFigure.LATE_NIGHT_UNASSIGNED: 4,
}
_BY_NIGHT = (3, 4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weekly:
    """A day's buckets after the move, and how much moved into its overtime by day and by night."""

    buckets: Buckets
    overtime: int = 0
    night_overtime: int = 0


def buckets_of(totals: DayTotals) -> Buckets:
    return (
        totals.assigned,
        totals.unassigned,
        totals.overtime,
        totals.late_night,
        totals.late_night_unassigned,
        totals.late_night_overtime,
    )


def move_weekly_excess(ordered: Sequence[MonthDay], rules: MonthRules) -> list[Weekly]:
    """For each day, which are in order of date: the last minutes that a week has beyond its limit are moved.

    Daily overtime is not part of the week's hours, nor is work on legal holidays: both have their own premium.
    """
    limit = rules.weekly_limit_minutes
    if limit is None:
        return [Weekly(buckets=buckets_of(day.totals)) for day in ordered]
    found = []
    week, hours = date.min, 0
    for day in ordered:
        begins = week_of(day.date, rules)
        if begins != week:
            week, hours = begins, 0
        regular = _regular_minutes(day.totals)
        hours += regular
        found.append(_moved(day.totals, min(regular, max(0, hours - limit))))
    return found


def week_of(day: date, rules: MonthRules) -> date:
    """The first day of the week."""
    return day - timedelta(days=(day.weekday() - rules.week_start) % 7)


def _regular_minutes(totals: DayTotals) -> int:
    if totals.workday_type is WorkdayType.LEGAL_HOLIDAY:
        return 0
    return totals.assigned + totals.unassigned + totals.late_night + totals.late_night_unassigned


def _moved(totals: DayTotals, excess: int) -> Weekly:
    buckets = list(buckets_of(totals))
    overtime = night_overtime = 0
    for index, minutes in _from_the_end(totals):
        taken = min(excess, minutes, buckets[index])
        excess -= taken
        buckets[index] -= taken
        is_night = index in _BY_NIGHT
        buckets[NIGHT_OVERTIME if is_night else OVERTIME] += taken
        overtime += 0 if is_night else taken
        night_overtime += taken if is_night else 0
    return Weekly(buckets=_six(buckets), overtime=overtime, night_overtime=night_overtime)


def _from_the_end(totals: DayTotals) -> list[tuple[int, int]]:
    """What is not overtime as (index of the bucket, minutes), the last first. Kept totals have lost the order.

    Of rounded totals the buckets follow as a whole, so that what rounding added is not lost.
    """
    buckets = buckets_of(totals)
    whole = [(index, buckets[index]) for index in _BEFORE_OVERTIME.values()]
    pieces = [(_BEFORE_OVERTIME[name], minutes) for name, minutes in totals.pieces if name in _BEFORE_OVERTIME]
    return pieces[::-1] + whole[::-1]


def _six(buckets: Sequence[int]) -> Buckets:
    one, two, three, four, five, six = buckets
    return one, two, three, four, five, six
