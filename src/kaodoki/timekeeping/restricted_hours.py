"""Restricted hours (WebAPI制限時間帯): the windows of each day in which nothing is linked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

# The attendance system states its windows in Japan time, whatever the company's own zone is (WebAPI reference, 3).
JAPAN = ZoneInfo("Asia/Tokyo")


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A daily window in Japan time, half-open; one whose end is not after its start crosses midnight."""

    start: time
    end: time


def parse_windows(pairs: Iterable[tuple[str, str] | list[str]]) -> tuple[Window, ...]:
    """Windows from `("08:30", "10:00")` pairs; seconds are allowed. Raises ValueError for anything else."""
    windows = tuple(Window(start=time.fromisoformat(start), end=time.fromisoformat(end)) for start, end in pairs)
    if any(window.start == window.end or window.start.tzinfo or window.end.tzinfo for window in windows):
        raise ValueError("a restricted window must have a start and a later or earlier end, without offset")
    return windows


def held_until(instant: datetime, *, windows: Iterable[Window], margin: timedelta) -> datetime | None:
    """When linking may go on, if `instant` lies in a window widened by `margin` on both sides; else None.

    Windows that touch or overlap are followed to the end of the last one.
    """
    windows = tuple(windows)
    end: datetime | None = None
    moment = instant
    # Each step moves to the end of one more window; more steps than windows means that they cover the whole day.
    for _ in range(len(windows) + 1):
        ends = [found for window in windows if (found := _end_if_inside(moment, window, margin)) is not None]
        if not ends:
            return end
        end = max(ends)
        moment = end
    return end


def _end_if_inside(instant: datetime, window: Window, margin: timedelta) -> datetime | None:
    today = instant.astimezone(JAPAN).date()
    for day in (today - timedelta(days=1), today, today + timedelta(days=1)):
        start = datetime.combine(day, window.start, JAPAN)
        end = datetime.combine(day, window.end, JAPAN)
        if end <= start:
            end += timedelta(days=1)
        if start - margin <= instant < end + margin:
            return end + margin
    return None
