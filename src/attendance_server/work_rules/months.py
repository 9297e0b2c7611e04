"""Months of account and the days they cover: a month is named by the calendar month in which it is closed (締め日)."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

_MONTHS = 12


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Month:
    """A month of account, `2026-11`."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"

    def shifted(self, months: int) -> "Month":
        """So many months later; earlier if negative."""
        years, rest = divmod(self.year * _MONTHS + self.number - 1 + months, _MONTHS)
        return Month(year=years, number=rest + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The days of a month of account, both included: the WebAPI's `startDate` and `endDate`."""

    start: date
    end: date

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end


def pay_period(month: Month, closing_day: int | None = None) -> Period:
    """From the day after one closing day to the next. None, or a day that the month lacks, means its last day.

    With a closing day of 15, 2026-11 runs from 2026-10-16 to 2026-11-15.
    """
    start = _closing_date(month.shifted(-1), closing_day) + timedelta(days=1)
    return Period(start=start, end=_closing_date(month, closing_day))


def month_of(day: date, closing_day: int | None = None) -> Month:
    """The month of account to which a day belongs."""
    month = Month(year=day.year, number=day.month)
    return month if day <= _closing_date(month, closing_day) else month.shifted(1)


def _closing_date(month: Month, closing_day: int | None) -> date:
    last = calendar.monthrange(month.year, month.number)[1]
    return date(month.year, month.number, last if closing_day is None else min(closing_day, last))
