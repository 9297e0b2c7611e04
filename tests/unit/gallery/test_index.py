"""Exact search over the means of people's templates."""

import uuid

import numpy as np
import numpy.typing as npt

from kaodoki.gallery.index import GalleryIndex

RANDOM = np.random.default_rng(7)


def unit_vectors(count: int) -> npt.NDArray[np.float32]:
    vectors = RANDOM.normal(size=(count, 128)).astype(np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def test_search_finds_the_same_two_as_comparing_with_everybody() -> None:
    people, vectors = [uuid.uuid4() for _ in range(500)], unit_vectors(500)
    probe = unit_vectors(1)[0]

    found = GalleryIndex(zip(people, vectors, strict=True)).search(probe)

    scores = vectors @ probe
    best = np.argsort(-scores)[:2]
    assert [candidate.employee_id for candidate in found] == [people[i] for i in best]
    assert np.allclose([candidate.score for candidate in found], scores[best], atol=1e-5)


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
