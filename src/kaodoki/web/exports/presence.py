"""How long somebody was there by their own punches. Pure. Working time itself is the attendance system's to reckon."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from kaodoki.timekeeping.kinds import Kind

_BEGINS = {Kind.BREAK_START: Kind.BREAK_END, Kind.GO_OUT: Kind.RETURN}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """A punch that counts."""

    kind: Kind
    at: datetime


def presence(day: Sequence[Pressed]) -> timedelta | None:
    """From each clock-in to its clock-out, without breaks and goings-out; None where the punches do not say it.

    `day`: one working day's punches in order of time.
    """
    total, since, away_since, ends_with = timedelta(), None, None, None
    for punch in day:
        if punch.kind is Kind.IN and since is None:
            since = punch.at
        elif punch.kind is Kind.OUT and since is not None and away_since is None:
            total, since = total + (punch.at - since), None
        elif punch.kind in _BEGINS and since is not None and away_since is None:
            away_since, ends_with = punch.at, _BEGINS[punch.kind]
        elif punch.kind is ends_with and away_since is not None:
            total, away_since, ends_with = total - (punch.at - away_since), None, None
        else:
            return None
    return total if day and since is None and away_since is None else None
