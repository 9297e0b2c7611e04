"""Remaining overtime (残業可能時間) of a month: the company's cap minus what the attendance system counted."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RemainingOvertime:
    """Minutes. `minutes` is never below 0; what is over the cap is `exceeded_minutes`."""

    minutes: int
    exceeded_minutes: int
    cap_minutes: int
    as_of: datetime


def remaining_overtime(*, worked_minutes: int, cap_minutes: int, as_of: datetime) -> RemainingOvertime:
    """Cap minus overtime so far, as the attendance system stood at `as_of`."""
    left = cap_minutes - worked_minutes
    return RemainingOvertime(minutes=max(left, 0), exceeded_minutes=max(-left, 0), cap_minutes=cap_minutes, as_of=as_of)
