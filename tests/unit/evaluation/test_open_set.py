"""Open-set identification on vectors whose FPIR and FNIR are known."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.unit.evaluation.test_verification import chance_of_cosine

from kaodoki.evaluation.errors import TooFewPeople
from kaodoki.evaluation.open_set import (
    NEVER,
    OpenSetScores,
    Vector,
    fnir_at_fpir,
    fnir_curve,
    fpir_at,
    run_open_set,
)
from kaodoki.evaluation.splits import Protocol

People = Callable[..., tuple[NDArray[np.float32], NDArray[np.int64]]]


def first_of(vectors: NDArray[np.float32]) -> Callable[[Sequence[int]], Vector]:
    return lambda photos: vectors[photos[0]]


def mean_of(vectors: NDArray[np.float32]) -> Callable[[Sequence[int]], Vector]:
    def mean(photos: Sequence[int]) -> Vector:
        total = vectors[list(photos)].sum(axis=0)
        return np.asarray(total / np.linalg.norm(total), dtype=np.float32)

    return mean


def by_person(person: NDArray[np.int64]) -> list[list[int]]:
    return [np.flatnonzero(person == number).tolist() for number in range(person.max() + 1)]


def scores(*, found: Sequence[float], first: Sequence[float]) -> OpenSetScores:
    """One attempt of each person."""
    return OpenSetScores(
        people=len(found) + len(first),
        mated_person=np.arange(len(found)),
        own=np.array(found, dtype=np.float32),
        other=np.full(len(found), -1, dtype=np.float32),
        stranger_person=np.arange(len(first)) + len(found),
        first=np.array(first, dtype=np.float32),
        second=np.full(len(first), -1, dtype=np.float32),
    )


def test_threshold_lets_exactly_the_wanted_share_of_strangers_pass() -> None:
    given = scores(found=[0.5] * 10, first=np.linspace(0, 0.999, 1000).tolist())

    for row in fnir_at_fpir(given, [0.01, 0.003, 0.001], seed=1, replicates=10):
        assert (given.first >= row.threshold).mean() == pytest.approx(row.fpir)


def test_equal_scores_of_strangers_never_exceed_the_wanted_share() -> None:
    given = scores(found=[0.5] * 10, first=[0.7] * 5 + [0.1] * 95)

    (row,) = fnir_at_fpir(given, [0.03], seed=1, replicates=10)

    assert (given.first >= row.threshold).mean() <= 0.03


def test_known_shares_come_back_within_their_intervals() -> None:
    """Scores of strangers uniform in [0, 1], of enrolled people in [0.5, 1.5]: FNIR at FPIR f is a half less f."""
    generator = np.random.default_rng(8)
    given = scores(found=generator.uniform(0.5, 1.5, 3000).tolist(), first=generator.uniform(0, 1, 3000).tolist())

    for row in fnir_at_fpir(given, [0.1, 0.01], seed=1, replicates=300):
        assert row.fnir.low <= 0.5 - row.fpir <= row.fnir.high
        assert row.fnir.high - row.fnir.low < 0.06


def test_interval_holds_the_truth_in_about_19_of_20_measurements() -> None:
    generator = np.random.default_rng(9)
    held = 0
    for _ in range(60):
        given = scores(found=generator.uniform(0.5, 1.5, 300).tolist(), first=generator.uniform(0, 1, 300).tolist())
        (row,) = fnir_at_fpir(given, [0.1], seed=1, replicates=200)
        held += row.fnir.low <= 0.4 <= row.fnir.high

    assert 51 <= held <= 60


def test_uncertain_threshold_widens_the_interval() -> None:
    found = np.linspace(0, 1, 2000).tolist()
    generator = np.random.default_rng(8)

    many = fnir_at_fpir(scores(found=found, first=generator.uniform(0, 1, 5000).tolist()), [0.1], seed=1)[0].fnir
    few = fnir_at_fpir(scores(found=found, first=generator.uniform(0, 1, 50).tolist()), [0.1], seed=1)[0].fnir

    assert few.high - few.low > 2 * (many.high - many.low)


def test_rate_of_false_identifications_is_the_one_of_the_sphere(people: People) -> None:
    """Uniform directions: a stranger reaches a cosine in a gallery of n with chance 1 - (1 - p)^n."""
    vectors, person = people(1200, 2, likeness=0.9, length=32)
    found = run_open_set(
        by_person(person),
        Protocol(gallery_size=200, enrolled_photos=1, probe_photos=1, splits=5),
        enrol=first_of(vectors),
        probe=first_of(vectors),
    )

    for cut in (0.55, 0.6):
        expected = 1 - (1 - chance_of_cosine(cut, 32)) ** 200
        measured = fpir_at(found, cut, seed=1)
        assert measured.low <= expected <= measured.high
        assert measured.high < 3 * expected


def test_known_share_of_changed_faces_is_the_miss_rate(people: People) -> None:
    """The photos of every tenth person have nothing in common."""
    vectors, person = people(1000, 2, likeness=0.98, length=64)
    changed, _ = people(200, 1, likeness=0.98, length=64, seed=2)
    vectors[np.flatnonzero(person % 10 == 0)] = changed

    found = run_open_set(
        by_person(person),
        Protocol(gallery_size=100, enrolled_photos=1, probe_photos=1),
        enrol=first_of(vectors),
        probe=first_of(vectors),
    )
    (row,) = fnir_at_fpir(found, [0.003], seed=1)

    assert row.fnir.low <= 0.1 <= row.fnir.high
    assert len(found.own) == 2000
    assert len(found.first) == 20 * 900


def test_averaging_photos_brings_the_miss_rate_down(people: People) -> None:
    vectors, person = people(400, 6, likeness=0.6, length=64)
    shares = []
    for photos in (1, 3):
        found = run_open_set(
            by_person(person),
            Protocol(gallery_size=100, enrolled_photos=photos, probe_photos=photos, splits=5),
            enrol=mean_of(vectors),
            probe=mean_of(vectors),
        )
        shares.append(fnir_at_fpir(found, [0.01], seed=1, replicates=20)[0].fnir.value)

    assert shares[1] < shares[0] / 3


def test_perfect_recogniser_misses_nobody(people: People) -> None:
    vectors, person = people(300, 2, likeness=1.0)
    found = run_open_set(
        by_person(person),
        Protocol(gallery_size=100, enrolled_photos=1, probe_photos=1, splits=2),
        enrol=first_of(vectors),
        probe=first_of(vectors),
    )

    (row,) = fnir_at_fpir(found, [0.003], seed=1)

    assert row.fnir.value == 0
    assert 0 < row.fnir.high < 0.05
    assert fpir_at(found, 0.9, seed=1).value == 0


def test_hopeless_recogniser_misses_everybody(people: People) -> None:
    vectors, person = people(600, 1, likeness=1.0)
    found = run_open_set(
        by_person(person // 2),
        Protocol(gallery_size=100, enrolled_photos=1, probe_photos=1, splits=2),
        enrol=first_of(vectors),
        probe=first_of(vectors),
    )

    assert fnir_at_fpir(found, [0.003], seed=1)[0].fnir.value > 0.97


def test_attempt_without_a_probe_is_a_miss_and_no_false_identification(people: People) -> None:
    vectors, person = people(50, 2, likeness=1.0)
    found = run_open_set(
        by_person(person),
        Protocol(gallery_size=20, enrolled_photos=1, probe_photos=1, splits=2),
        enrol=first_of(vectors),
        probe=lambda photos: None,
    )

    assert (found.found == NEVER).all()
    assert (found.first == NEVER).all()
    assert fpir_at(found, 0.0, seed=1).value == 0
    assert fnir_at_fpir(found, [0.1], seed=1)[0].fnir.value == 1


def test_somebody_else_in_first_place_is_a_miss_whatever_the_score() -> None:
    given = OpenSetScores(
        people=2,
        mated_person=np.array([0]),
        own=np.array([0.8], dtype=np.float32),
        other=np.array([0.9], dtype=np.float32),
        stranger_person=np.array([1]),
        first=np.array([0.1], dtype=np.float32),
        second=np.array([0.0], dtype=np.float32),
    )

    assert given.found.tolist() == [NEVER]


def test_enrolled_photo_is_never_tried(people: People) -> None:
    """Each photo has a direction of its own, so an enrolled one would score 1."""
    vectors, _ = people(900, 1, likeness=1.0)
    found = run_open_set(
        [[3 * number, 3 * number + 1, 3 * number + 2] for number in range(300)],
        Protocol(gallery_size=150, enrolled_photos=2, probe_photos=1, splits=3),
        enrol=first_of(vectors),
        probe=first_of(vectors),
    )

    assert found.own.max() < 0.6
    assert found.first.max() < 0.6


def test_gallery_is_filled_with_people_of_a_single_photo(people: People) -> None:
    vectors, _ = people(200, 1, likeness=1.0)
    photos_of = [[0, 1], [2, 3], *([number] for number in range(4, 200))]

    found = run_open_set(
        photos_of,
        Protocol(gallery_size=150, enrolled_photos=1, probe_photos=1, splits=2),
        enrol=first_of(vectors),
        probe=first_of(vectors),
    )

    assert len(found.own) == 2
    assert len(found.first) == 2 * (198 - 150)


def test_second_best_is_another_person(people: People) -> None:
    vectors, person = people(60, 2, likeness=0.9)
    found = run_open_set(
        by_person(person),
        Protocol(gallery_size=20, enrolled_photos=1, probe_photos=1, splits=1),
        enrol=first_of(vectors),
        probe=first_of(vectors),
    )

    assert (found.second <= found.first).all()
    assert (found.second > NEVER).all()
    assert found.other.max() < found.own.min()


def test_same_seed_gives_the_same_splits(people: People) -> None:
    vectors, person = people(60, 2, likeness=0.9)
    protocol = Protocol(gallery_size=20, enrolled_photos=1, probe_photos=1, splits=2)

    one, other = (
        run_open_set(by_person(person), protocol, enrol=first_of(vectors), probe=first_of(vectors)) for _ in range(2)
    )

    assert one.mated_person.tolist() == other.mated_person.tolist()
    assert one.first.tolist() == other.first.tolist()


@pytest.mark.parametrize(
    "protocol",
    [
        Protocol(gallery_size=100, enrolled_photos=1, probe_photos=1),
        Protocol(gallery_size=10, enrolled_photos=3, probe_photos=1),
    ],
)
def test_too_few_people_are_said_to_be(people: People, protocol: Protocol) -> None:
    vectors, person = people(30, 2, likeness=0.9)

    with pytest.raises(TooFewPeople) as caught:
        run_open_set(by_person(person), protocol, enrol=first_of(vectors), probe=first_of(vectors))

    assert str(protocol.gallery_size) in caught.value.message("ja")


def test_curve_agrees_with_the_table() -> None:
    generator = np.random.default_rng(8)
    given = scores(found=generator.uniform(0.5, 1.5, 300).tolist(), first=generator.uniform(0, 1, 300).tolist())

    table = fnir_at_fpir(given, [0.1, 0.01], seed=1, replicates=10)

    assert fnir_curve(given, [0.1, 0.01]) == [(row.fpir, row.fnir.value) for row in table]
