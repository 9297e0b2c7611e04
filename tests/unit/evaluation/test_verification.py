"""Verification on vectors whose error rates are known."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from kaodoki.evaluation.errors import TooFewPeople
from kaodoki.evaluation.intervals import beta_share
from kaodoki.evaluation.verification import best_threshold, compare_all, det_curve, pairs_accuracy, tar_at_far

People = Callable[..., tuple[NDArray[np.float32], NDArray[np.int64]]]


def chance_of_cosine(cosine: float, length: int) -> float:
    """That two uniform directions are at least so alike (Li, Asian J. Math. Stat. 4(1), 2011: area of a cap)."""
    return beta_share((length - 1) / 2, 0.5, 1 - cosine**2) / 2


def test_perfect_recogniser_tells_every_pair() -> None:
    found = pairs_accuracy([0.9] * 50 + [0.1] * 50, [True] * 50 + [False] * 50)

    assert found.value == 1
    assert found.trials == 100


def test_hopeless_recogniser_is_a_coin() -> None:
    scores = np.random.default_rng(4).uniform(size=4000)

    found = pairs_accuracy(scores, [True, False] * 2000)

    assert found.low <= 0.5 <= found.high


def test_known_share_of_wrong_pairs_is_found() -> None:
    """1 in 25 pairs of one person looks like two people."""
    scores = np.where(np.arange(2000) % 50 == 0, 0.1, 0.8)
    scores[1::2] = 0.1

    found = pairs_accuracy(scores, [True, False] * 1000)

    assert found.value == pytest.approx(0.98)


def test_threshold_is_never_set_on_the_pairs_it_is_tried_on() -> None:
    """Every tenth has a level of its own: the threshold of the other nine does not suit it."""
    level = np.repeat(np.arange(10), 10) * 1.0
    scores = np.concatenate([level + 0.4, level])

    found = pairs_accuracy(scores, [True] * 100 + [False] * 100)

    assert found.value < 0.7


def test_threshold_lies_between_the_classes() -> None:
    assert best_threshold(np.array([0.1, 0.2, 0.6, 0.7]), np.array([False, False, True, True])) == pytest.approx(0.4)
    assert best_threshold(np.array([0.1, 0.2]), np.array([True, True])) < 0.1
    assert best_threshold(np.array([0.1, 0.2]), np.array([False, False])) > 0.2


def test_fewer_pairs_than_folds_are_too_few() -> None:
    with pytest.raises(TooFewPeople):
        pairs_accuracy([0.5] * 9, [True] * 9)


def test_every_pair_is_compared_once(people: People) -> None:
    vectors, person = people(700, 2, likeness=0.9)

    found = compare_all(vectors, person)

    assert len(found.genuine) == 700
    assert found.impostor_pairs == 1400 * 1399 / 2 - 700
    assert sorted(found.genuine_person) == list(range(700))


def test_rate_of_impostors_is_the_one_of_the_sphere(people: People) -> None:
    vectors, person = people(1500, 2, likeness=0.9, length=32)

    found = tar_at_far(compare_all(vectors, person), [1e-3, 1e-4], seed=1, replicates=50)

    assert [chance_of_cosine(row.threshold, 32) for row in found] == pytest.approx([1e-3, 1e-4], rel=0.08)


def test_known_share_of_hopeless_people_is_the_miss_rate(people: People) -> None:
    """The second photo of every tenth person shows somebody else."""
    vectors, person = people(1000, 2, likeness=0.98, length=64)
    strangers, _ = people(100, 1, likeness=0.98, length=64, seed=2)
    vectors[1:2000:20] = strangers

    found = tar_at_far(compare_all(vectors, person), [1e-3], seed=1, replicates=200)[0].tar

    assert found.value == pytest.approx(0.9, abs=0.002)
    assert found.low < 0.9 < found.high
    assert found.high - found.low == pytest.approx(2 * 1.96 * np.sqrt(0.09 / 1000), rel=0.25)


def test_perfect_people_are_always_accepted(people: People) -> None:
    vectors, person = people(300, 2, likeness=1.0)

    found = tar_at_far(compare_all(vectors, person), [1e-2, 1e-4], seed=1, replicates=50)

    assert [row.tar.value for row in found] == [1.0, 1.0]
    assert found[0].tar.low == pytest.approx(0.025 ** (1 / 300))


def test_no_impostor_pair_is_accepted_where_less_than_one_is_wanted(people: People) -> None:
    vectors, person = people(40, 2, likeness=0.9, length=16)
    pairs = compare_all(vectors, person)

    found = tar_at_far(pairs, [1e-9], seed=1, replicates=10)[0]

    assert found.threshold > pairs.impostor.max()


def test_people_without_a_second_photo_give_no_rate(people: People) -> None:
    vectors, person = people(40, 1, likeness=0.9)

    with pytest.raises(TooFewPeople):
        tar_at_far(compare_all(vectors, person), [1e-3], seed=1)


def test_curve_falls_from_all_to_none(people: People) -> None:
    vectors, person = people(300, 2, likeness=0.7, length=16)

    curve = det_curve(compare_all(vectors, person))

    fmr, fnmr = zip(*curve, strict=True)
    assert (fmr[0], fnmr[0]) == (1.0, 0.0)
    assert sorted(fmr, reverse=True) == list(fmr)
    assert sorted(fnmr) == list(fnmr)
    assert fnmr[-1] > 0
