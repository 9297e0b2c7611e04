"""How a site's day start (起算時刻) and its division's day border (日付変更時間) differ, and what that does."""

from dataclasses import dataclass
from datetime import time


@dataclass(frozen=True, slots=True, kw_only=True)
class DayBorderDifference:
    """From `begins` to before `ends` of every day the two sides count a punch to different working days.

    `is_day_start_later`: then Kaodoki still counts such a punch to the day before, the attendance system to the new
    one; else it is the other way round. `minutes` is how long that is, 1 to 1439.
    """

    begins: time
    ends: time
    minutes: int
    is_day_start_later: bool


def day_border_difference(*, day_start: time, day_border: time) -> DayBorderDifference | None:
    """The difference between the two, or None where they agree to the minute.

    Both count the day from 00:00 on: a day start of 23:00 and a border of 01:00 are 22 hours apart, not two, because
    at noon the one counts to the day before and the other to the same day.
    """
    start, border = _minutes(day_start), _minutes(day_border)
    if start == border:
        return None
    return DayBorderDifference(
        begins=_time(min(start, border)),
        ends=_time(max(start, border)),
        minutes=abs(start - border),
        is_day_start_later=start > border,
    )


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def _time(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)
