"""Days as people write them: "in 09:00 out 25:00", hours counted from the midnight of a Friday."""

from datetime import date, datetime, timedelta

from attendance_server.work_rules import (
    DayPlan,
    DayTotals,
    Kind,
    MonthDay,
    MonthRules,
    Period,
    Punch,
    WorkdayType,
    total_day,
)
from attendance_server.work_rules.values import JST

MIDNIGHT = datetime(2026, 11, 20, tzinfo=JST)
NOVEMBER = Period(start=date(2026, 11, 1), end=date(2026, 11, 30))  # the 1st is a Sunday
LEGAL, GENERAL = WorkdayType.LEGAL_HOLIDAY, WorkdayType.GENERAL_HOLIDAY
WEEKLY = MonthRules(weekly_limit_minutes=2400)
NAMES = {
    "in": Kind.IN,
    "out": Kind.OUT,
    "break": Kind.BREAK_START,
    "resume": Kind.BREAK_END,
    "away": Kind.GO_OUT,
    "back": Kind.RETURN,
}


def at(moment: str) -> datetime:
    """25:00 is 01:00 of the next day."""
    hours, minutes, *seconds = (int(number) for number in moment.split(":"))
    return MIDNIGHT + timedelta(hours=hours, minutes=minutes, seconds=sum(seconds))


def punches(text: str) -> list[Punch]:
    parts = text.split()
    return [Punch(at=at(moment), kind=NAMES[name]) for name, moment in zip(parts[::2], parts[1::2], strict=True)]


def plan(text: str, *, break_minutes: int = 0) -> DayPlan:
    """Read "09:00-18:00", or with a break at a fixed time "09:00-18:00 12:00-13:00"."""
    spans = [(at(start), at(end)) for start, end in (span.split("-") for span in text.split())]
    if not spans:
        return DayPlan()
    return DayPlan(start=spans[0][0], end=spans[0][1], breaks=tuple(spans[1:]), break_minutes=break_minutes)


def worked(day: int, text: str, workday_type: WorkdayType = WorkdayType.WEEKDAY, *, month: int = 11) -> MonthDay:
    """A day of 2026 with its punches."""
    moved = date(2026, month, day) - MIDNIGHT.date()
    shifted = [Punch(at=punch.at + moved, kind=punch.kind) for punch in punches(text)]
    return MonthDay(date=date(2026, month, day), totals=total_day(shifted, workday_type=workday_type))


def week(*days: int, text: str = "in 09:00 out 17:00") -> list[MonthDay]:
    return [worked(day, text) for day in days]


def kept(day: int, **figures: int) -> MonthDay:
    """A day of which only the totals were kept."""
    return MonthDay(date=date(2026, 11, day), totals=DayTotals(**figures))  # type: ignore[arg-type]
