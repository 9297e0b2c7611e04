"""People who are in the impostor set twice, or in the other set too, are left out."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from kaodoki.evaluation.embedding import FaceSet
from kaodoki.evaluation.impostors import without_repeats
from kaodoki.faces import Engine

People = Callable[..., tuple[NDArray[np.float32], NDArray[np.int64]]]
AsFaces = Callable[..., FaceSet]

NOBODY = FaceSet(faces=(), failures=())


def names(faces: FaceSet) -> list[str]:
    return [item.photo.name for item in faces.faces]


def test_first_photo_of_a_repeated_person_stays(people: People, as_faces: AsFaces, engine: Engine) -> None:
    vectors, _ = people(20, 1, likeness=1.0)
    vectors[7] = vectors[12] = vectors[3]
    faces = as_faces(vectors, np.arange(20))

    found = without_repeats(faces, NOBODY, engine.pack.calibration)

    assert set(names(faces)) - set(names(found)) == {"p00007/00007.jpg", "p00012/00012.jpg"}


def test_people_of_the_other_set_are_left_out(people: People, as_faces: AsFaces, engine: Engine) -> None:
    vectors, person = people(20, 1, likeness=1.0)
    faces = as_faces(vectors, person)
    others = as_faces(vectors[4:5], np.array([0]), prefix="q")

    found = without_repeats(faces, others, engine.pack.calibration)

    assert set(names(faces)) - set(names(found)) == {"p00004/00004.jpg"}


def test_different_people_all_stay(people: People, as_faces: AsFaces, engine: Engine) -> None:
    vectors, person = people(50, 1, likeness=1.0)
    faces = as_faces(vectors, person)

    assert names(without_repeats(faces, NOBODY, engine.pack.calibration)) == names(faces)


def test_photos_told_by_eye_are_left_out(people: People, as_faces: AsFaces, engine: Engine) -> None:
    vectors, person = people(3, 1, likeness=1.0)
    faces = as_faces(vectors, person)
    listed = replace(faces.faces[1], photo=replace(faces.faces[1].photo, name="12613A58.jpg"))

    found = without_repeats(
        replace(faces, faces=(faces.faces[0], listed, faces.faces[2])), NOBODY, engine.pack.calibration
    )

    assert len(found.faces) == 2
