"""Why a day is an error day, said so that somebody can put it right."""

from collections import Counter
from collections.abc import Iterator, Sequence
from enum import StrEnum

from attendance_server.webapi.totals import PersonDay
from attendance_server.work_rules import DayError, Kind


class Reason(StrEnum):
    """What is wrong with the punches of a day; each value is a word of the pages."""

    NO_IN = "no_in"
    NO_OUT = "no_out"
    UNEVEN_BREAKS = "uneven_breaks"
    UNEVEN_OUTINGS = "uneven_outings"
    TWICE_IN = "twice_in"
    TWICE_OUT = "twice_out"
    SAME_TWICE = "same_twice"
    MISORDERED = "misordered"
    ON_LEAVE = "on_leave"
    ONLY_ABSENCE = "only_absence"
    DISCRETIONARY = "discretionary"


_SAID_AS_THEY_ARE = {
    DayError.ONLY_ABSENCE: Reason.ONLY_ABSENCE,
    DayError.DISCRETIONARY: Reason.DISCRETIONARY,
}


def error_reasons(day: PersonDay) -> Sequence[Reason]:
    """At least one for every error day, none for any other."""
    errors = day.totals.errors
    if not errors:
        return ()
    if day.plan.is_on_leave:
        return (Reason.ON_LEAVE,)
    if errors[0] in _SAID_AS_THEY_ARE:
        return (_SAID_AS_THEY_ARE[errors[0]],)
    counts = Counter(Kind(punch.code) for punch in day.punches)
    found: list[Reason] = []
    if DayError.INCOMPLETE in errors:
        found += _missing(counts)
    if DayError.DUPLICATE in errors:
        found += _duplicates(counts)
    if DayError.MISORDERED in errors:
        found.append(Reason.MISORDERED)
    return tuple(found) or (Reason.MISORDERED,)


def _missing(counts: Counter[Kind]) -> Iterator[Reason]:
    if not counts[Kind.IN]:
        yield Reason.NO_IN
    if not counts[Kind.OUT]:
        yield Reason.NO_OUT
    if counts[Kind.BREAK_START] != counts[Kind.BREAK_END]:
        yield Reason.UNEVEN_BREAKS
    if counts[Kind.GO_OUT] != counts[Kind.RETURN]:
        yield Reason.UNEVEN_OUTINGS


def _duplicates(counts: Counter[Kind]) -> Iterator[Reason]:
    if counts[Kind.IN] > 1:
        yield Reason.TWICE_IN
    if counts[Kind.OUT] > 1:
        yield Reason.TWICE_OUT
    if counts[Kind.IN] <= 1 and counts[Kind.OUT] <= 1:
        yield Reason.SAME_TWICE
