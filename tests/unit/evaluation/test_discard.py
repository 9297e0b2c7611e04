"""Error versus discard: what taking away the poorest comparisons does to the misses."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaodoki.evaluation.discard import error_versus_discard

SCORES = np.array([0.2, 0.3, 0.6, 0.7, 0.8, 0.9, 0.5, 0.6, 0.7, 0.8])


def test_nothing_discarded_is_the_plain_miss_rate() -> None:
    curve = error_versus_discard(SCORES, np.arange(10), threshold=0.4)

    assert curve.at(0) == pytest.approx(0.2)


def test_perfect_quality_takes_the_misses_away_first() -> None:
    curve = error_versus_discard(SCORES, SCORES, threshold=0.4)

    assert [curve.at(share) for share in (0.1, 0.2, 0.5)] == pytest.approx([1 / 9, 0, 0])


def test_reversed_quality_keeps_the_misses_to_the_end() -> None:
    curve = error_versus_discard(SCORES, -SCORES, threshold=0.4)

    assert curve.at(0.5) == pytest.approx(2 / 5)
    assert curve.at(0.9) == pytest.approx(1)


def test_quality_that_says_nothing_leaves_the_curve_level() -> None:
    curve = error_versus_discard(SCORES, np.full(10, 50.0), threshold=0.4)

    assert curve.fnmr == pytest.approx(np.full(10, 0.2))
    assert curve.area() == pytest.approx(1)


def test_ties_are_discarded_in_no_order() -> None:
    quality = np.array([1, 1, 1, 1, 2, 2, 2, 2, 2, 2])

    one = error_versus_discard(SCORES, quality, threshold=0.4)
    other = error_versus_discard(SCORES[::-1], quality[::-1], threshold=0.4)

    assert one.fnmr == pytest.approx(other.fnmr)
    assert one.at(0.4) == 0


def test_area_ranks_scores_by_how_well_they_predict() -> None:
    good, none = (error_versus_discard(SCORES, quality, threshold=0.4) for quality in (SCORES, np.zeros(10)))

    assert good.area(0.5) < 0.5 < none.area(0.5)


def test_area_without_a_miss_is_nothing() -> None:
    assert error_versus_discard(SCORES, SCORES, threshold=0.1).area() == 0


@pytest.mark.parametrize(
    ("scores", "quality"), [([], []), ([0.5], [1, 2]), ([[0.5]], [[1]]), ([np.nan], [1]), ([0.5], [np.inf])]
)
def test_values_that_cannot_be_ranked_are_refused(scores: list[float], quality: list[float]) -> None:
    with pytest.raises(ValueError, match="expected|finite"):
        error_versus_discard(np.array(scores), np.array(quality), threshold=0.4)


@given(st.lists(st.tuples(st.floats(-1, 1), st.floats(0, 100)), min_size=1, max_size=60), st.floats(-1, 1))
def test_any_curve_is_a_share_and_ends_at_the_best_ones(pairs: list[tuple[float, float]], threshold: float) -> None:
    scores, quality = np.array(pairs).T

    curve = error_versus_discard(scores, quality, threshold=threshold)

    assert ((curve.fnmr >= 0) & (curve.fnmr <= 1)).all()
    assert curve.at(0) == pytest.approx((scores < threshold).mean())
    best = scores[quality == quality.max()]
    assert curve.fnmr[-1] == pytest.approx((best < threshold).mean())
