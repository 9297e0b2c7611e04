"""Weeks and premium work: what becomes overtime, and which overtime. The arithmetic stands beside each case."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from attendance_server.work_rules import (
    DayTotals,
    HolidayWork,
    MonthDay,
    MonthRules,
    Period,
    PremiumWork,
    WeeklyWork,
    total_period,
)
from tests.attendance_server.work_rules.days import GENERAL, LEGAL, NOVEMBER, WEEKLY, kept, week, worked


@pytest.mark.parametrize(
    ("days", "assigned", "overtime", "weekly"),
    [
        # Monday to Friday 5 × 480 = 2400: nothing beyond 40 h.
        (week(2, 3, 4, 5, 6), 2400, 0, WeeklyWork()),
        # A sixth day: 480 beyond.
        (week(2, 3, 4, 5, 6, 7), 2400, 480, WeeklyWork(overtime=480)),
        # Sunday begins the week: the 1st to the 6th are six days; the 8th begins another.
        (week(1, 2, 3, 4, 5, 6, 8), 2880, 480, WeeklyWork(overtime=480)),
        # Five days of 600 have 5 × 120 daily overtime already: 2400 are left, none is counted twice.
        (week(2, 3, 4, 5, 6, text="in 09:00 out 19:00"), 2400, 600, WeeklyWork()),
        # Six days of 600: 720 daily, and the sixth's other 480 weekly.
        (week(2, 3, 4, 5, 6, 7, text="in 09:00 out 19:00"), 2400, 1200, WeeklyWork(overtime=480)),
        # Six days of 420 = 2520: 120 beyond.
        (week(2, 3, 4, 5, 6, 7, text="in 09:00 out 16:00"), 2400, 120, WeeklyWork(overtime=120)),
    ],
)
def test_what_a_week_has_beyond_forty_hours_becomes_overtime(
    days: Sequence[MonthDay], assigned: int, overtime: int, weekly: WeeklyWork
) -> None:
    month = total_period(days, NOVEMBER, WEEKLY)

    assert (month.assigned, month.overtime, month.weekly_work) == (assigned, overtime, weekly)
    assert month.total_work == sum(day.totals.total_work for day in days)


def test_without_the_rule_a_week_has_no_limit() -> None:
    month = total_period(week(2, 3, 4, 5, 6, 7), NOVEMBER)

    assert (month.assigned, month.overtime, month.weekly_work) == (2880, 0, WeeklyWork())


def test_the_first_day_of_the_week_is_a_rule() -> None:
    # The 7th is a Saturday, the 8th a Sunday. Weeks from Monday: 2nd to 8th have 6 × 480, 480 beyond; from Sunday none.
    days = week(3, 4, 5, 6, 7, 8)

    from_monday = total_period(days, NOVEMBER, MonthRules(weekly_limit_minutes=2400, week_start=0))

    assert from_monday.overtime == 480
    assert total_period(days, NOVEMBER, WEEKLY).overtime == 0


def test_the_last_minutes_of_the_week_are_the_ones_beyond() -> None:
    # Five days of 450 = 2250; Saturday 18–24 = 240 by day and 120 by night, 2610: the last 210 are 120 night, 90 day.
    days = [*week(2, 3, 4, 5, 6, text="in 09:00 out 16:30"), worked(7, "in 18:00 out 24:00")]

    month = total_period(days, NOVEMBER, WEEKLY)

    assert month.weekly_work == WeeklyWork(overtime=90, night_overtime=120)
    assert (month.assigned, month.overtime, month.night, month.night_overtime) == (2400, 90, 0, 120)


def test_morning_night_work_comes_first() -> None:
    # 2250 before; Saturday 03–07 = 120 by night, then 120 by day, 2490: the last 90 are by day.
    days = [*week(2, 3, 4, 5, 6, text="in 09:00 out 16:30"), worked(7, "in 03:00 out 07:00")]

    assert total_period(days, NOVEMBER, WEEKLY).weekly_work == WeeklyWork(overtime=90)


def test_kept_days_give_up_their_night_first() -> None:
    # 5 × 474 = 2370 before, 130 more: 2500, 100 beyond; 30 by night first, then 70 by day.
    before = [kept(day, assigned=474) for day in (2, 3, 4, 5, 6)]

    month = total_period([*before, kept(7, assigned=100, late_night=30)], NOVEMBER, WEEKLY)

    assert month.weekly_work == WeeklyWork(overtime=70, night_overtime=30)


def test_holidays_in_the_week() -> None:
    # Legal holiday work (480) is not part of the 40 h. 5 × 480 = 2400, then Saturday's 480 on a general holiday.
    days = [worked(1, "in 09:00 out 17:00", LEGAL), *week(2, 3, 4, 5, 6), worked(7, "in 16:00 out 24:00", GENERAL)]

    month = total_period(days, NOVEMBER, WEEKLY)

    # 16–22 = 360 by day, 22–24 = 120 by night.
    assert month.weekly_work == WeeklyWork(general_holiday_overtime=360, general_holiday_night_overtime=120)
    assert month.general_holiday_work == HolidayWork(overtime=360, night_overtime=120, count=1, day_count=Decimal(1))
    assert month.legal_holiday_work == HolidayWork(normal=480, count=1, day_count=Decimal(1))
    assert (month.assigned, month.overtime, month.total_work) == (2400, 0, 3360)


def test_a_week_across_the_border_counts_in_the_month_in_which_its_last_minutes_lie() -> None:
    # 2026-11-29 is a Sunday. 29–30 November and 1–4 December: six days, the sixth beyond.
    november = week(29, 30)
    december = [worked(day, "in 09:00 out 17:00", month=12) for day in (1, 2, 3, 4)]

    first = total_period([*november, *december], NOVEMBER, WEEKLY)
    second = total_period([*november, *december], Period(start=date(2026, 12, 1), end=date(2026, 12, 31)), WEEKLY)

    assert (first.total_work, first.weekly_work.minutes) == (960, 0)
    assert (second.total_work, second.weekly_work.minutes, second.working_count) == (1920, 480, 4)


def test_overtime_beyond_45_and_60_hours_has_buckets_of_its_own() -> None:
    # 15 days of 240 overtime = 3600 reach 60 h: 2700 plain, 900 premium 1. The 16th, 17–22 = 300 and 22–23 = 60 by
    # night beyond 480: premium 2.
    days = [kept(day, assigned=480, overtime=240) for day in range(1, 16)]
    days.append(worked(16, "in 09:00 out 23:00"))

    month = total_period(days, NOVEMBER, MonthRules(premium_from_minutes=(2700, 3600)))

    assert month.overtime == 2700
    assert month.premium_work == PremiumWork(overtime1=900, overtime2=300, night_overtime2=60)
    assert month.total_work == 15 * 720 + 840


def test_one_day_can_pass_both_thresholds_and_legal_holidays_do_not_count() -> None:
    # 60 + 100 on a general holiday reach 160: thresholds 90 and 120 leave 60 + 30, then 30, then 40.
    days = [
        kept(2, overtime=60),
        MonthDay(date=date(2026, 11, 3), totals=DayTotals(overtime=500, workday_type=LEGAL)),
        MonthDay(date=date(2026, 11, 7), totals=DayTotals(overtime=50, late_night_overtime=50, workday_type=GENERAL)),
    ]

    month = total_period(days, NOVEMBER, MonthRules(premium_from_minutes=(90, 120)))

    # Of the 7th: 30 plain and 20 in the first band by day; 10 in the first and 40 in the second by night.
    assert month.premium_work == PremiumWork(overtime1=20, night_overtime1=10, night_overtime2=40)
    assert (month.overtime, month.general_holiday_work.overtime, month.legal_holiday_work.overtime) == (60, 30, 500)


def test_overtime_by_night_brings_the_thresholds_nearer() -> None:
    # 60 by day and 40 by night reach 100; the next 10 are beyond the first threshold of 100.
    days = [kept(2, overtime=60, late_night_overtime=40), kept(3, overtime=10)]

    month = total_period(days, NOVEMBER, MonthRules(premium_from_minutes=(100, 200)))

    assert (month.overtime, month.night_overtime, month.premium_work) == (60, 40, PremiumWork(overtime1=10))


def test_a_rounded_day_gives_up_no_more_than_it_has() -> None:
    # 03–09: 120 by night, 240 by day, which rounding made 0: the 120 that are left move, and by day nothing is below 0.
    day = worked(2, "in 03:00 out 09:00")
    rounded = replace(day, totals=replace(day.totals, assigned=0))

    month = total_period([rounded], NOVEMBER, MonthRules(weekly_limit_minutes=0))

    assert (month.assigned, month.overtime, month.night, month.night_overtime) == (0, 0, 0, 120)
