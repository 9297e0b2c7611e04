"""Masked faces found and told, and quality against misses, on made-up and on real faces."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from kaodoki.evaluation.embedding import FaceSet
from kaodoki.evaluation.errors import TooFewPeople
from kaodoki.evaluation.masked import MaskedPhoto, choose_pairs, tar_with_masks, wear_masks
from kaodoki.evaluation.masks import MASK_LOOKS
from kaodoki.evaluation.sheet.quality import discard_section, masks_section
from kaodoki.faces import Engine

People = Callable[..., tuple[NDArray[np.float32], NDArray[np.int64]]]
AsFaces = Callable[..., FaceSet]


def wearing(faces: FaceSet, partners: dict[int, int], vectors: NDArray[np.float32]) -> list[MaskedPhoto]:
    masked = []
    for place, vector in zip(partners, vectors, strict=True):
        face = faces.faces[place].face
        template = replace(face.template, vector=vector)
        masked.append(MaskedPhoto(place=place, look=MASK_LOOKS[0], face=replace(face, template=template)))
    return masked


def test_one_photo_wears_the_mask_and_another_is_enrolled(people: People, as_faces: AsFaces) -> None:
    vectors, person = people(5, 3, likeness=0.9)
    faces = as_faces(np.concatenate([vectors, vectors[:1]]), np.concatenate([person, [9]]))

    assert choose_pairs(faces, 3) == {0: 1, 3: 4, 6: 7}
    assert len(choose_pairs(faces, 99)) == 5


def test_masks_that_change_nothing_cost_nothing(people: People, as_faces: AsFaces) -> None:
    faces = as_faces(*people(100, 2, likeness=0.95))
    partners = choose_pairs(faces, 100)

    (row,) = tar_with_masks(faces, wearing(faces, partners, faces.plain[list(partners)]), partners, [1e-3])

    assert row.bare.value == row.masked.value == 1


def test_masks_that_hide_every_fourth_face_are_seen_to(people: People, as_faces: AsFaces) -> None:
    faces = as_faces(*people(200, 2, likeness=0.95))
    partners = choose_pairs(faces, 200)
    hidden = faces.plain[list(partners)]
    hidden[::4] = people(50, 1, likeness=1.0, seed=7)[0]

    (row,) = tar_with_masks(faces, wearing(faces, partners, hidden), partners, [1e-3])

    assert row.bare.value == 1
    assert row.masked.low < 0.75 < row.masked.high
    assert row.masked.value == pytest.approx(0.75, abs=0.01)


def test_faces_that_masks_hide_from_the_detector_are_too_few(people: People, as_faces: AsFaces) -> None:
    faces = as_faces(*people(5, 2, likeness=0.95))
    gone = [replace(item, face=None) for item in wearing(faces, choose_pairs(faces, 5), faces.plain[:5])]

    with pytest.raises(TooFewPeople):
        tar_with_masks(faces, gone, choose_pairs(faces, 5), [1e-3])


def test_real_faces_with_masks_are_found_where_they_were(engine: Engine, faces: FaceSet, real_people: Path) -> None:
    places = list(range(len(faces.faces)))

    found = wear_masks(engine, real_people, faces, places, threads=1)

    assert [item.place for item in found] == places
    assert len({item.look for item in found}) == len(places)
    for item in found:
        assert item.face is not None
        before = faces.faces[item.place].face.template
        assert 0.2 < item.face.template.similarity(before) < 0.95


def test_people_with_one_photo_alone_wear_no_masks(engine: Engine, faces: FaceSet, real_people: Path) -> None:
    alone = faces.only(lambda item: item.photo.person == "Biden")

    with pytest.raises(TooFewPeople):
        masks_section(engine, real_people, alone, threads=1)


@pytest.mark.parametrize(("is_telling", "low", "high"), [(True, 0.0, 0.4), (False, 0.8, 1.2)])
def test_score_that_tells_misses_bends_the_curve(
    people: People, as_faces: AsFaces, is_telling: bool, low: float, high: float
) -> None:
    """One photo in ten shows nobody; the score knows it, or is drawn by lot."""
    vectors, person = people(200, 2, likeness=0.95)
    lost = np.arange(0, 400, 20)
    vectors[lost] = people(len(lost), 1, likeness=1.0, seed=7)[0]
    lot = np.random.default_rng(3).uniform(10, 90, size=400)
    scores = np.where(np.isin(np.arange(400), lost), 5.0, 80.0) if is_telling else lot
    made = as_faces(vectors, person)
    faces = replace(
        made,
        faces=tuple(
            replace(item, face=replace(item.face, quality=replace(item.face.quality, score=float(score))))
            for item, score in zip(made.faces, scores, strict=True)
        ),
    )

    found = discard_section(faces, seed=1)

    line = next(line for line in found.text.splitlines() if line.startswith("| FAR 0.001 |"))
    assert "10.00 %" in line
    assert low <= float(line.split("|")[-2]) <= high
    assert found.plots[0].name == "discard"
