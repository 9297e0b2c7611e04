"""Overtime of a month: what the company's cap leaves (残業可能時間), when to warn, and where the pace leads."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kaodoki.timekeeping.months import Month


@dataclass(frozen=True, slots=True, kw_only=True)
class RemainingOvertime:
    """Minutes. `minutes` is never below 0; what is over the cap is `exceeded_minutes`."""

    minutes: int
    exceeded_minutes: int
    cap_minutes: int
    as_of: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """Where a month ends at the pace so far. `reached_on`: the working day on whose end the cap is reached.

    `reached_on` is None where the cap holds to the end of the month, and where it is reached already (`is_reached`).
    """

    month_end_minutes: int
    reached_on: date | None
    is_reached: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingDays:
    """The working days of a month: how many are over, and those that are left, in order."""

    elapsed: int
    left: tuple[date, ...]


def remaining_overtime(*, worked_minutes: int, cap_minutes: int, as_of: datetime) -> RemainingOvertime:
    """Cap minus overtime so far, as the attendance system stood at `as_of`."""
    left = cap_minutes - worked_minutes
    return RemainingOvertime(minutes=max(left, 0), exceeded_minutes=max(-left, 0), cap_minutes=cap_minutes, as_of=as_of)


def highest_threshold(minutes: int, thresholds: Iterable[int]) -> int | None:
    """The highest of the company's warning thresholds (minutes) that `minutes` has reached, or None."""
    return max((threshold for threshold in thresholds if minutes >= threshold), default=None)


def thresholds_reached(*, before: int, now: int, thresholds: Iterable[int]) -> tuple[int, ...]:
    """Those reached `now` and not `before`, lowest first: what is worth a warning, once each.

    Of a new month `before` is -1: a threshold of 0 minutes is reached by the month's first total.
    """
    return tuple(sorted({threshold for threshold in thresholds if before < threshold <= now}))


def working_days(month: Month, *, today: date, days_off: Collection[date]) -> WorkingDays:
    """The days of `month` that are not off, parted at `today`, which counts as left: its overtime is still to come."""
    first = date(month.year, month.number, 1)
    following = month.shifted(1)
    length = (date(following.year, following.number, 1) - first).days
    days = [day for index in range(length) if (day := first + timedelta(days=index)) not in days_off]
    return WorkingDays(elapsed=sum(day < today for day in days), left=tuple(day for day in days if day >= today))


def forecast(*, minutes: int, cap_minutes: int, elapsed: int, left: Sequence[date]) -> Forecast | None:
    """What becomes of `minutes` of overtime if each working day left adds the mean of those elapsed.

    None before a working day has elapsed: there is no pace yet. Whole numbers throughout: no day is off by rounding.
    """
    if elapsed <= 0:
        return None
    month_end = minutes * (elapsed + len(left)) // elapsed
    if minutes >= cap_minutes:
        return Forecast(month_end_minutes=month_end, reached_on=None, is_reached=True)
    if month_end < cap_minutes:
        return Forecast(month_end_minutes=month_end, reached_on=None, is_reached=False)
    # The first n with minutes × (elapsed + n) / elapsed ≥ cap; the month end reaches it, so minutes is not 0.
    days = -(-(cap_minutes - minutes) * elapsed // minutes)
    return Forecast(month_end_minutes=month_end, reached_on=left[days - 1], is_reached=False)
