"""Months as the attendance system counts them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaodoki.timekeeping.months import Month

MONTHS = st.builds(Month, year=st.integers(1990, 2090), number=st.integers(1, 12))


@pytest.mark.parametrize(("months", "expected"), [(0, "2026-11"), (1, "2026-12"), (2, "2027-01"), (-11, "2025-12")])
def test_shifting_crosses_the_year(months: int, expected: str) -> None:
    assert str(Month.parse("2026-11").shifted(months)) == expected


@given(month=MONTHS, by=st.integers(-300, 300))
def test_shifting_back_returns(month: Month, by: int) -> None:
    assert month.shifted(by).shifted(-by) == month
    assert (month.shifted(by) > month) == (by > 0)


@given(month=MONTHS)
def test_text_says_the_month_again(month: Month) -> None:
    assert Month.parse(str(month)) == month == Month.of(date(month.year, month.number, 28))


def test_since_has_every_month_between() -> None:
    months = Month.parse("2027-02").since(Month.parse("2026-11"))

    assert [str(month) for month in months] == ["2026-11", "2026-12", "2027-01", "2027-02"]
    assert list(Month.parse("2026-10").since(Month.parse("2026-11"))) == []


@pytest.mark.parametrize("text", ["", "2026-13", "2026-00", "2026-1", "26-01", "2026/01", "2026-011", "二〇二六-01"])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="."):
        Month.parse(text)
