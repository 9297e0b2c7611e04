"""Overtime beyond 45 h and 60 h of a month (割増残業 1 and 2) gets buckets of its own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from attendance_server.work_rules.totals import MonthDay, MonthRules, PremiumWork
from attendance_server.work_rules.values import WorkdayType
from attendance_server.work_rules.weekly import NIGHT_OVERTIME, OVERTIME, Buckets


@dataclass(frozen=True, slots=True, kw_only=True)
class Premium:
    """What one day gives to the month's `PremiumWork`."""

    overtime1: int = 0
    night_overtime1: int = 0
    overtime2: int = 0
    night_overtime2: int = 0

    @staticmethod
    def sum(parts: Iterable["Premium"]) -> PremiumWork:
        known = [part for part in parts if part is not _NONE]  # most days have none
        return PremiumWork(
            overtime1=sum(part.overtime1 for part in known),
            night_overtime1=sum(part.night_overtime1 for part in known),
            overtime2=sum(part.overtime2 for part in known),
            night_overtime2=sum(part.night_overtime2 for part in known),
        )


_NONE = Premium()


def move_premium(days: Sequence[tuple[MonthDay, Buckets]], rules: MonthRules) -> list[tuple[Buckets, Premium]]:
    """For each day, which are in order of date: its buckets without the premium work, and that.

    Work on legal holidays does not count towards the thresholds, on other holidays it does (基発0529001 of 2009).
    Within a day overtime by day comes before overtime by night.
    """
    if rules.premium_from_minutes is None:
        return [(buckets, _NONE) for _, buckets in days]
    found = []
    before = 0
    for day, buckets in days:
        if day.totals.workday_type is WorkdayType.LEGAL_HOLIDAY:
            found.append((buckets, _NONE))
            continue
        by_day, by_night = buckets[OVERTIME], buckets[NIGHT_OVERTIME]
        plain, first, second = _at_thresholds(before, by_day, rules.premium_from_minutes)
        night, night_first, night_second = _at_thresholds(before + by_day, by_night, rules.premium_from_minutes)
        before += by_day + by_night
        assigned, unassigned, _, at_night, at_night_unassigned, _ = buckets
        left = (assigned, unassigned, plain, at_night, at_night_unassigned, night)
        moved = Premium(overtime1=first, night_overtime1=night_first, overtime2=second, night_overtime2=night_second)
        found.append((left, moved))
    return found


def _at_thresholds(before: int, minutes: int, thresholds: tuple[int, int]) -> tuple[int, int, int]:
    """Split further minutes into those up to the first threshold, up to the second, and beyond it."""
    first, second = thresholds
    after = before + minutes
    beyond = max(0, after - max(second, before))
    above = max(0, after - max(first, before))
    return minutes - above, above - beyond, beyond
