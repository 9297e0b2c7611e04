"""Intervals against published values."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaodoki.evaluation.intervals import beta_share, bootstrap_share, clopper_pearson, from_replicates, wilson


@pytest.mark.parametrize(
    ("a", "b", "x", "expected"),
    [(2, 3, 0.5, 0.6875), (1, 1, 0.42, 0.42), (0.5, 0.5, 0.25, 1 / 3), (5, 1, 0.9, 0.59049), (3, 2, 1.0, 1.0)],
)
def test_incomplete_beta_has_its_closed_forms(a: float, b: float, x: float, expected: float) -> None:
    assert beta_share(a, b, x) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize(
    ("hits", "trials", "low", "high"),
    # 81 of 263 and 15 of 148, 0 of 20, 1 of 29: Newcombe, Statistics in Medicine 17 (1998), table I, methods 3 and 5.
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_gives_the_published_interval(hits: int, trials: int, low: float, high: float) -> None:
    found = wilson(hits, trials)

    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("hits", "trials", "low", "high"),
    [(81, 263, 0.2527, 0.3676), (15, 148, 0.0578, 0.1617), (0, 20, 0.0, 0.1684), (1, 29, 0.0009, 0.1776)],
)
def test_clopper_pearson_gives_the_published_interval(hits: int, trials: int, low: float, high: float) -> None:
    found = clopper_pearson(hits, trials)

    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


def test_no_hit_in_a_thousand_is_about_three_in_a_thousand_at_most() -> None:
    assert clopper_pearson(0, 1000).high == pytest.approx(1 - 0.025 ** (1 / 1000), abs=1e-9)
    assert clopper_pearson(1000, 1000).low == pytest.approx(0.025 ** (1 / 1000), abs=1e-9)


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_exact_interval_holds_the_share_and_is_wider_than_nothing(drawn: tuple[int, int]) -> None:
    hits, trials = drawn

    for found in (wilson(hits, trials), clopper_pearson(hits, trials)):
        assert 0 <= found.low <= found.value <= found.high <= 1
        assert found.high > found.low


@pytest.mark.parametrize(("hits", "trials"), [(1, 0), (-1, 10), (11, 10)])
def test_impossible_counts_are_refused(hits: int, trials: int) -> None:
    with pytest.raises(ValueError, match="of"):
        clopper_pearson(hits, trials)


def test_bootstrap_of_independent_people_agrees_with_wilson() -> None:
    hits = np.zeros(500, dtype=np.int64)
    hits[:50] = 1

    found = bootstrap_share(hits, np.ones(500, dtype=np.int64), seed=3)

    assert found.value == 0.1
    assert (found.low, found.high) == pytest.approx((wilson(50, 500).low, wilson(50, 500).high), abs=0.006)


def test_attempts_of_the_same_people_count_as_people_not_as_attempts() -> None:
    everything_or_nothing = np.repeat([0, 20], [90, 10])

    found = bootstrap_share(everything_or_nothing, np.full(100, 20), seed=3)

    assert found.trials == 2000
    assert found.people == 100
    assert found.high - found.low > 3 * (wilson(200, 2000).high - wilson(200, 2000).low)


def test_nobody_hit_is_bounded_by_the_number_of_people() -> None:
    found = bootstrap_share(np.zeros(100, dtype=np.int64), np.full(100, 20), seed=3)

    assert (found.value, found.low) == (0, 0)
    assert found.high == clopper_pearson(0, 100).high


def test_everybody_hit_is_bounded_by_the_number_of_people() -> None:
    found = from_replicates(1.0, np.ones(10), trials=40, people=40)

    assert found.low == clopper_pearson(40, 40).low


def test_people_without_a_trial_do_not_count() -> None:
    found = bootstrap_share(np.array([1, 0, 0]), np.array([1, 1, 0]), seed=3)

    assert found.people == 2


def test_no_trials_at_all_are_refused() -> None:
    with pytest.raises(ValueError, match="no trials"):
        bootstrap_share(np.zeros(3, dtype=np.int64), np.zeros(3, dtype=np.int64), seed=3)
