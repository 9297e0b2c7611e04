"""Curves from pairs: on people made to look alike to a known degree, the calibration holds on others."""

import numpy as np
import pytest
from numpy.typing import NDArray

from kaodoki.faces.face import unit
from kaodoki.faces.pack import Calibration, read_pack
from kaodoki.identification import threshold
from kaodoki.identification.calibration import (
    BIN,
    FEWEST_PAIRS,
    PairCounts,
    count_pairs,
    count_strangers,
    fitted,
    tail_slope,
)

PACK = read_pack().calibration


def people(count: int, *, seed: int, common: float = 0.3, dimensions: int = 24) -> NDArray[np.float32]:
    """Unit vectors with something in common, as the faces of one population have."""
    random = np.random.default_rng(seed)
    found = random.normal(size=(count, dimensions)) / dimensions**0.5
    found[:, 0] += common
    return np.stack([unit(row) for row in found])


def test_pairs_are_counted_once_and_only_between_different_people() -> None:
    vectors = people(40, seed=1)
    whose = np.arange(40) // 2

    counts = count_strangers(vectors, whose, block=7)

    scores = np.array([vectors[i] @ vectors[j] for i in range(40) for j in range(i) if whose[i] != whose[j]])
    assert counts.pairs == len(scores) == 40 * 39 // 2 - 20
    for rate in (0.01, 0.1, 0.5):
        assert counts.score_at(rate) == pytest.approx(np.quantile(scores, 1 - rate), abs=0.01)


def test_counts_within_and_between_groups_add_up_to_all() -> None:
    vectors = people(30, seed=2)
    one, other = vectors[:12], vectors[12:]

    parts = count_pairs(one, one, same=True).plus(count_pairs(other, other, same=True)).plus(count_pairs(one, other))

    assert parts.counts.tolist() == count_strangers(vectors, np.arange(30)).counts.tolist()
    assert parts.minus(count_pairs(one, other)).pairs == 12 * 11 // 2 + 18 * 17 // 2


def test_score_of_an_identical_pair_is_counted_at_the_top() -> None:
    vectors = np.stack([unit(np.array([1.0, 2.0, 3.0]))] * 2)

    counts = count_strangers(vectors, np.arange(2))

    assert (counts.reached(1.0), counts.reached(-1.0)) == (1, 1)
    assert counts.score_at(0.5) == pytest.approx(1, abs=BIN)


def test_an_exponential_tail_is_found_again() -> None:
    scores = 0.3 + np.random.default_rng(3).exponential(0.02, 200_000)
    counts = PairCounts(
        counts=np.bincount(np.rint((scores + 1) / BIN).astype(int), minlength=round(2 / BIN) + 1)[:4001]
    )

    assert tail_slope(counts) == pytest.approx(0.02 * np.log(10), rel=0.25)


@pytest.mark.parametrize("gallery_size", [100, 400])
def test_threshold_from_some_people_holds_for_others(gallery_size: int) -> None:
    """Between half and twice the wanted rate, on people that the calibration never saw."""
    calibration = fitted(count_strangers(people(1500, seed=4), np.arange(1500)), PACK)
    enrolled, strangers = people(gallery_size, seed=5), people(20_000, seed=6)

    nearest = (strangers @ enrolled.T).max(axis=1)

    for wanted in (0.01, 0.03):
        found = float((nearest >= threshold(calibration, gallery_size=gallery_size, fpir=wanted)).mean())
        assert wanted / 2 < found < wanted * 2


def test_a_rate_with_too_few_pairs_is_not_written_down() -> None:
    counts = count_strangers(people(100, seed=7), np.arange(100))

    calibration = fitted(counts, PACK)

    assert min(calibration.fmr) * counts.pairs >= FEWEST_PAIRS
    assert calibration.per_tenfold > 0
    assert calibration.site_margin == PACK.site_margin


def test_people_who_all_look_the_same_give_no_curve() -> None:
    same = np.stack([unit(np.ones(8))] * 50)

    with pytest.raises(ValueError, match="no curve"):
        fitted(count_strangers(same, np.arange(50)), PACK)
    with pytest.raises(ValueError, match="no curve"):
        fitted(count_strangers(people(3, seed=8), np.arange(3)), PACK)


def test_shipped_curve_falls_and_rises() -> None:
    def falls(calibration: Calibration) -> bool:
        return list(calibration.fmr) == sorted(calibration.fmr, reverse=True)

    assert falls(PACK)
    assert list(PACK.scores) == sorted(PACK.scores)
