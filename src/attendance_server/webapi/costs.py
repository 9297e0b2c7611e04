"""What a day's work is estimated to cost (pure): the hourly wage with the least premiums of the law, in yen."""

from attendance_server.work_rules import DayTotals

# Labour Standards Act article 37 and its ordinances: at least 25 % more for overtime and for late night, 35 % on legal
# holidays. The 50 % beyond 60 hours of overtime in a month is no matter of one day and is left out of the estimate.
_PLAIN, _OVERTIME, _NIGHT, _LEGAL_HOLIDAY = 100, 25, 25, 35
_PERCENT_MINUTES_AN_HOUR = 6000


def labour_cost_yen(totals: DayTotals, hourly_wage_yen: int | None, *, is_legal_holiday: bool) -> int:
    """Rounded to the nearest yen, halves up; 0 where no wage is known."""
    if hourly_wage_yen is None:
        return 0
    by_day = totals.assigned + totals.unassigned
    by_night = totals.late_night + totals.late_night_unassigned
    base = _PLAIN + (_LEGAL_HOLIDAY if is_legal_holiday else 0)
    beyond = base if is_legal_holiday else base + _OVERTIME  # there is no overtime on a legal holiday
    weighted = by_day * base + totals.overtime * beyond
    weighted += by_night * (base + _NIGHT) + totals.late_night_overtime * (beyond + _NIGHT)
    return (hourly_wage_yen * weighted * 2 + _PERCENT_MINUTES_AN_HOUR) // (2 * _PERCENT_MINUTES_AN_HOUR)
