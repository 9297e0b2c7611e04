"""What the page 統計 counts in. Pure."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

OVERTIME_STEP_MINUTES = 5 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Whole days of the company's clock up to now, the running one among them."""

    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Delays:
    """How many punches took how many seconds from being recorded to being delivered, in rising order of seconds."""

    punches: tuple[tuple[int, int], ...]

    @property
    def count(self) -> int:
        return sum(count for _, count in self.punches)

    def percentile(self, share: float) -> int | None:
        """Seconds that this share of the punches took at most (nearest rank); None without punches."""
        wanted, seen = share * self.count, 0
        for seconds, count in self.punches:
            seen += count
            if seen >= wanted:
                return seconds
        return None

    def histogram(self, edges: tuple[int, ...]) -> tuple[int, ...]:
        """How many took at most each of the rising `edges` and more than the one before; last, those over all."""
        counts = [0] * (len(edges) + 1)
        for seconds, count in self.punches:
            counts[next((place for place, edge in enumerate(edges) if seconds <= edge), len(edges))] += count
        return tuple(counts)


def last_days(days: int, *, now: datetime, zone: ZoneInfo) -> Period:
    """The last `days` days, today among them."""
    first = now.astimezone(zone).date() - timedelta(days=days - 1)
    return Period(begins=datetime.combine(first, time(), zone), ends=now)
