"""Restricted hours with their margin, by Japan time."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaodoki.timekeeping.restricted_hours import JAPAN, held_until, parse_windows

OFFICIAL = parse_windows([("08:30", "10:00"), ("17:30", "18:30")])
MINUTE = timedelta(minutes=1)


def at(clock_time: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-20T{clock_time}").replace(tzinfo=JAPAN)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("08:28:59", None),
        ("08:29:00", "10:01:00"),
        ("08:30:00", "10:01:00"),
        ("10:00:00", "10:01:00"),
        ("10:00:59", "10:01:00"),
        ("10:01:00", None),
        ("17:45:00", "18:31:00"),
        ("12:00:00", None),
    ],
)
def test_window_is_widened_by_the_margin_on_both_sides(now: str, until: str | None) -> None:
    found = held_until(at(now), windows=OFFICIAL, margin=MINUTE)

    assert found == (at(until) if until else None)


def test_window_may_cross_midnight() -> None:
    windows = parse_windows([("23:50", "00:10")])

    assert held_until(at("23:55:00"), windows=windows, margin=timedelta(0)) == at("00:10:00") + timedelta(days=1)
    assert held_until(at("00:05:00"), windows=windows, margin=timedelta(0)) == at("00:10:00")


def test_windows_that_touch_are_one_wait() -> None:
    windows = parse_windows([("08:00", "09:00"), ("09:01", "10:00")])

    assert held_until(at("08:30:00"), windows=windows, margin=MINUTE) == at("10:01:00")


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)))
def test_when_a_wait_ends_nothing_is_restricted(now: datetime) -> None:
    until = held_until(now, windows=OFFICIAL, margin=MINUTE)

    if until is not None:
        assert until > now
        assert held_until(until, windows=OFFICIAL, margin=MINUTE) is None


@pytest.mark.parametrize("pair", [("08:30", "08:30"), ("8", "9"), ("08:30+09:00", "10:00")])
def test_window_without_length_or_with_offset_is_refused(pair: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match="."):
        parse_windows([pair])
