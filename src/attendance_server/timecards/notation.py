"""How times and durations are written on time cards."""

from datetime import date, datetime, timedelta

from attendance_server.work_rules.values import JST


def working_time(moment: datetime, day: date) -> str:
    """01:00 of the next morning is 25:00 of the working date; what is before it has a minus."""
    passed = moment.astimezone(JST).replace(tzinfo=None) - datetime.combine(day, datetime.min.time())
    minutes = passed // timedelta(minutes=1)
    sign = "-" if minutes < 0 else ""
    hours, rest = divmod(abs(minutes), 60)
    return f"{sign}{hours:02d}:{rest:02d}"


def duration(minutes: int) -> str:
    """485 minutes are 8:05."""
    hours, rest = divmod(minutes, 60)
    return f"{hours}:{rest:02d}"


def duration_if_any(minutes: int) -> str:
    """As `duration`; nothing is written for no minute, so that what there is stands out."""
    return duration(minutes) if minutes else ""
