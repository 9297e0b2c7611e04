"""Which working day (勤務日) a punch belongs to, and its time in the notation that goes past 24:00."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from kaodoki.timekeeping.kinds import Kind

# The attendance system takes a punch of a working day until the end of the next calendar day (WebAPI reference, 6).
DAYS_A_SHIFT_MAY_TOUCH = 2


class WorkingDayRule(StrEnum):
    """Who decides over the working day: the clock alone, or the clock-in that a later punch belongs to."""

    DAY_START = "day_start"
    OPEN_SHIFT = "open_shift"


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRules:
    """What decides over a person's working days: `day_start` is their site's, if it has one of its own."""

    zone: ZoneInfo
    day_start: time
    rule: WorkingDayRule = WorkingDayRule.DAY_START
    open_shift_max: timedelta = timedelta(hours=16)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockIn:
    """The latest clock-in of a person, as long as no clock-out has closed it: an open shift."""

    punched_at: datetime
    working_date: date


def working_day_of(kind: Kind, punched_at: datetime, *, rules: DayRules, clock_in: ClockIn | None) -> date:
    """The one working day of a punch. `clock_in` is the open shift at `punched_at`, if there is one.

    Under `open_shift` whatever follows a clock-in stays on its day: not longer than `open_shift_max`, and not past
    the end of the next calendar day. Clock-ins and automatic punches go by the day start alone.
    """
    if rules.rule is WorkingDayRule.OPEN_SHIFT and clock_in is not None and kind not in (Kind.IN, Kind.AUTO):
        age = punched_at - clock_in.punched_at
        calendar_days = (punched_at.astimezone(rules.zone).date() - clock_in.working_date).days
        if timedelta(0) <= age <= rules.open_shift_max and calendar_days < DAYS_A_SHIFT_MAY_TOUCH:
            return clock_in.working_date
    return working_date(punched_at, zone=rules.zone, day_start=rules.day_start)


def working_date(instant: datetime, *, zone: ZoneInfo, day_start: time) -> date:
    """The date whose 24 hours from `day_start` (起算時刻) contain `instant`, by the wall clock of `zone`."""
    local = instant.astimezone(zone)
    if local.time() < day_start:
        return local.date() - timedelta(days=1)
    return local.date()


def working_time(instant: datetime, *, zone: ZoneInfo, day: date) -> str:
    """`HH:MM` counted from 00:00 of the working day: 01:00 of the next calendar day is "25:00"; "47:59" at most."""
    local = instant.astimezone(zone)
    hours = (local.date() - day).days * 24 + local.hour
    return f"{hours:02d}:{local.minute:02d}"


def parse_day_start(text: str) -> time:
    """`HH:MM` → time. Raises ValueError for anything else."""
    if not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", text):
        raise ValueError("a time as HH:MM is needed")
    return time.fromisoformat(text)
