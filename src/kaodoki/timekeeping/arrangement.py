"""A person's punches in the order of their time: the working day of each, and whether its kind fits there.

One pass for a punch that has just been made and for those that a late arrival concerns, so that whatever order
punches come in, what becomes of them is the same.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from kaodoki.timekeeping.integrity import LEADS_TO, IntegrityReason, Presence, integrity_error
from kaodoki.timekeeping.kinds import Kind
from kaodoki.timekeeping.working_day import ClockIn, DayRules, working_day_of


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPunch:
    """A punch that is or will be delivered, or that may be if it fits.

    `settled_on`: the working day that it was given for good; None: it is still to be placed. `is_judged`: whether the
    integrity check speaks, which it does only where the person chose the kind and nobody has decided since.
    """

    kind: Kind
    punched_at: datetime
    settled_on: date | None = None
    is_judged: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a punch falls. One with an `error` stays on its day and has no effect on those after it."""

    working_date: date
    error: IntegrityReason | None


def arrange(punches: Sequence[PersonPunch], *, rules: DayRules) -> tuple[Place, ...]:
    """The place of each, in the order given. Punches at the same instant count in the order given."""
    shifts = _Shifts()
    places: dict[int, Place] = {}
    for index in _by_time(punches):
        places[index] = shifts.take(punches[index], rules)
    return tuple(places[index] for index in range(len(punches)))


@dataclass(slots=True)
class _Shifts:
    """What the punches so far add up to."""

    presences: dict[date, Presence] = field(default_factory=dict)
    clock_in: ClockIn | None = None

    def take(self, punch: PersonPunch, rules: DayRules) -> Place:
        placed = working_day_of(punch.kind, punch.punched_at, rules=rules, clock_in=self.clock_in)
        day = punch.settled_on or placed
        error = integrity_error(self.presences.get(day, Presence.AWAY), punch.kind) if punch.is_judged else None
        if error is None:
            self._follow(punch, day)
        return Place(working_date=day, error=error)

    def _follow(self, punch: PersonPunch, day: date) -> None:
        self.presences[day] = LEADS_TO[punch.kind]
        if punch.kind is Kind.IN:
            self.clock_in = ClockIn(punched_at=punch.punched_at, working_date=day)
        elif punch.kind is Kind.OUT:
            self.clock_in = None


def _by_time(punches: Sequence[PersonPunch]) -> Iterable[int]:
    return sorted(range(len(punches)), key=lambda index: punches[index].punched_at)
