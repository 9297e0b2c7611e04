"""The values that go into and come out of the reckoning of a day; durations are whole minutes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta, timezone, tzinfo
from enum import StrEnum

from attendance_server.work_rules.breaks import BreakChoice, BreakRules
from attendance_server.work_rules.rounding import Rounding

JST = timezone(timedelta(hours=9), "JST")  # the WebAPI is for use inside Japan; no daylight saving time


class Kind(StrEnum):
    """What a punch says, by its WebAPI code."""

    IN = "1"
    OUT = "2"
    BREAK_START = "3"
    BREAK_END = "4"
    GO_OUT = "7"
    RETURN = "8"


class DayError(StrEnum):
    """Why a day cannot be reckoned."""

    INCOMPLETE = "incomplete"
    DUPLICATE = "duplicate"
    MISORDERED = "misordered"
    ONLY_ABSENCE = "only_absence"  # late or early, and no minute of work
    DISCRETIONARY = "discretionary"  # somebody with discretionary hours (裁量労働) has no punches


class WorkdayType(StrEnum):
    """The kind of a day; `label` is the WebAPI's `workdayTypeName`."""

    WEEKDAY = "weekday"
    LEGAL_HOLIDAY = "legal_holiday"  # Labour Standards Act, art. 35
    GENERAL_HOLIDAY = "general_holiday"  # any other holiday: the company's own, or a national one

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def is_holiday(self) -> bool:
        return self is not WorkdayType.WEEKDAY


_LABELS = {
    WorkdayType.WEEKDAY: "平日",
    WorkdayType.LEGAL_HOLIDAY: "法定休日",
    WorkdayType.GENERAL_HOLIDAY: "法定外休日",
}


class OvertimeStart(StrEnum):
    """When overtime begins (残業開始時間). Without a plan, and on legal holidays, `DURATION` holds."""

    DURATION = "duration"  # what is worked beyond `overtime_after_minutes`
    PLAN = "plan"  # what is worked outside the planned span
    BOTH = "both"  # only what is outside the planned span and beyond `overtime_after_minutes`


class DayFigure(StrEnum):
    """The figures of a day that can be rounded, named as in `DayTotals`."""

    ASSIGNED = "assigned"
    UNASSIGNED = "unassigned"
    OVERTIME = "overtime"
    LATE_NIGHT = "late_night"
    LATE_NIGHT_UNASSIGNED = "late_night_unassigned"
    LATE_NIGHT_OVERTIME = "late_night_overtime"
    BREAK_TIME = "break_time"
    LATE = "late"
    EARLY_LEAVE = "early_leave"


class BreakOff(StrEnum):
    """Which automatic breaks a day goes without, by the WebAPI's `autoBreakOff` (which leaves 0 out)."""

    NONE = "0"
    TYPE = "1"  # those of the working type: `WorkRules.breaks`
    SCHEDULE = "2"  # those of the plan
    ALL = "3"


@dataclass(frozen=True, slots=True, kw_only=True)
class Punch:
    """One punch of a working day. `at` is aware; seconds are cut off for the reckoning."""

    at: datetime
    kind: Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPlan:
    """What was planned for a working day. `start` and `end` are aware, `end` is later; both or none are given.

    `breaks` are (start, end) at fixed instants. `break_minutes` has no clock time: it lies in the middle of the span.
    Planned breaks stand in the place of those of the working type.
    """

    start: datetime | None = None
    end: datetime | None = None
    break_minutes: int = 0
    breaks: Sequence[tuple[datetime, datetime]] = ()
    break_off: BreakOff = BreakOff.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkRules:
    """How the time of a day is told apart. Defaults are the Labour Standards Act's (art. 32, 37).

    Nothing is rounded and no break is automatic unless a rule says so.
    """

    overtime_start: OvertimeStart = OvertimeStart.DURATION
    overtime_after_minutes: int = 480
    folds_unassigned: bool = False  # count 所定外 as 所定
    is_discretionary: bool = False  # 裁量労働: a punch makes an error day
    has_overtime_on_legal_holidays: bool = False  # the law knows none: all of it is holiday work
    night_from: time = time(22, 0)
    night_until: time = time(5, 0)
    breaks: BreakRules = field(default_factory=BreakRules)
    break_choice: BreakChoice = BreakChoice.PUNCHED
    punch_rounding: Mapping[Kind, Rounding] = field(default_factory=dict)
    day_rounding: Mapping[DayFigure, Rounding] = field(default_factory=dict)
    zone: tzinfo = JST  # its offset at the day's first punch holds for the whole working day


@dataclass(frozen=True, slots=True, kw_only=True)
class DayTotals:
    """A working day in minutes. The six work buckets are disjoint; `total_work` is their sum.

    On a holiday the same buckets hold holiday work; `workday_type` says which. `pieces` are (bucket, minutes) of the
    unrounded work, one after the other as it was done; a day that was kept without them is as good.
    """

    assigned: int = 0
    unassigned: int = 0
    overtime: int = 0
    late_night: int = 0
    late_night_unassigned: int = 0
    late_night_overtime: int = 0
    break_time: int = 0
    away_time: int = 0
    bound: int = 0
    late: int = 0
    early_leave: int = 0
    planned: int = 0
    errors: Sequence[DayError] = ()
    workday_type: WorkdayType = WorkdayType.WEEKDAY
    came: datetime | None = field(default=None, compare=False)
    left: datetime | None = field(default=None, compare=False)
    pieces: Sequence[tuple[DayFigure, int]] = field(default=(), compare=False, repr=False)

    @property
    def total_work(self) -> int:
        """Minutes worked, whatever bucket they are in."""
        fixed = self.assigned + self.unassigned + self.overtime
        return fixed + self.late_night + self.late_night_unassigned + self.late_night_overtime

    @property
    def is_error(self) -> bool:
        return bool(self.errors)
