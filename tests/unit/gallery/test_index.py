"""Exact search over the means of people's templates: the same answers as comparing with everybody, in any history."""

import threading
import uuid

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaodoki.gallery import first_pass as first_pass_module
from kaodoki.gallery import index as index_module
from kaodoki.gallery.first_pass import FirstPass
from kaodoki.gallery.index import BLOCK, GalleryIndex
from kaodoki.gallery.rows import Rows, Vector

LENGTH = 128
RANDOM = np.random.default_rng(7)
Wide = npt.NDArray[np.float64]


def unit_vectors(count: int, random: np.random.Generator = RANDOM) -> Vector:
    vectors = random.normal(size=(count, LENGTH)).astype(np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def people(count: int) -> list[uuid.UUID]:
    return [uuid.UUID(int=RANDOM.integers(2**62).item() * 2**64 + number) for number in range(count)]


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of 8, so that small galleries have many."""
    monkeypatch.setattr(index_module, "BLOCK", 8)


def all_scores(index: GalleryIndex, probe: Vector) -> list[tuple[float, bytes]]:
    """Everybody's score, compared one by one in double precision, best first."""
    found = []
    for block in index.blocks:
        whole = (block.coarse.astype(np.int64) * 65536 + block.fine) * (block.scale[:, None].astype(np.float64) / 65536)
        scores = whole @ probe.astype(np.float64)
        found += [(float(score), key.tobytes()) for score, key in zip(scores, block.ids, strict=True)]
    return sorted(found, key=lambda one: (-one[0], one[1]))


def assert_as_good_as_comparing_with_everybody(index: GalleryIndex, probe: Vector, *, most: int = 2) -> None:
    expected = all_scores(index, probe)[:most]
    found = index.search(probe, most=most)
    assert len(found) == len(expected)
    assert np.allclose([one.score for one in found], [score for score, _ in expected], atol=1e-12, rtol=0)
    assert len({one.employee_id for one in found}) == len(found)


@pytest.mark.parametrize("count", [1, 2, 3, 500, BLOCK + 1, 2 * BLOCK])
@pytest.mark.parametrize("most", [1, 2, 7])
def test_search_finds_the_same_as_comparing_with_everybody(count: int, most: int) -> None:
    ids, vectors = people(count), unit_vectors(count)
    index = GalleryIndex.of_people(zip(ids, vectors, strict=True))

    for probe in unit_vectors(5):
        found = index.search(probe, most=most)

        scores = vectors.astype(np.float64) @ probe
        best = np.argsort(-scores)[:most]
        assert [candidate.employee_id for candidate in found] == [ids[i] for i in best]
        assert np.allclose([candidate.score for candidate in found], scores[best], atol=1e-6)
        assert_as_good_as_comparing_with_everybody(index, probe, most=most)


def test_somebody_who_is_enrolled_is_found_with_their_own_score() -> None:
    ids, vectors = people(3000), unit_vectors(3000)
    index = GalleryIndex.of_people(zip(ids, vectors, strict=True))

    for number in range(0, 3000, 97):
        best = index.search(vectors[number], most=1)[0]
        assert best.employee_id == ids[number]
        assert abs(best.score - 1) < 1e-6


@st.composite
def hard_galleries(draw: st.DrawFn) -> tuple[Vector, Vector]:
    """Vectors and a probe made to be hard: near ties, exact ties, axes, opposite and empty ones, every length."""
    length = draw(st.sampled_from([1, 2, 3, 16, 128, 512]))
    count = draw(st.integers(1, 40))
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    probe: Wide = random.normal(size=length)
    kind = draw(st.sampled_from(["random", "near ties", "same", "axes", "around the probe", "worst case", "empty"]))
    vectors: Wide = random.normal(size=(count, length))
    if kind == "near ties":
        vectors = vectors[:1] + draw(st.sampled_from([1e-2, 1e-4, 1e-6, 1e-8])) * vectors
    elif kind == "same":
        vectors = np.repeat(vectors[:1], count, axis=0)
    elif kind == "axes":
        vectors = np.sign(vectors) * (random.integers(0, length, count)[:, None] == np.arange(length))
        probe = np.sign(probe) * (np.arange(length) == random.integers(0, length))
    elif kind == "around the probe":
        vectors = probe + draw(st.sampled_from([1e-1, 1e-3, 1e-5])) * vectors
    elif kind == "worst case":
        # Row and probe lie almost half a step beside whole ones everywhere and point the same way: every term of the
        # bound is as large as it can be.
        vectors = random.integers(110, 126, (count, length)).astype(np.float64) + 0.4999
        probe = random.integers(110, 126, length).astype(np.float64) + 0.4999
        vectors[:, 0], probe[0] = 127, 127
    elif kind == "empty":
        vectors[random.random(count) < 0.5] = 0
    size = float(np.linalg.norm(probe)) or 1.0
    return vectors.astype(np.float32), (probe / size).astype(np.float32)


@settings(max_examples=120, deadline=None)
@given(
    hard_galleries(),
    st.integers(1, 5),
    st.sampled_from([1, 3, 8, BLOCK]),
    st.sampled_from([0, 8]),
    st.sampled_from([4, 8, 4096]),
)
def test_nothing_that_is_near_is_lost_in_the_first_pass(
    hard: tuple[Vector, Vector], most: int, block: int, near: int, fetched: int
) -> None:
    vectors, probe = hard
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index_module, "BLOCK", block)
        patch.setattr(index_module, "NEAR", near)
        patch.setattr(first_pass_module, "FETCHED", fetched)
        index = GalleryIndex.of_people(zip(people(len(vectors)), vectors, strict=True))

        assert_as_good_as_comparing_with_everybody(index, probe, most=most)


@settings(max_examples=200, deadline=None)
@given(hard_galleries())
def test_no_score_exceeds_its_bound(hard: tuple[Vector, Vector]) -> None:
    vectors, probe = hard
    (rows,) = GalleryIndex.of_people(zip(people(len(vectors)), vectors, strict=True)).blocks
    first_pass = FirstPass(probe)

    scores = rows.scores(np.arange(len(rows)), first_pass.probe)

    assert all(first_pass.bounds(rows) >= [first_pass.limit(score) for score in scores])


@settings(max_examples=60, deadline=None)
@given(hard_galleries(), st.floats(-1, 1))
def test_everybody_from_a_score_on_is_found(hard: tuple[Vector, Vector], at_least: float) -> None:
    vectors, probe = hard
    index = GalleryIndex.of_people(zip(people(len(vectors)), vectors, strict=True))

    found = {one.employee_id.bytes: one.score for one in index.search(probe, most=len(vectors), at_least=at_least)}

    for score, key in all_scores(index, probe):
        if abs(score - at_least) > 1e-9:
            assert (key in found) == (score > at_least)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_any_history_of_changes_ends_in_the_same_gallery(data: st.DataObject) -> None:
    ids = people(12)
    expected: dict[uuid.UUID, Vector] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index_module, "BLOCK", data.draw(st.integers(1, 5)))
        index = GalleryIndex()
        for _ in range(data.draw(st.integers(1, 12))):
            put = data.draw(st.lists(st.sampled_from(ids), unique=True, max_size=6))
            gone = data.draw(st.lists(st.sampled_from(ids), unique=True, max_size=6))
            newer = dict(zip(put, unit_vectors(len(put)), strict=True))
            before, held = index, contents(index)

            index = index.with_changes(put=newer.items(), removed=gone)

            expected = {one: v for one, v in expected.items() if one not in gone} | newer
            assert contents(index).keys() == expected.keys()
            assert all(np.allclose(contents(index)[one], expected[one], atol=1e-6) for one in expected)
            assert same(contents(before), held)
            assert all(len(block) == index_module.BLOCK for block in index.blocks[:-1])
            assert_as_good_as_comparing_with_everybody(index, unit_vectors(1)[0])


def contents(index: GalleryIndex) -> dict[uuid.UUID, Vector]:
    found = [
        (uuid.UUID(bytes=key.tobytes()), vector)
        for block in index.blocks
        for key, vector in zip(block.ids, block.vectors(), strict=True)
    ]
    assert len({one for one, _ in found}) == len(found) == len(index)
    return dict(found)


def same(one: dict[uuid.UUID, Vector], other: dict[uuid.UUID, Vector]) -> bool:
    return one.keys() == other.keys() and all(np.array_equal(one[key], other[key]) for key in one)


def test_a_change_keeps_every_block_that_it_does_not_touch() -> None:
    ids = people(4 * BLOCK)
    index = GalleryIndex.of_people(zip(ids, unit_vectors(len(ids)), strict=True))

    added = index.with_changes(put=[(uuid.uuid4(), unit_vectors(1)[0])])
    removed = index.with_changes(removed=[ids[BLOCK]])

    assert [a is b for a, b in zip(index.blocks, added.blocks, strict=False)] == [True] * 4
    assert [a is b for a, b in zip(index.blocks, removed.blocks, strict=True)] == [True, False, True, False]


@pytest.mark.parametrize("count", [1, 100, BLOCK, BLOCK + 1, 20_000])
def test_memory_stays_below_the_bare_vectors_and_a_fifth(count: int) -> None:
    ids = people(count)
    index = GalleryIndex.of_people(zip(ids, unit_vectors(count), strict=True))

    grown = index.with_changes(put=[(uuid.uuid4(), unit_vectors(1)[0])])

    assert grown.nbytes <= 1.2 * (count + 1) * LENGTH * 4
    assert grown.nbytes == (count + 1) * (3 * LENGTH + 20)


def test_searches_see_the_gallery_before_or_after_a_change_and_never_between() -> None:
    """A crowd walks through the gallery as two persons who are always changed together."""
    left, right, probe = uuid.uuid4(), uuid.uuid4(), unit_vectors(1)[0]
    crowd = list(zip(people(500), unit_vectors(500), strict=True))
    shelf = [GalleryIndex(crowd)]
    wrong: list[object] = []
    done = threading.Event()

    def search() -> None:
        while not done.is_set():
            found = {one.employee_id for one in shelf[0].search(probe) if one.score > 0.999}
            if found not in ({left, right}, set()):
                wrong.append(found)

    threads = [threading.Thread(target=search) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        for _ in range(150):
            shelf[0] = shelf[0].with_changes(put=[(left, probe), (right, probe)])
            shelf[0] = shelf[0].with_changes(removed=[left, right])
    finally:
        done.set()
        for thread in threads:
            thread.join()

    assert wrong == []


def test_several_photos_of_a_person_are_averaged() -> None:
    person, (first, second) = uuid.uuid4(), unit_vectors(2)
    mean = (first + second) / np.linalg.norm(first + second)

    index = GalleryIndex([(person, first), (person, second)])

    assert len(index) == 1
    assert abs(index.search(mean)[0].score - 1) < 1e-5


def test_empty_and_single_galleries_are_searched() -> None:
    person, vector = uuid.uuid4(), unit_vectors(1)[0]

    assert GalleryIndex([]).search(vector) == []
    assert [c.employee_id for c in GalleryIndex([(person, vector)]).search(vector)] == [person]
    assert len(GalleryIndex([(person, vector)]).with_changes(removed=[person])) == 0


def test_equal_people_come_in_the_same_order_wherever_they_lie(small_blocks: None) -> None:
    ids, vector = people(50), unit_vectors(1)[0]
    one_way = GalleryIndex.of_people((one, vector) for one in ids)
    other_way = GalleryIndex.of_people((one, vector) for one in reversed(ids))

    assert one_way.search(vector, most=4) == other_way.search(vector, most=4)


def test_a_vector_that_is_none_matches_nobody() -> None:
    good, broken = people(2)
    vector = unit_vectors(1)[0]
    index = GalleryIndex.of_people([(broken, np.full(LENGTH, np.nan, np.float32)), (good, vector)])

    assert [one.employee_id for one in index.search(vector, at_least=0.5)] == [good]
    with pytest.raises(ValueError, match="finite"):
        index.search(np.full(LENGTH, np.nan, np.float32))


def test_the_rows_keep_what_float32_would() -> None:
    vectors = unit_vectors(2000)
    index = GalleryIndex.of_people(zip(people(2000), vectors, strict=True))

    kept = np.concatenate([block.vectors() for block in index.blocks])

    largest = np.abs(vectors).max(axis=1, keepdims=True)
    assert (np.abs(kept - vectors) <= 2.0**-22 * largest).all()


@pytest.fixture
def counted_rows(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many rows each full scoring read."""
    counts: list[int] = []
    scores = Rows.scores

    def count(rows: Rows, positions: npt.NDArray[np.intp], probe: Wide) -> Wide:
        counts.append(len(positions))
        return scores(rows, positions, probe)

    monkeypatch.setattr(Rows, "scores", count)
    return counts


def test_hardly_anybody_is_scored_in_full(counted_rows: list[int]) -> None:
    index = GalleryIndex.of_people(zip(people(20_000), unit_vectors(20_000), strict=True))

    index.search(unit_vectors(1)[0])

    assert sum(counted_rows) < 200
