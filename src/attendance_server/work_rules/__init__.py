"""Punches + rules → daily and monthly totals. Pure: no database, no web framework, no clock, no environment.

It is not where punches are accepted or refused (that is `webapi`); a day that cannot be reckoned is an error day here.
"""

from attendance_server.work_rules.daily import total_day
from attendance_server.work_rules.monthly import MonthTotals, total_month
from attendance_server.work_rules.values import DayError, DayTotals, Kind, Punch, WorkRules

__all__ = ["DayError", "DayTotals", "Kind", "MonthTotals", "Punch", "WorkRules", "total_day", "total_month"]
