"""The late-night band, which crosses midnight."""

from datetime import datetime, timedelta

from attendance_server.work_rules.values import WorkRules

_DAY = timedelta(days=1)


def night_minutes(start: datetime, end: datetime, rules: WorkRules) -> int:
    """How many minutes of [start, end) lie in the late-night band of any day."""
    total = timedelta()
    first = start.astimezone(rules.zone).date() - _DAY
    last = end.astimezone(rules.zone).date()
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        band_start = datetime.combine(day, rules.night_from, tzinfo=rules.zone)
        band_end = datetime.combine(day, rules.night_until, tzinfo=rules.zone)
        if band_end <= band_start:
            band_end += _DAY
        total += max(min(end, band_end) - max(start, band_start), timedelta())
    return total // timedelta(minutes=1)
