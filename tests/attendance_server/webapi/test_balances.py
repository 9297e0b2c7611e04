"""Holidays: who takes one uses up what expires first."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from attendance_server.webapi.balances import Amount, Balance, Lot, Taking, number, settle

ON = date(2026, 11, 20)


def lot(day: date, days: int | str, expires_on: date | None = None) -> Lot:
    return Lot(date=day, amount=Amount(days=Decimal(days)), expires_on=expires_on)


def taking(day: date, days: int | str = 1) -> Taking:
    return Taking(date=day, amount=Amount(days=Decimal(days)))


def left(balance: Balance) -> list[tuple[date, Decimal]]:
    return [(item.date, item.amount.days) for item in balance.remained]


def test_what_expires_first_is_taken_first() -> None:
    later = lot(date(2026, 1, 1), 10, date(2028, 1, 1))
    sooner = lot(date(2026, 4, 1), 2, date(2027, 4, 1))

    balance = settle([later, sooner], [taking(date(2026, 5, 1), 3)], on=ON)

    assert left(balance) == [(later.date, Decimal(9))]
    assert number(balance.left.days) == 9


def test_what_has_expired_is_not_left_and_not_taken() -> None:
    old, new = lot(date(2024, 4, 1), 5, date(2026, 3, 31)), lot(date(2026, 4, 1), 5, date(2028, 3, 31))

    balance = settle([old, new], [taking(date(2026, 3, 31)), taking(date(2026, 4, 1), "0.5")], on=ON)

    assert [(item.date, item.amount.days) for item in balance.expired] == [(old.date, Decimal(4))]
    assert number(balance.left.days) == 4.5


def test_more_than_was_granted_is_below_zero() -> None:
    balance = settle([lot(date(2026, 4, 1), 1)], [taking(date(2026, 5, 1), 3)], on=ON)

    assert (number(balance.left.days), left(balance)) == (-2, [])


def test_what_comes_later_does_not_count_yet() -> None:
    balance = settle([lot(ON, 1), lot(date(2026, 11, 21), 9)], [taking(date(2026, 11, 21))], on=ON)

    assert number(balance.left.days) == 1


def test_minutes_and_days_are_kept_apart() -> None:
    granted = Lot(date=date(2026, 4, 1), amount=Amount(days=Decimal(1), minutes=480))

    balance = settle([granted], [Taking(date=ON, amount=Amount(minutes=60))], on=ON)

    assert balance.left == Amount(days=Decimal(1), minutes=420)


DAYS = st.dates(min_value=date(2024, 1, 1), max_value=date(2027, 12, 31))
HALVES = st.integers(min_value=1, max_value=40).map(lambda halves: Amount(days=Decimal(halves) / 2))
LOTS = st.lists(st.builds(Lot, date=DAYS, amount=HALVES, expires_on=st.none() | DAYS), max_size=6)
TAKINGS = st.lists(st.builds(Taking, date=DAYS, amount=HALVES), max_size=8)


@given(granted=LOTS, taken=TAKINGS)
def test_nothing_is_lost_and_nothing_comes_from_nowhere(granted: list[Lot], taken: list[Taking]) -> None:
    balance = settle(granted, taken, on=ON)

    def total(amounts: list[Amount]) -> Decimal:
        return sum((amount.days for amount in amounts), Decimal(0))

    given_so_far = total([item.amount for item in granted if item.date <= ON])
    taken_so_far = total([item.amount for item in taken if item.date <= ON])
    kept = total([item.amount for item in (*balance.remained, *balance.expired)])
    assert kept - balance.overdrawn.days == given_so_far - taken_so_far
    assert all(item.amount.days > 0 for item in (*balance.remained, *balance.expired))
    assert balance.overdrawn.days >= 0


@given(granted=LOTS, taken=TAKINGS)
def test_the_order_of_lots_and_takings_does_not_matter(granted: list[Lot], taken: list[Taking]) -> None:
    one, other = settle(granted, taken, on=ON), settle(granted[::-1], taken[::-1], on=ON)

    assert one.left == other.left
