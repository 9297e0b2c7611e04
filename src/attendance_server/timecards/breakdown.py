"""The month's sums one by one, for the page and the PDF; what there is not is left out."""

from collections.abc import Sequence

from attendance_server.timecards.notation import duration
from attendance_server.work_rules import MonthTotals

Sum = tuple[str, str]  # a word of the pages, and its value ready to be read


def breakdown(totals: MonthTotals, said: dict[str, str]) -> Sequence[Sum]:
    """Days first, then minutes that the five buckets of the card do not tell apart."""
    premium = totals.premium_work
    minutes = (
        ("late_night", totals.night),
        ("late_night_unassigned", totals.night_unassigned),
        ("late_night_overtime", totals.night_overtime),
        ("premium1", premium.overtime1 + premium.night_overtime1),
        ("premium2", premium.overtime2 + premium.night_overtime2),
        ("kind_legal_holiday", totals.legal_holiday_work.minutes),
        ("kind_general_holiday", totals.general_holiday_work.minutes),
        ("weekly", totals.weekly_work.minutes),
        ("break_time", totals.break_sum),
    )
    lates = (("late", totals.late_count, totals.late), ("early_leave", totals.early_leave_count, totals.early_leave))
    return [
        ("working_days", _days(totals.working_days, said)),
        ("absent_days", _days(totals.absent_day_count, said)),
        ("error_days", _days(totals.error_days, said)),
        *((name, f"{count} {said['times']} {duration(sum_)}") for name, count, sum_ in lates if count),
        *((name, duration(sum_)) for name, sum_ in minutes if sum_),
    ]


def _days(count: int, said: dict[str, str]) -> str:
    return f"{count} {said['day_count']}"
