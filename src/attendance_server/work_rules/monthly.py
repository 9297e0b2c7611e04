"""A month is the sum of its days; error days count as days with an error, not as work."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from attendance_server.work_rules.months import Period
from attendance_server.work_rules.premium import Premium, move_premium
from attendance_server.work_rules.rounding import round_minutes
from attendance_server.work_rules.totals import HolidayWork, MonthDay, MonthRules, MonthTotals, WeeklyWork
from attendance_server.work_rules.values import DayTotals, WorkdayType
from attendance_server.work_rules.weekly import Buckets, Weekly, buckets_of, move_weekly_excess

_NO_RULES = MonthRules()
_WHOLE, _HALF = Decimal(1), Decimal("0.5")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Summed:
    """A day on its way into the month: what is left in its buckets, and what was moved."""

    day: MonthDay
    buckets: Buckets
    weekly: Weekly
    premium: Premium


def total_month(days: Iterable[DayTotals]) -> MonthTotals:
    """Add up days without dates, by no rule of the month; their order does not matter."""
    return _sum([_plain(MonthDay(date=date.min, totals=totals)) for totals in days], _NO_RULES)


def total_period(
    days: Iterable[MonthDay], period: Period, rules: MonthRules = _NO_RULES, *, today: date | None = None
) -> MonthTotals:
    """Add up a month of account; the order of the days does not matter, and there is one for a date at most.

    Give the seven days before the period too: the week and the interval across the border need them, the sums leave
    them out. Planned days from `today` on are not yet absences.
    """
    ordered = sorted((day for day in days if day.date <= period.end), key=lambda day: day.date)
    weekly = move_weekly_excess(ordered, rules)
    inside = [(day, moved) for day, moved in zip(ordered, weekly, strict=True) if day.date in period]
    premium = move_premium([(day, moved.buckets) for day, moved in inside], rules)
    summed = [
        _Summed(day=day, buckets=left, weekly=moved, premium=extra)
        for (day, moved), (left, extra) in zip(inside, premium, strict=True)
    ]
    return replace(
        _sum(summed, rules),
        absent_day_count=sum(_is_absent(day, today) for day, _ in inside),
        interval_shortage_count=_interval_shortages(ordered, period, rules),
    )


def _plain(day: MonthDay) -> _Summed:
    buckets = buckets_of(day.totals)
    return _Summed(day=day, buckets=buckets, weekly=Weekly(buckets=buckets), premium=Premium())


def _sum(days: Sequence[_Summed], rules: MonthRules) -> MonthTotals:
    weekdays = _of_type(days, WorkdayType.WEEKDAY)
    assigned, unassigned, overtime, night, night_unassigned, night_overtime = _columns(weekdays)
    totals = [day.day.totals for day in days]
    month = MonthTotals(
        error_days=sum(day.is_error for day in totals),
        working_count=sum(_has_work(day) for day in days),
        weekday_working_count=sum(_has_work(day) for day in weekdays),
        late_count=sum(day.late > 0 for day in totals),
        early_leave_count=sum(day.early_leave > 0 for day in totals),
        working_day_count=_days_of(days, rules),
        weekday_working_day_count=_days_of(weekdays, rules),
        assigned=assigned,
        unassigned=unassigned,
        overtime=overtime,
        night=night,
        night_unassigned=night_unassigned,
        night_overtime=night_overtime,
        break_sum=sum(day.break_time for day in totals),
        late=sum(day.late for day in totals),
        early_leave=sum(day.early_leave for day in totals),
        bound=sum(day.bound for day in totals),
        regarding=sum(day.day.deemed_minutes for day in days),
        legal_holiday_work=_holiday_work(_of_type(days, WorkdayType.LEGAL_HOLIDAY), rules),
        general_holiday_work=_holiday_work(_of_type(days, WorkdayType.GENERAL_HOLIDAY), rules),
        premium_work=Premium.sum(day.premium for day in days),
        weekly_work=_weekly_work(days),
    )
    figures = {name.value: round_minutes(getattr(month, name), way) for name, way in rules.rounding.items()}
    return replace(month, **figures)  # type: ignore[arg-type]  # the names of MonthFigure are those of the fields


def _of_type(days: Iterable[_Summed], workday_type: WorkdayType) -> list[_Summed]:
    return [day for day in days if day.day.totals.workday_type is workday_type]


def _columns(days: Sequence[_Summed]) -> list[int]:
    return [sum(day.buckets[index] for day in days) for index in range(6)]


def _has_work(day: _Summed) -> bool:
    return day.day.totals.total_work > 0


def _days_of(days: Iterable[_Summed], rules: MonthRules) -> Decimal:
    worked = (day.day for day in days if _has_work(day))
    return sum((_HALF if rules.counts_half_days and day.is_half_day_leave else _WHOLE for day in worked), Decimal(0))


def _holiday_work(days: Sequence[_Summed], rules: MonthRules) -> HolidayWork:
    normal, extra, overtime, night, night_extra, night_overtime = _columns(days)
    return HolidayWork(
        normal=normal,
        night=night,
        overtime=overtime,
        night_overtime=night_overtime,
        extra=extra,
        night_extra=night_extra,
        count=sum(_has_work(day) for day in days),
        day_count=_days_of(days, rules),
    )


def _weekly_work(days: Iterable[_Summed]) -> WeeklyWork:
    sums = {False: [0, 0], True: [0, 0]}
    for day in days:
        moved = sums[day.day.totals.workday_type is WorkdayType.GENERAL_HOLIDAY]
        moved[0] += day.weekly.overtime
        moved[1] += day.weekly.night_overtime
    return WeeklyWork(
        overtime=sums[False][0],
        night_overtime=sums[False][1],
        general_holiday_overtime=sums[True][0],
        general_holiday_night_overtime=sums[True][1],
    )


def _is_absent(day: MonthDay, today: date | None) -> bool:
    totals = day.totals
    is_due = totals.planned > 0 and not totals.workday_type.is_holiday and (today is None or day.date < today)
    return is_due and not day.is_on_leave and not totals.is_error and totals.came is None and totals.bound == 0


def _interval_shortages(ordered: Sequence[MonthDay], period: Period, rules: MonthRules) -> int:
    if rules.interval_minutes is None:
        return 0
    found, left = 0, None
    for day in ordered:
        came = day.totals.came
        is_short = came and left and came - left < timedelta(minutes=rules.interval_minutes)
        found += bool(is_short and day.date in period)
        left = day.totals.left or left
    return found
