"""A month as the attendance system counts one: `2026-11`, whatever its closing day."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Self

MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Month:
    """`number` is 1 (January) to 12. Raises ValueError for any other."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= MONTHS_A_YEAR:
            raise ValueError("a month from 1 to 12 is needed")

    @classmethod
    def parse(cls, text: str) -> Self:
        """From `YYYY-MM`. Raises ValueError for anything else."""
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}", text):
            raise ValueError("a month as YYYY-MM is needed")
        return cls(year=int(text[:4]), number=int(text[5:]))

    @classmethod
    def of(cls, day: date) -> Self:
        """The calendar month of `day`."""
        return cls(year=day.year, number=day.month)

    def shifted(self, months: int) -> "Month":
        """So many months later, or earlier if negative."""
        year, index = divmod(self.year * MONTHS_A_YEAR + self.number - 1 + months, MONTHS_A_YEAR)
        return Month(year=year, number=index + 1)

    def since(self, first: "Month") -> Iterator["Month"]:
        """All months from `first` to this one, both included; none if `first` is later."""
        month = first
        while month <= self:
            yield month
            month = month.shifted(1)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"
