"""What kind of day a date is: the company's own calendar first, then weekdays, then the national holidays."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from datetime import date

import jpholiday

from attendance_server.work_rules.values import WorkdayType


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkCalendar:
    """Weekdays count from Monday, which is 0. `exceptions` are the days on which the company decided otherwise."""

    legal_holiday_weekdays: Set[int] = frozenset()
    general_holiday_weekdays: Set[int] = frozenset()
    observes_national_holidays: bool = False
    exceptions: Mapping[date, WorkdayType] = field(default_factory=dict)

    def type_of(self, day: date) -> WorkdayType:
        if day in self.exceptions:
            return self.exceptions[day]
        if day.weekday() in self.legal_holiday_weekdays:
            return WorkdayType.LEGAL_HOLIDAY
        is_national = self.observes_national_holidays and national_holiday(day) is not None
        if is_national or day.weekday() in self.general_holiday_weekdays:
            return WorkdayType.GENERAL_HOLIDAY
        return WorkdayType.WEEKDAY


def national_holiday(day: date) -> str | None:
    """The Japanese name of a national holiday (国民の祝日に関する法律) and its substitutes; else None."""
    return jpholiday.is_holiday_name(day)
