"""Punches + rules → daily and monthly totals. Pure: no database, no web framework, no clock, no environment.

It is not where punches are accepted or refused (that is `webapi`); a day that cannot be reckoned is an error day here.
"""

from attendance_server.work_rules.article36 import (
    Agreement,
    Article36,
    Breach,
    BreachCode,
    Coverage,
    Limit,
    MonthHours,
    Remaining,
    check_article36,
)
from attendance_server.work_rules.breaks import BreakChoice, BreakRules, PresenceBreak
from attendance_server.work_rules.daily import total_day
from attendance_server.work_rules.holidays import WorkCalendar, national_holiday
from attendance_server.work_rules.monthly import total_month, total_period
from attendance_server.work_rules.months import Month, Period, month_of, pay_period
from attendance_server.work_rules.rounding import Direction, Rounding
from attendance_server.work_rules.totals import (
    HolidayWork,
    MonthDay,
    MonthFigure,
    MonthRules,
    MonthTotals,
    PremiumWork,
    WeeklyWork,
)
from attendance_server.work_rules.values import (
    BreakOff,
    DayError,
    DayFigure,
    DayPlan,
    DayTotals,
    Kind,
    OvertimeStart,
    Punch,
    WorkdayType,
    WorkRules,
)

__all__ = [
    "Agreement",
    "Article36",
    "Breach",
    "BreachCode",
    "BreakChoice",
    "BreakOff",
    "BreakRules",
    "Coverage",
    "DayError",
    "DayFigure",
    "DayPlan",
    "DayTotals",
    "Direction",
    "HolidayWork",
    "Kind",
    "Limit",
    "Month",
    "MonthDay",
    "MonthFigure",
    "MonthHours",
    "MonthRules",
    "MonthTotals",
    "OvertimeStart",
    "Period",
    "PremiumWork",
    "PresenceBreak",
    "Punch",
    "Remaining",
    "Rounding",
    "WeeklyWork",
    "WorkCalendar",
    "WorkRules",
    "WorkdayType",
    "check_article36",
    "month_of",
    "national_holiday",
    "pay_period",
    "total_day",
    "total_month",
    "total_period",
]
