"""The hours of the day in which the WebAPI refuses (pure)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum

from attendance_server.work_rules.values import JST

DEFAULT_RESTRICTED_HOURS = "08:30-10:00,17:30-18:30"  # the vendor's published windows, every day, JST

_TIME = r"([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?"
_WINDOW = re.compile(rf"({_TIME})\s*-\s*({_TIME})")


class Bounds(StrEnum):
    """Whether the edges of a window belong to it; not documented."""

    HALF_OPEN = "half-open"
    INCLUSIVE = "inclusive"
    EXCLUSIVE = "exclusive"


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A window of local times; it crosses midnight when it ends before it starts."""

    start: time
    end: time

    def contains(self, moment: time, bounds: Bounds) -> bool:
        after = moment > self.start or (moment == self.start and bounds is not Bounds.EXCLUSIVE)
        before = moment < self.end or (moment == self.end and bounds is Bounds.INCLUSIVE)
        return (after or before) if self.end < self.start else (after and before)

    def __str__(self) -> str:
        return f"{_notation(self.start)} ～ {_notation(self.end)}"

    @property
    def setting(self) -> str:
        """The window as `parse_windows` reads it."""
        return f"{_notation(self.start)}-{_notation(self.end)}"


def parse_windows(text: str) -> tuple[Window, ...]:
    """Read "08:30-10:00,17:30:00-18:30:15"; an empty text is no window. Raises ValueError."""
    return parse_window_list([part for part in text.split(",") if part.strip()])


def parse_window_list(parts: Iterable[str]) -> tuple[Window, ...]:
    """Read one window per text. Raises ValueError."""
    return tuple(_parse_window(part.strip()) for part in parts)


def is_restricted(now: datetime, windows: Sequence[Window], bounds: Bounds) -> bool:
    """Whether `now` (aware) lies in one of the windows."""
    moment = now.astimezone(JST).time().replace(microsecond=0)
    return any(window.contains(moment, bounds) for window in windows)


def restricted_message(windows: Sequence[Window]) -> str:
    """The sentence of error 104, which names the windows."""
    listed = ", ".join(str(window) for window in windows)
    return f"次の時間帯（JST）はAPIへのアクセスが禁止されています [{listed}]"


def _parse_window(text: str) -> Window:
    found = _WINDOW.fullmatch(text)
    if not found:
        raise ValueError(f"{text!r} is no window such as 08:30-10:00 or 08:30:00-08:30:20")
    start, end = time.fromisoformat(found[1]), time.fromisoformat(found[5])
    if start == end:
        raise ValueError(f"{text!r} is empty: a window starts and ends at different times")
    return Window(start=start, end=end)


def _notation(moment: time) -> str:
    return moment.strftime("%H:%M:%S" if moment.second else "%H:%M")
