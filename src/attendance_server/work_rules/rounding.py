"""Rounding to a unit of minutes: of punches by their kind, and of totals."""

from dataclasses import dataclass
from enum import StrEnum


class Direction(StrEnum):
    """Which way what lies between two units goes."""

    UP = "up"
    DOWN = "down"
    NEAREST = "nearest"  # half a unit goes up


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounding:
    """`unit_minutes` of 1 or less changes nothing."""

    unit_minutes: int
    direction: Direction


def round_minutes(minutes: int, rounding: Rounding | None) -> int:
    """Minutes to the unit, counted from 0 (for a punch: from midnight)."""
    if rounding is None or rounding.unit_minutes <= 1:
        return minutes
    unit = rounding.unit_minutes
    added = {Direction.UP: unit - 1, Direction.DOWN: 0, Direction.NEAREST: unit // 2}
    return (minutes + added[rounding.direction]) // unit * unit
