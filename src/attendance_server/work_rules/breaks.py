"""Breaks that are taken off without a punch (自動休憩), and which of them count beside punched ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from enum import StrEnum


class BreakChoice(StrEnum):
    """Which breaks count on a day that has punched and automatic ones."""

    PUNCHED = "punched"  # a day with a punched break has no automatic one
    AUTOMATIC = "automatic"  # punched breaks count as work
    BOTH = "both"  # both are taken off; a minute in both is taken off once
    LONGER = "longer"  # punched ones count, automatic ones make up what they lack


@dataclass(frozen=True, slots=True, kw_only=True)
class PresenceBreak:
    """`minutes` of break from a presence of `from_minutes` on; of several, the longest presence counts."""

    from_minutes: int
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakRules:
    """The automatic breaks of a working type: by length of presence, and at clock times of every day.

    A fixed break whose end is not later than its start ends on the next day.
    """

    by_presence: Sequence[PresenceBreak] = ()
    fixed: Sequence[tuple[time, time]] = ()
