"""A month of account: holidays, counts, intervals. The arithmetic stands beside each case."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from attendance_server.work_rules import (
    DayError,
    DayTotals,
    HolidayWork,
    MonthDay,
    MonthRules,
    MonthTotals,
    Period,
    WorkdayType,
    total_day,
    total_period,
)
from tests.attendance_server.work_rules.days import (
    GENERAL,
    LEGAL,
    MIDNIGHT,
    NOVEMBER,
    WEEKLY,
    plan,
    punches,
    week,
    worked,
)


def test_holidays_are_kept_apart_and_both_together() -> None:
    days = [
        worked(2, "in 09:00 out 17:00"),
        worked(7, "in 18:00 out 24:00", GENERAL),  # 240 by day, 120 by night
        worked(8, "in 09:00 out 19:00", LEGAL),  # 600, no overtime on legal holidays
    ]

    month = total_period(days, NOVEMBER)

    assert month.assigned == 480
    assert month.general_holiday_work == HolidayWork(normal=240, night=120, count=1, day_count=Decimal(1))
    assert month.legal_holiday_work == HolidayWork(normal=600, count=1, day_count=Decimal(1))
    assert month.holiday_work == HolidayWork(normal=840, night=120, count=2, day_count=Decimal(2))
    assert (month.working_count, month.weekday_working_count, month.total_work) == (3, 1, 1440)


def planned(day: int, text: str, workday_type: WorkdayType = WorkdayType.WEEKDAY) -> DayTotals:
    return total_day(punches(text), plan=plan("09:00-17:00"), workday_type=workday_type)


def test_counts_of_days() -> None:
    def on(day: int, text: str, *, is_on_leave: bool = False, is_half_day_leave: bool = False) -> MonthDay:
        totals = planned(day, text)
        return MonthDay(
            date=date(2026, 11, day), totals=totals, is_on_leave=is_on_leave, is_half_day_leave=is_half_day_leave
        )

    days = [
        on(2, "in 09:00 out 17:00"),
        on(3, "in 09:10 out 16:40"),  # 10 late, 20 early
        on(4, "in 09:30 out 17:00"),  # 30 late
        on(5, ""),  # absent
        on(6, "", is_on_leave=True),
        on(9, "in 09:00"),  # an error, not an absence
        on(10, "in 09:00 out 17:00", is_half_day_leave=True),
        on(11, ""),  # absent
        on(12, ""),  # today
        on(13, ""),  # to come
        MonthDay(date=date(2026, 11, 8), totals=planned(8, "", LEGAL)),  # nobody is absent on a holiday
        MonthDay(date=date(2026, 11, 7), totals=total_day([])),  # nothing planned
    ]

    month = total_period(days, NOVEMBER, MonthRules(counts_half_days=True), today=date(2026, 11, 12))

    assert (month.late_count, month.late, month.early_leave_count, month.early_leave) == (2, 40, 1, 20)
    assert (month.working_count, month.working_days, month.error_days, month.absent_day_count) == (4, 4, 1, 2)
    assert (month.working_day_count, month.weekday_working_day_count) == (Decimal("3.5"), Decimal("3.5"))
    assert total_period(days, NOVEMBER).absent_day_count == 4
    assert total_period(days, NOVEMBER).working_day_count == 4


@pytest.mark.parametrize(
    ("left", "came", "expected"),
    [
        ("in 09:00 out 22:00", "in 09:00 out 17:00", 0),  # 11 h exactly
        ("in 09:00 out 22:01", "in 09:00 out 17:00", 1),  # a minute less
        ("in 09:00 out 33:00", "in 08:00 out 17:00", 1),  # came before having left
        ("in 09:00", "in 00:00 out 17:00", 0),  # an error day says nothing
    ],
)
def test_too_short_an_interval_between_two_days(left: str, came: str, expected: int) -> None:
    rules = MonthRules(interval_minutes=660)

    month = total_period([worked(3, came), worked(2, left)], NOVEMBER, rules)

    assert month.interval_shortage_count == expected


def test_an_interval_across_the_border_counts_with_the_day_of_coming() -> None:
    days = [worked(31, "in 09:00 out 24:00", month=10), worked(1, "in 09:00 out 17:00")]
    october = Period(start=date(2026, 10, 1), end=date(2026, 10, 31))
    rules = MonthRules(interval_minutes=660)

    assert total_period(days, NOVEMBER, rules).interval_shortage_count == 1
    assert total_period(days, october, rules).interval_shortage_count == 0
    assert total_period(days, NOVEMBER).interval_shortage_count == 0


def test_deemed_work_is_added_up_beside_the_work() -> None:
    days = [
        MonthDay(date=date(2026, 11, day), totals=DayTotals(), deemed_minutes=480, is_on_leave=True) for day in (2, 3)
    ]

    month = total_period(days, NOVEMBER)

    assert (month.regarding, month.total_work) == (960, 0)


def test_a_month_without_days_is_all_zero() -> None:
    assert total_period([], NOVEMBER, WEEKLY) == MonthTotals()


def test_an_error_day_adds_nothing_but_its_count() -> None:
    day = MonthDay(date=date(2026, 11, 2), totals=DayTotals(errors=(DayError.DUPLICATE,)))

    assert total_period([day], NOVEMBER, WEEKLY) == MonthTotals(error_days=1)


def test_days_in_any_order_give_the_same_month() -> None:
    days = week(2, 3, 4, 5, 6, 7, text="in 09:00 out 22:30")
    rules = MonthRules(weekly_limit_minutes=2400, premium_from_minutes=(300, 600), interval_minutes=660)

    assert total_period(reversed(days), NOVEMBER, rules) == total_period(days, NOVEMBER, rules)


def test_a_day_keeps_the_instants_of_coming_and_leaving() -> None:
    totals = worked(2, "in 09:00 out 17:00").totals

    assert (totals.came, totals.left) == (
        MIDNIGHT + timedelta(days=-18, hours=9),
        MIDNIGHT + timedelta(days=-18, hours=17),
    )


def test_an_interval_counts_over_a_day_without_work_and_in_its_own_month_only() -> None:
    # Left at 47:00 of the 2nd, nothing on the 3rd, came at 00:30 of the 4th: 90 minutes.
    november = [worked(2, "in 30:00 out 47:00"), worked(3, ""), worked(4, "in 00:30 out 08:00")]
    october = [worked(30, "in 09:00 out 24:00", month=10), worked(31, "in 08:00 out 17:00", month=10)]

    month = total_period([*october, *november], NOVEMBER, MonthRules(interval_minutes=660))

    assert month.interval_shortage_count == 1
