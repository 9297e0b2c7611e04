"""Which working day (勤務日) an instant belongs to, and its time in the notation that goes past 24:00."""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def working_date(instant: datetime, *, zone: ZoneInfo, day_start: time) -> date:
    """The date whose 24 hours from `day_start` (起算時刻) contain `instant`, by the wall clock of `zone`."""
    local = instant.astimezone(zone)
    if local.time() < day_start:
        return local.date() - timedelta(days=1)
    return local.date()


def working_time(instant: datetime, *, zone: ZoneInfo, day: date) -> str:
    """`HH:MM` counted from 00:00 of the working day: 01:00 of the next calendar day is "25:00"."""
    local = instant.astimezone(zone)
    hours = (local.date() - day).days * 24 + local.hour
    return f"{hours:02d}:{local.minute:02d}"


def parse_day_start(text: str) -> time:
    """`HH:MM` → time. Raises ValueError for anything else."""
    if not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", text):
        raise ValueError("a time as HH:MM is needed")
    return time.fromisoformat(text)
