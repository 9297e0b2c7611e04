"""What goes into and comes out of a month: days with their dates, and sums by the WebAPI's monthly names."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from attendance_server.work_rules.rounding import Rounding
from attendance_server.work_rules.values import DayTotals


class MonthFigure(StrEnum):
    """The sums of a month that can be rounded, named as in `MonthTotals`."""

    ASSIGNED = "assigned"
    UNASSIGNED = "unassigned"
    OVERTIME = "overtime"
    NIGHT = "night"
    NIGHT_UNASSIGNED = "night_unassigned"
    NIGHT_OVERTIME = "night_overtime"
    BREAK_SUM = "break_sum"
    LATE = "late"
    EARLY_LEAVE = "early_leave"


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthRules:
    """How days are summed. The defaults add up and move nothing.

    With `weekly_limit_minutes` (law: 2400) what a week has beyond it becomes overtime. With `premium_from_minutes`,
    say (2700, 3600), overtime beyond the first and the second number moves into 割増残業 1 and 2.
    """

    week_start: int = 6  # Sunday; Monday is 0. Where the company says nothing a week is Sunday to Saturday
    weekly_limit_minutes: int | None = None
    premium_from_minutes: tuple[int, int] | None = None
    interval_minutes: int | None = None  # 勤務間インターバル between leaving and coming again; None: not watched
    counts_half_days: bool = False  # the WebAPI's `halfDayWorkingCount`: halfDay
    rounding: Mapping[MonthFigure, Rounding] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthDay:
    """A person's day within a month. A day without punches and without a plan may be left out.

    A weekday on which `totals.planned` minutes were expected and nothing was punched is an absence, unless on leave.
    """

    date: date
    totals: DayTotals
    is_on_leave: bool = False  # the whole day
    is_half_day_leave: bool = False
    deemed_minutes: int = 0  # みなし労働 of the day: the WebAPI's `regarding`


@dataclass(frozen=True, slots=True, kw_only=True)
class HolidayWork:
    """Minutes worked on holidays, disjoint; `extra` is what a weekday calls 所定外."""

    normal: int = 0
    night: int = 0
    overtime: int = 0
    night_overtime: int = 0
    extra: int = 0
    night_extra: int = 0
    count: int = 0
    day_count: Decimal = Decimal(0)

    @property
    def minutes(self) -> int:
        return self.normal + self.night + self.overtime + self.night_overtime + self.extra + self.night_extra


@dataclass(frozen=True, slots=True, kw_only=True)
class PremiumWork:
    """Overtime beyond the first (1) and the second (2) threshold; such minutes are in no other bucket."""

    overtime1: int = 0
    night_overtime1: int = 0
    overtime2: int = 0
    night_overtime2: int = 0

    @property
    def minutes(self) -> int:
        return self.overtime1 + self.night_overtime1 + self.overtime2 + self.night_overtime2


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklyWork:
    """Which overtime of the month comes from the weekly limit; its minutes are in the overtime (or premium) buckets."""

    overtime: int = 0
    night_overtime: int = 0
    general_holiday_overtime: int = 0
    general_holiday_night_overtime: int = 0

    @property
    def minutes(self) -> int:
        weekdays = self.overtime + self.night_overtime
        return weekdays + self.general_holiday_overtime + self.general_holiday_night_overtime


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthTotals:
    """Minutes and days of a month, by the WebAPI's monthly names (`night` is the daily `late_night`).

    The six buckets from `assigned` to `night_overtime` hold weekdays; holidays and premium work have their own, so that
    no minute is in two. Days are Decimal because half days may count.
    """

    error_days: int = 0
    working_count: int = 0
    weekday_working_count: int = 0
    late_count: int = 0
    early_leave_count: int = 0
    working_day_count: Decimal = Decimal(0)
    weekday_working_day_count: Decimal = Decimal(0)
    absent_day_count: int = 0
    assigned: int = 0
    unassigned: int = 0
    overtime: int = 0
    night: int = 0
    night_unassigned: int = 0
    night_overtime: int = 0
    break_sum: int = 0
    late: int = 0
    early_leave: int = 0
    bound: int = 0
    regarding: int = 0
    legal_holiday_work: HolidayWork = field(default_factory=HolidayWork)
    general_holiday_work: HolidayWork = field(default_factory=HolidayWork)
    premium_work: PremiumWork = field(default_factory=PremiumWork)
    weekly_work: WeeklyWork = field(default_factory=WeeklyWork)
    interval_shortage_count: int = 0

    @property
    def working_days(self) -> int:
        """Days on which there was work, holidays included."""
        return self.working_count

    @property
    def holiday_work(self) -> HolidayWork:
        """Both kinds of holiday together: its minutes are those of the two others, not further ones."""
        one, other = self.legal_holiday_work, self.general_holiday_work
        return HolidayWork(
            normal=one.normal + other.normal,
            night=one.night + other.night,
            overtime=one.overtime + other.overtime,
            night_overtime=one.night_overtime + other.night_overtime,
            extra=one.extra + other.extra,
            night_extra=one.night_extra + other.night_extra,
            count=one.count + other.count,
            day_count=one.day_count + other.day_count,
        )

    @property
    def total_work(self) -> int:
        """Minutes worked, whatever bucket they are in."""
        weekdays = self.assigned + self.unassigned + self.overtime
        nights = self.night + self.night_unassigned + self.night_overtime
        return weekdays + nights + self.holiday_work.minutes + self.premium_work.minutes
