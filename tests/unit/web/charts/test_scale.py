"""Round numbers at the axis, and room for texts."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaodoki.web.charts.scale import every, round_ticks, text_width


@pytest.mark.parametrize(
    ("most", "ticks"),
    [
        (0, (0, 1)),
        (1, (0, 1)),
        (3, (0, 1, 2, 3)),
        (4, (0, 1, 2, 3, 4)),
        (5, (0, 2, 4, 6)),
        (9, (0, 5, 10)),
        (20, (0, 5, 10, 15, 20)),
        (21, (0, 10, 20, 30)),
        (31.4, (0, 10, 20, 30, 40)),
        (4100, (0, 2000, 4000, 6000)),
    ],
)
def test_axis_is_parted_at_round_numbers(most: float, ticks: tuple[float, ...]) -> None:
    assert round_ticks(most) == ticks


@given(st.floats(min_value=0, max_value=1e9), st.integers(min_value=1, max_value=9))
def test_axis_reaches_every_value_in_few_even_steps(most: float, steps: int) -> None:
    ticks = round_ticks(most, steps=steps)

    assert ticks[0] == 0
    assert ticks[-1] >= most
    assert 2 <= len(ticks) <= steps + 1
    assert {after - before for before, after in pairwise(ticks)} == {ticks[1]}


@pytest.mark.parametrize(("most", "steps"), [(-1, 4), (3, 0)])
def test_axis_without_a_length_is_refused(most: float, steps: int) -> None:
    with pytest.raises(ValueError, match="maximum"):
        round_ticks(most, steps=steps)


def test_japanese_takes_about_twice_the_room() -> None:
    assert text_width("出勤", 10) == 20
    assert text_width("in", 10) == pytest.approx(11.6)
    assert text_width("", 10) == 0


@pytest.mark.parametrize(
    ("apart", "count", "step"), [(60, 10, 1), (30, 10, 2), (20, 10, 3), (10, 40, 6), (5, 40, 12), (1, 8, 12)]
)
def test_texts_are_left_out_until_the_others_have_room(apart: int, count: int, step: int) -> None:
    positions = [apart * place for place in range(count)]

    assert every(positions, [40] * count, gap=10) == step


def test_single_text_always_has_room() -> None:
    assert every([12.0], [400.0], gap=10) == 1
