"""One working day: put the punches in order, find out whether they make sense, and tell the minutes apart."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from itertools import pairwise

from attendance_server.work_rules.night import night_minutes
from attendance_server.work_rules.values import DayError, DayTotals, Kind, Punch, WorkRules

# At one instant: what ends something comes before what begins something, so that back-to-back pairs hold.
_RANK = {Kind.IN: 0, Kind.BREAK_END: 1, Kind.RETURN: 2, Kind.BREAK_START: 3, Kind.GO_OUT: 4, Kind.OUT: 5}


class _State(Enum):
    BEFORE = "before"
    WORKING = "working"
    ON_BREAK = "on_break"
    AWAY = "away"
    AFTER = "after"


_STEPS = {
    (_State.BEFORE, Kind.IN): _State.WORKING,
    (_State.WORKING, Kind.BREAK_START): _State.ON_BREAK,
    (_State.ON_BREAK, Kind.BREAK_END): _State.WORKING,
    (_State.WORKING, Kind.GO_OUT): _State.AWAY,
    (_State.AWAY, Kind.RETURN): _State.WORKING,
    (_State.WORKING, Kind.OUT): _State.AFTER,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stretch:
    """What the person did between two punches."""

    state: _State
    start: datetime
    end: datetime

    @property
    def minutes(self) -> int:
        return (self.end - self.start) // timedelta(minutes=1)


def total_day(punches: Iterable[Punch], rules: WorkRules) -> DayTotals:
    """The totals of one working day; the order in which the punches are given does not matter.

    A day without punches is a day of zeros and no error. A day that does not make sense has errors and zeros.
    """
    ordered = sorted(punches, key=lambda punch: (punch.at, _RANK[punch.kind]))
    if not ordered:
        return DayTotals()
    errors = _find_errors(ordered)
    if errors:
        return DayTotals(errors=errors)
    stretches = _stretches(ordered, rules)
    work = [stretch for stretch in stretches if stretch.state is _State.WORKING]
    normal, overtime, night, night_overtime = _tell_apart(work, rules)
    return DayTotals(
        assigned=normal,
        overtime=overtime,
        late_night=night,
        late_night_overtime=night_overtime,
        break_time=sum(s.minutes for s in stretches if s.state is _State.ON_BREAK),
        away_time=sum(s.minutes for s in stretches if s.state is _State.AWAY),
        bound=sum(stretch.minutes for stretch in stretches),
    )


def _find_errors(ordered: Sequence[Punch]) -> tuple[DayError, ...]:
    counts = Counter(punch.kind for punch in ordered)
    found = []
    if _is_incomplete(counts):
        found.append(DayError.INCOMPLETE)
    if _has_duplicates(ordered, counts):
        found.append(DayError.DUPLICATE)
    if not found and not _is_in_order(ordered):
        found.append(DayError.MISORDERED)
    return tuple(found)


def _is_incomplete(counts: Counter[Kind]) -> bool:
    pairs = ((Kind.BREAK_START, Kind.BREAK_END), (Kind.GO_OUT, Kind.RETURN))
    lacks_an_end = not counts[Kind.IN] or not counts[Kind.OUT]
    return lacks_an_end or any(counts[begin] != counts[end] for begin, end in pairs)


def _has_duplicates(ordered: Sequence[Punch], counts: Counter[Kind]) -> bool:
    same = Counter((punch.at, punch.kind) for punch in ordered)
    return counts[Kind.IN] > 1 or counts[Kind.OUT] > 1 or max(same.values()) > 1


def _is_in_order(ordered: Sequence[Punch]) -> bool:
    state: _State | None = _State.BEFORE
    for punch in ordered:
        state = _STEPS.get((state, punch.kind)) if state else None
    return state is _State.AFTER


def _stretches(ordered: Sequence[Punch], rules: WorkRules) -> list[_Stretch]:
    found = []
    state = _State.BEFORE
    for punch, following in pairwise(ordered):
        state = _STEPS[state, punch.kind]
        found.append(_Stretch(state=state, start=_minute(punch, rules), end=_minute(following, rules)))
    return found


def _minute(punch: Punch, rules: WorkRules) -> datetime:
    return punch.at.astimezone(rules.zone).replace(second=0, microsecond=0)


def _tell_apart(work: Sequence[_Stretch], rules: WorkRules) -> tuple[int, int, int, int]:
    """Minutes (normal, overtime, night, night overtime): the first `overtime_after_minutes` worked are normal."""
    normal = overtime = night = night_overtime = 0
    left = rules.overtime_after_minutes
    for stretch in work:
        within = min(left, stretch.minutes)
        left -= within
        turn = stretch.start + timedelta(minutes=within)
        dark = night_minutes(stretch.start, turn, rules)
        dark_beyond = night_minutes(turn, stretch.end, rules)
        normal += within - dark
        night += dark
        overtime += stretch.minutes - within - dark_beyond
        night_overtime += dark_beyond
    return normal, overtime, night, night_overtime
