"""The second look: it steadies landmarks, follows the tilt, and never takes another face's."""

import dataclasses
from collections.abc import Callable

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from kaodoki.faces import Engine
from kaodoki.faces.detection import Detection
from kaodoki.faces.engine import load_engine
from kaodoki.faces.refinement import FACE_PX, VIEW_SIDE, refined, view_of

Picture = NDArray[np.uint8]
POINTS = np.array([[100, 100], [160, 110], [125, 140], [100, 170], [145, 178]], dtype=np.float32)
DETECTION = Detection(box=(80, 60, 100, 140), landmarks=POINTS, score=0.9)


@pytest.fixture(scope="module")
def coarse() -> Engine:
    engine = load_engine()
    settings = dataclasses.replace(engine.pack.settings, refine_landmarks=False)
    return load_engine(dataclasses.replace(engine.pack, settings=settings))


def test_view_shows_the_face_upright_in_the_middle_at_one_size() -> None:
    matrix = view_of(DETECTION)
    seen = POINTS.astype(np.float64) @ matrix[:, :2].T + matrix[:, 2]

    assert seen.mean(axis=0) == pytest.approx([VIEW_SIDE / 2] * 2)
    assert seen[0, 1] == pytest.approx(seen[1, 1])
    assert seen[0, 0] < seen[1, 0]
    assert np.hypot(*matrix[0, :2]) * 140 == pytest.approx(FACE_PX)


def test_landmarks_are_the_mean_of_both_looks_in_pixels_of_the_image() -> None:
    view = view_of(DETECTION)
    moved = (POINTS + 4) @ view[:, :2].T + view[:, 2]
    look = Detection(box=(30, 30, 60, 70), landmarks=moved.astype(np.float32), score=0.8)

    assert refined(DETECTION, view, [look]).landmarks == pytest.approx(POINTS + 2, abs=0.01)


def test_a_neighbour_in_the_view_is_not_taken_for_the_face() -> None:
    neighbour = Detection(box=(90, 40, 38, 70), landmarks=np.full((5, 2), (120, 60), dtype=np.float32), score=0.99)

    assert refined(DETECTION, view_of(DETECTION), [neighbour]) is DETECTION
    assert refined(DETECTION, view_of(DETECTION), []) is DETECTION


def test_landmarks_are_steadier_than_without(engine: Engine, coarse: Engine, picture: Callable[[str], Picture]) -> None:
    """The same pictures turned and scaled: where the points lie on the face must not depend on it."""
    images = [picture(name) for name in ("obama_1", "biden", "astronaut")]

    with_it, without = ([unsteadiness(one, image) for image in images] for one in (engine, coarse))

    assert sum(with_it) < 0.85 * sum(without), (with_it, without)


def unsteadiness(engine: Engine, image: Picture) -> float:
    """Root mean square deviation of the landmarks from their mean, in distances between the eyes."""
    height, width = image.shape[:2]
    seen = []
    for angle in (-16, 0, 16):
        for scale in (0.5, 0.62, 0.75):
            matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, scale)
            face = engine.analyse(np.asarray(cv2.warpAffine(image, matrix, (width, height)), dtype=np.uint8))[0]
            back = cv2.invertAffineTransform(matrix)
            seen.append(face.landmarks @ back[:, :2].T + back[:, 2])
    points = np.array(seen)
    eyes = np.linalg.norm(points[:, 1] - points[:, 0], axis=1).mean()
    return float(np.sqrt(((points - points.mean(axis=0)) ** 2).sum(axis=2).mean()) / eyes)
