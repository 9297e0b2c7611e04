"""Put the punches of a working day in order, find out whether they make sense, and read them as spans of minutes."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import pairwise

from attendance_server.work_rules.night import DAY_MINUTES
from attendance_server.work_rules.rounding import round_minutes
from attendance_server.work_rules.spans import Span
from attendance_server.work_rules.values import DayError, Kind, Punch, WorkRules

# At one instant: what ends something comes before what begins something, so that back-to-back pairs hold.
_RANK = {Kind.IN: 0, Kind.BREAK_END: 1, Kind.RETURN: 2, Kind.BREAK_START: 3, Kind.GO_OUT: 4, Kind.OUT: 5}


class _State(StrEnum):
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
class Minutes:
    """Turns instants into minutes of wall time, counted from the midnight before the first punch."""

    origin: int
    offset: int

    def of(self, at: datetime) -> int:
        """Seconds are cut off."""
        return int(at.timestamp() // 60) + self.offset - self.origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the person did, by minutes; the spans together fill the stay."""

    minutes: Minutes
    stay: Span  # from clocking in to clocking out
    work: list[Span] = field(default_factory=list)
    breaks: list[Span] = field(default_factory=list)
    outings: list[Span] = field(default_factory=list)

    @property
    def presence(self) -> list[Span]:
        """Work and breaks, in order of time."""
        return sorted(self.work + self.breaks)


def in_order(punches: Iterable[Punch]) -> list[Punch]:
    return sorted(punches, key=lambda punch: (punch.at, _RANK[punch.kind]))


def find_errors(ordered: Sequence[Punch]) -> tuple[DayError, ...]:
    """Why these punches, which are in order, are no day; empty if they are one.

    No kind follows itself and every begin needs its end, so that what makes sense lacks nothing and has nothing twice.
    """
    if _makes_sense(ordered):
        return ()
    counts = Counter(punch.kind for punch in ordered)
    found = []
    if _is_incomplete(counts):
        found.append(DayError.INCOMPLETE)
    if _has_duplicates(ordered, counts):
        found.append(DayError.DUPLICATE)
    if not found:
        found.append(DayError.MISORDERED)
    return tuple(found)


def minutes_from(at: datetime, rules: WorkRules) -> Minutes:
    local = at.astimezone(rules.zone)
    shift = local.utcoffset()
    offset = int(shift.total_seconds() // 60) if shift else 0
    minute = int(at.timestamp() // 60) + offset
    return Minutes(origin=minute - minute % DAY_MINUTES, offset=offset)


def read(ordered: Sequence[Punch], rules: WorkRules) -> Reading:
    """The spans of a day that makes sense, its punches rounded. Rounding never turns the order of two punches round."""
    minutes = minutes_from(ordered[0].at, rules)
    moments = _rounded(ordered, minutes, rules)
    reading = Reading(minutes=minutes, stay=(moments[0], moments[-1]))
    lists = {_State.WORKING: reading.work, _State.ON_BREAK: reading.breaks, _State.AWAY: reading.outings}
    state = _State.BEFORE
    for punch, (start, end) in zip(ordered[:-1], pairwise(moments), strict=True):
        state = _STEPS[state, punch.kind]
        if start < end:
            lists[state].append((start, end))
    return reading


def _rounded(ordered: Sequence[Punch], minutes: Minutes, rules: WorkRules) -> list[int]:
    if not rules.punch_rounding:
        return [minutes.of(punch.at) for punch in ordered]
    moments: list[int] = []
    for punch in ordered:
        moment = round_minutes(minutes.of(punch.at), rules.punch_rounding.get(punch.kind))
        moments.append(max(moment, moments[-1]) if moments else moment)
    return moments


def _is_incomplete(counts: Counter[Kind]) -> bool:
    pairs = ((Kind.BREAK_START, Kind.BREAK_END), (Kind.GO_OUT, Kind.RETURN))
    lacks_an_end = not counts[Kind.IN] or not counts[Kind.OUT]
    return lacks_an_end or any(counts[begin] != counts[end] for begin, end in pairs)


def _has_duplicates(ordered: Sequence[Punch], counts: Counter[Kind]) -> bool:
    same = Counter((punch.at, punch.kind) for punch in ordered)
    return counts[Kind.IN] > 1 or counts[Kind.OUT] > 1 or max(same.values()) > 1


def _makes_sense(ordered: Sequence[Punch]) -> bool:
    state: _State | None = _State.BEFORE
    for punch in ordered:
        state = _STEPS.get((state, punch.kind)) if state else None
    return state is _State.AFTER
