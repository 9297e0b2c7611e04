"""What the page 統計 counts in. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

OVERTIME_STEP_MINUTES = 5 * 60
# Match scores are counted in hundredths: a score of 0.7234 in the 72nd.
SCORE_STEPS = 100


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """Of accepted looks: how often the best person's score, and the next person's, lay in which hundredth.

    `threshold` is that of the newest look, as the gallery was then.
    """

    accepted: dict[int, int]
    next_best: dict[int, int]
    threshold: float | None

    @property
    def count(self) -> int:
        return sum(self.accepted.values())


def median_step(counts: Mapping[int, int]) -> int | None:
    """The step in which the middle one lies; None of nothing."""
    seen, total = 0, sum(counts.values())
    for step in sorted(counts):
        seen += counts[step]
        if 2 * seen >= total:
            return step
    return None


def last_days(days: int, *, now: datetime, zone: ZoneInfo) -> Period:
    """The last `days` days, today among them."""
    first = now.astimezone(zone).date() - timedelta(days=days - 1)
    return Period(begins=datetime.combine(first, time(), zone), ends=now)
