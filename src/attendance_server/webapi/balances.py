"""What is left of holidays that were granted (pure): who takes one uses up what expires first."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

_NONE = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """Days (halves are possible) and minutes, which are never turned into each other."""

    days: Decimal = _NONE
    minutes: int = 0

    def __bool__(self) -> bool:
        return bool(self.days or self.minutes)

    def plus(self, other: "Amount") -> "Amount":
        return Amount(days=self.days + other.days, minutes=self.minutes + other.minutes)

    def minus(self, other: "Amount") -> "Amount":
        return Amount(days=self.days - other.days, minutes=self.minutes - other.minutes)

    def at_most(self, other: "Amount") -> "Amount":
        return Amount(days=min(self.days, other.days), minutes=min(self.minutes, other.minutes))


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """What was granted on a date, or what is left of it; `expires_on` is the last day it can be taken."""

    date: datetime.date
    amount: Amount
    expires_on: datetime.date | None = None

    def is_open(self, on: datetime.date) -> bool:
        return self.date <= on and (self.expires_on is None or on <= self.expires_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taking:
    """A holiday that was taken."""

    date: datetime.date
    amount: Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """As of a date. `overdrawn` was taken although nothing was left."""

    remained: Sequence[Lot]
    expired: Sequence[Lot]
    overdrawn: Amount

    @property
    def left(self) -> Amount:
        """Below zero where more was taken than granted."""
        total = Amount()
        for lot in self.remained:
            total = total.plus(lot.amount)
        return total.minus(self.overdrawn)


def settle(granted: Iterable[Lot], taken: Iterable[Taking], *, on: datetime.date) -> Balance:
    """The balance at the end of a day; what was granted or taken later does not count yet."""
    lots = sorted(
        (lot for lot in granted if lot.date <= on), key=lambda lot: (lot.expires_on or datetime.date.max, lot.date)
    )
    overdrawn = Amount()
    for taking in sorted((taking for taking in taken if taking.date <= on), key=lambda taking: taking.date):
        lots, missing = _use(lots, taking)
        overdrawn = overdrawn.plus(missing)
    left = [lot for lot in lots if lot.amount]
    return Balance(
        remained=[lot for lot in left if lot.is_open(on)],
        expired=[lot for lot in left if not lot.is_open(on)],
        overdrawn=overdrawn,
    )


def number(days: Decimal) -> int | float:
    """Whole days as 3, half days as 2.5."""
    return int(days) if days == days.to_integral_value() else float(days)


def _use(lots: Sequence[Lot], taking: Taking) -> tuple[list[Lot], Amount]:
    """The lots after a holiday was taken, and what they could not give."""
    wanted = taking.amount
    after = []
    for lot in lots:
        given = lot.amount.at_most(wanted) if lot.is_open(taking.date) else Amount()
        wanted = wanted.minus(given)
        after.append(replace(lot, amount=lot.amount.minus(given)))
    return after, wanted
