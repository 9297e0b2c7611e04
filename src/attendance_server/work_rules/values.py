"""The values that go into and come out of the reckoning; durations are whole minutes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta, timezone, tzinfo
from enum import StrEnum

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Punch:
    """One punch of a working day. `at` is aware; seconds are cut off for the reckoning."""

    at: datetime
    kind: Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkRules:
    """How time is told apart. Defaults are the Labour Standards Act's: 8 h a day (art. 32), night 22–5 (art. 37)."""

    overtime_after_minutes: int = 480
    night_from: time = time(22, 0)
    night_until: time = time(5, 0)
    zone: tzinfo = JST


@dataclass(frozen=True, slots=True, kw_only=True)
class DayTotals:
    """A working day in minutes. The six work buckets are disjoint; `total_work` is their sum."""

    assigned: int = 0
    unassigned: int = 0
    overtime: int = 0
    late_night: int = 0
    late_night_unassigned: int = 0
    late_night_overtime: int = 0
    break_time: int = 0
    away_time: int = 0
    bound: int = 0
    errors: Sequence[DayError] = ()

    @property
    def total_work(self) -> int:
        """Minutes worked, whatever bucket they are in."""
        fixed = self.assigned + self.unassigned + self.overtime
        return fixed + self.late_night + self.late_night_unassigned + self.late_night_overtime

    @property
    def is_error(self) -> bool:
        return bool(self.errors)
