"""The late-night band, which crosses midnight (Labour Standards Act, art. 37 (4): 22:00 to 05:00)."""

from collections.abc import Iterator

from attendance_server.work_rules.values import WorkRules

DAY_MINUTES = 24 * 60


def split_at_night(start: int, end: int, rules: WorkRules) -> Iterator[tuple[int, bool]]:
    """The minutes from start to end as (length, is_night), one after the other; 0 is a midnight."""
    begins = rules.night_from.hour * 60 + rules.night_from.minute
    until = rules.night_until.hour * 60 + rules.night_until.minute
    band = (until - begins) % DAY_MINUTES or DAY_MINUTES
    while start < end:
        passed = (start - begins) % DAY_MINUTES
        is_night = passed < band
        stop = min(end, start - passed + (band if is_night else DAY_MINUTES))
        yield stop - start, is_night
        start = stop
