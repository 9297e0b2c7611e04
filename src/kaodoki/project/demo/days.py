"""Which days the demo uses, so that its punches never meet each other at any minute of any month. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

JAPAN = ZoneInfo("Asia/Tokyo")
DAY_START = time(2)
OVERTIME_DAYS = 5
OVERTIME_PER_DAY = timedelta(hours=4)
# Attempts made "now" keep clear of an hour at which the working day or the calendar day turns.
BORDERS = (time(0), DAY_START)
_DAY = timedelta(days=1)
_SOON = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """Working days, each used for one thing. `months` need overtime: the full day's, and those of a punch made now."""

    today: date
    full: date
    overnight: date
    without_clock_in: date
    overtime: tuple[date, ...]
    months: tuple[str, ...]

    @property
    def month(self) -> str:
        """The month the demo reports on: the one the full day belongs to, nearly always the present one."""
        return self.months[0]


def plan_days(now: datetime) -> Days:
    """The days of a demo that starts at `now` (aware)."""
    today = working_date(now)
    months = _months(now)
    busy = {today + timedelta(days=offset) for offset in range(-5, 3)}
    return Days(
        today=today,
        full=today - _DAY,
        overnight=today - 2 * _DAY,
        without_clock_in=today - 4 * _DAY,
        overtime=tuple(day for month in months for day in _free_days(month, busy)),
        months=months,
    )


def working_date(now: datetime) -> date:
    """The working day of `now` with the demo's day start: our own reckoning, to compare the answers with."""
    local = now.astimezone(JAPAN)
    return local.date() - _DAY if local.time() < DAY_START else local.date()


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    """`hour`:`minute` counted from 00:00 of `day` in Japan; 25 is 01:00 of the next day."""
    return datetime.combine(day, time(), JAPAN) + timedelta(hours=hour, minutes=minute)


def until_border_has_passed(now: datetime, *, needed: timedelta) -> timedelta:
    """How long to wait so that no border of the day falls into the next `needed`; zero nearly always."""
    local = now.astimezone(JAPAN)
    for border in BORDERS:
        at = datetime.combine(local.date(), border, JAPAN)
        if at <= local:
            at += _DAY
        if at - local < needed:
            return at - local + timedelta(seconds=1)
    return timedelta()


def _months(now: datetime) -> tuple[str, ...]:
    """Around the turn of a month two of them, since the demo may cross the border."""
    local = now.astimezone(JAPAN)
    days = (working_date(now) - _DAY, working_date(now), local.date(), (local + _SOON).date())
    return tuple(dict.fromkeys(f"{day:%Y-%m}" for day in days))


def _free_days(month: str, busy: set[date]) -> tuple[date, ...]:
    """The first days of the month that nothing else uses. Early in a month they lie ahead, which the WebAPI accepts."""
    return tuple(day for day in _days_of(month) if day not in busy)[:OVERTIME_DAYS]


def _days_of(month: str) -> Iterator[date]:
    first = date.fromisoformat(f"{month}-01")
    return (first + timedelta(days=offset) for offset in range(27))
