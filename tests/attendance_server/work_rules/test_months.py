"""Months of account and their days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attendance_server.work_rules import Month, Period, month_of, pay_period

closing_days = st.none() | st.integers(1, 31)


@pytest.mark.parametrize(
    ("month", "closing_day", "start", "end"),
    [
        ((2026, 11), None, date(2026, 11, 1), date(2026, 11, 30)),
        ((2026, 11), 15, date(2026, 10, 16), date(2026, 11, 15)),
        ((2026, 1), 15, date(2025, 12, 16), date(2026, 1, 15)),
        # February has no 30th: it is closed on its last day, and March begins on the 1st.
        ((2026, 2), 30, date(2026, 1, 31), date(2026, 2, 28)),
        ((2026, 3), 30, date(2026, 3, 1), date(2026, 3, 30)),
        ((2028, 2), 29, date(2028, 1, 30), date(2028, 2, 29)),
        ((2026, 3), 29, date(2026, 3, 1), date(2026, 3, 29)),
        ((2026, 11), 31, date(2026, 11, 1), date(2026, 11, 30)),
        ((2026, 12), 1, date(2026, 11, 2), date(2026, 12, 1)),
    ],
)
def test_a_month_ends_with_its_closing_day(
    month: tuple[int, int], closing_day: int | None, start: date, end: date
) -> None:
    assert pay_period(Month(year=month[0], number=month[1]), closing_day) == Period(start=start, end=end)


@given(st.dates(date(1950, 1, 1), date(2150, 1, 1)), closing_days)
def test_every_day_is_in_its_month_and_in_no_other(day: date, closing_day: int | None) -> None:
    month = month_of(day, closing_day)

    assert day in pay_period(month, closing_day)
    assert day not in pay_period(month.shifted(-1), closing_day)
    assert day not in pay_period(month.shifted(1), closing_day)


@given(st.integers(1950, 2150), st.integers(1, 12), closing_days)
def test_months_follow_each_other_without_a_gap(year: int, number: int, closing_day: int | None) -> None:
    month = Month(year=year, number=number)

    next_start = pay_period(month, closing_day).end + timedelta(days=1)

    assert pay_period(month.shifted(1), closing_day).start == next_start


def test_months_shift_over_years_and_are_written_as_the_webapi_does() -> None:
    assert str(Month(year=2026, number=1).shifted(-1)) == "2025-12"
    assert Month(year=2026, number=11).shifted(14) == Month(year=2028, number=1)
    assert Month(year=2026, number=2) < Month(year=2026, number=11)
