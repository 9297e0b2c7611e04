"""How long somebody was there by their own punches."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaodoki.timekeeping.kinds import Kind
from kaodoki.web.exports.presence import Pressed, presence

NINE = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)


def day(*presses: tuple[str, float]) -> list[Pressed]:
    return [Pressed(kind=Kind(kind), at=NINE + timedelta(hours=hours)) for kind, hours in presses]


@pytest.mark.parametrize(
    ("presses", "hours"),
    [
        ([("in", 0), ("out", 9)], 9),
        ([("in", 0), ("break_start", 3), ("break_end", 4), ("out", 9)], 8),
        ([("in", 0), ("go_out", 2), ("return", 2.5), ("break_start", 3), ("break_end", 4), ("out", 9)], 7.5),
        ([("in", 0), ("out", 3), ("in", 5), ("out", 9)], 7),
        ([("in", 0), ("out", 16)], 16),
    ],
)
def test_breaks_and_goings_out_are_left_out(presses: list[tuple[str, float]], hours: float) -> None:
    assert presence(day(*presses)) == timedelta(hours=hours)


@pytest.mark.parametrize(
    "presses",
    [
        [],
        [("in", 0)],
        [("out", 9)],
        [("in", 0), ("in", 1), ("out", 9)],
        [("in", 0), ("break_start", 3), ("out", 9)],
        [("in", 0), ("break_start", 3), ("return", 4), ("out", 9)],
        [("auto", 0), ("auto", 9)],
    ],
)
def test_punches_that_do_not_pair_say_nothing(presses: list[tuple[str, float]]) -> None:
    assert presence(day(*presses)) is None


@given(
    st.lists(st.tuples(st.sampled_from([kind.value for kind in Kind]), st.integers(0, 48)), max_size=8).map(
        lambda presses: sorted(presses, key=lambda press: press[1])
    )
)
def test_nobody_is_there_for_less_than_nothing_or_longer_than_the_day(presses: list[tuple[str, float]]) -> None:
    there = presence(day(*presses))

    assert there is None or timedelta() <= there <= timedelta(hours=presses[-1][1] - presses[0][1])
