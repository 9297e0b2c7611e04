"""Remaining overtime, warnings, and the forecast."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaodoki.timekeeping.months import Month
from kaodoki.timekeeping.overtime import (
    forecast,
    highest_threshold,
    remaining_overtime,
    thresholds_reached,
    working_days,
)

AS_OF = datetime(2026, 11, 20, tzinfo=UTC)
NOVEMBER = Month(year=2026, number=11)
# Weekends of November 2026, 文化の日 and 勤労感謝の日.
DAYS_OFF = {date(2026, 11, day) for day in (1, 3, 7, 8, 14, 15, 21, 22, 23, 28, 29)}


@pytest.mark.parametrize(("worked", "left", "over"), [(1200, 2400, 0), (0, 3600, 0), (3600, 0, 0), (3700, 0, 100)])
def test_cap_minus_overtime_is_never_negative(worked: int, left: int, over: int) -> None:
    found = remaining_overtime(worked_minutes=worked, cap_minutes=3600, as_of=AS_OF)

    assert (found.minutes, found.exceeded_minutes, found.cap_minutes) == (left, over, 3600)


@pytest.mark.parametrize(
    ("minutes", "highest"), [(0, None), (1799, None), (1800, 1800), (2399, 1800), (2400, 2400), (9999, 2700)]
)
def test_threshold_is_reached_to_the_minute(minutes: int, highest: int | None) -> None:
    assert highest_threshold(minutes, [2400, 1800, 2700]) == highest


@pytest.mark.parametrize(
    ("before", "now", "reached"),
    [(0, 1799, ()), (1799, 1800, (1800,)), (1800, 1900, ()), (0, 2700, (1800, 2400, 2700)), (2500, 1000, ())],
)
def test_each_threshold_is_worth_one_warning(before: int, now: int, reached: tuple[int, ...]) -> None:
    assert thresholds_reached(before=before, now=now, thresholds=[2700, 1800, 2400, 1800]) == reached


def test_threshold_of_nothing_is_reached_by_the_first_total_of_a_month() -> None:
    assert thresholds_reached(before=-1, now=0, thresholds=[0, 60]) == (0,)


@given(totals=st.lists(st.integers(0, 6000)).map(sorted), thresholds=st.lists(st.integers(0, 6000)))
def test_however_often_totals_come_each_threshold_is_told_once(totals: list[int], thresholds: list[int]) -> None:
    told = [
        threshold
        for before, now in zip([-1, *totals], totals, strict=False)
        for threshold in thresholds_reached(before=before, now=now, thresholds=thresholds)
    ]

    assert told == sorted({threshold for threshold in thresholds if totals and threshold <= totals[-1]})


def test_working_days_are_parted_at_today() -> None:
    days = working_days(NOVEMBER, today=date(2026, 11, 16), days_off=DAYS_OFF)

    assert days.elapsed == 9
    assert [day.day for day in days.left] == [16, 17, 18, 19, 20, 24, 25, 26, 27, 30]


@pytest.mark.parametrize(("today", "elapsed", "left"), [(date(2026, 10, 31), 0, 19), (date(2026, 12, 1), 19, 0)])
def test_month_that_has_not_begun_or_is_over(today: date, elapsed: int, left: int) -> None:
    days = working_days(NOVEMBER, today=today, days_off=DAYS_OFF)

    assert (days.elapsed, len(days.left)) == (elapsed, left)


@pytest.mark.parametrize(
    ("minutes", "cap", "month_end", "reached_on"),
    [
        # 27 h after 9 of 19 working days is 3 h a day: 57 h at the end; 45 h are reached six working days on, the 24th.
        (27 * 60, 45 * 60, 57 * 60, 24),
        (27 * 60, 57 * 60, 57 * 60, 30),
        (27 * 60, 57 * 60 + 1, 57 * 60, None),
        (27 * 60, 27 * 60 + 1, 57 * 60, 16),
        (27 * 60, 30 * 60, 57 * 60, 16),
        (27 * 60, 30 * 60 + 1, 57 * 60, 17),
        (0, 45 * 60, 0, None),
        # A minute in nine days: two in nineteen, and the second only with the eighteenth.
        (1, 2, 2, 27),
    ],
)
def test_forecast_names_the_day_on_which_the_cap_is_reached(
    minutes: int, cap: int, month_end: int, reached_on: int | None
) -> None:
    days = working_days(NOVEMBER, today=date(2026, 11, 16), days_off=DAYS_OFF)

    found = forecast(minutes=minutes, cap_minutes=cap, elapsed=days.elapsed, left=days.left)

    assert found is not None
    assert (found.month_end_minutes, found.reached_on and found.reached_on.day) == (month_end, reached_on)
    assert not found.is_reached


@pytest.mark.parametrize(("minutes", "cap"), [(2700, 2700), (2800, 2700), (0, 0)])
def test_cap_that_is_reached_already_has_no_day_to_come(minutes: int, cap: int) -> None:
    found = forecast(minutes=minutes, cap_minutes=cap, elapsed=9, left=[date(2026, 11, 30)])

    assert found is not None
    assert (found.is_reached, found.reached_on) == (True, None)


def test_there_is_no_pace_before_a_working_day_has_elapsed() -> None:
    assert forecast(minutes=60, cap_minutes=2700, elapsed=0, left=[date(2026, 11, 2)]) is None


def test_nothing_is_left_on_the_last_day() -> None:
    found = forecast(minutes=2000, cap_minutes=2700, elapsed=19, left=[])

    assert found is not None
    assert (found.month_end_minutes, found.reached_on) == (2000, None)


@given(minutes=st.integers(0, 10_000), cap=st.integers(0, 10_000), elapsed=st.integers(1, 25), left=st.integers(0, 25))
def test_forecast_is_what_walking_day_by_day_finds(minutes: int, cap: int, elapsed: int, left: int) -> None:
    days = [date(2026, 11, 1) + timedelta(days=index) for index in range(left)]

    found = forecast(minutes=minutes, cap_minutes=cap, elapsed=elapsed, left=days)

    so_far, walked = Fraction(minutes), None
    for day in days:
        so_far += Fraction(minutes, elapsed)
        if walked is None and minutes < cap <= so_far:
            walked = day
    assert found is not None
    assert found.reached_on == walked
    assert found.is_reached == (minutes >= cap)
    assert found.month_end_minutes <= so_far < found.month_end_minutes + 1
