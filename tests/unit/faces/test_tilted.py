"""Heads that lean: the detector draws them too upright, so a face that is poorly seen is looked at as a tilted one."""

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from tests.unit.faces.degradations import rotate

from kaodoki.faces import Engine, load_engine
from kaodoki.faces.detection import Detection
from kaodoki.faces.gate import Finding, hints_for_probe
from kaodoki.faces.quality.pose import measure_pose
from kaodoki.faces.refinement import TILT_CONFIDENCE, seen_in, view_of

Picture = NDArray[np.uint8]
Read = Callable[[str], Picture]


def frame(picture: Read, name: str) -> Picture:
    image = picture(name)
    return np.asarray(cv2.resize(image, None, fx=(scale := 640 / max(image.shape)), fy=scale), np.uint8)


@pytest.fixture(scope="module")
def single_look() -> Engine:
    engine = load_engine()
    return load_engine(replace(engine.pack, weight_scale=None))


@pytest.mark.parametrize("tilt", [-40, -30, 30, 40])
@pytest.mark.parametrize("name", ["obama_1", "astronaut"])
def test_tilted_head_is_recognised_and_asked_to_straighten(
    engine: Engine, single_look: Engine, picture: Read, name: str, tilt: float
) -> None:
    image = frame(picture, name)
    (straight,) = engine.analyse(image)[:1]
    tilted = rotate(image, straight, tilt)

    (face,) = engine.analyse(tilted)[:1]
    (before,) = single_look.analyse(tilted)[:1]

    assert face.quality.roll_deg == pytest.approx(tilt, abs=14)
    assert abs(before.quality.roll_deg) < 12
    assert straight.template.similarity(face.template) > 0.8
    assert straight.template.similarity(face.template) > straight.template.similarity(before.template) + 0.1
    assert hints_for_probe([face], tilted.shape[:2])[:1] == [Finding.TILTED]


def test_well_seen_face_is_looked_at_no_further(engine: Engine, single_look: Engine, picture: Read) -> None:
    image = frame(picture, "obama_2")

    (face,), (once,) = engine.analyse(image), single_look.analyse(image)

    assert face.quality.confidence is not None
    assert face.quality.confidence > TILT_CONFIDENCE
    assert (face.landmarks == once.landmarks).all()


def test_face_of_a_group_that_leans_gets_its_eyes_back(engine: Engine, single_look: Engine, picture: Read) -> None:
    image = picture("group")

    leaning = [face for face in engine.analyse(image) if abs(face.quality.roll_deg) > 15]
    upright = [face for face in single_look.analyse(image) if abs(face.quality.roll_deg) > 15]

    assert len(leaning) == 3
    assert upright == []


def test_view_can_be_turned_further_than_the_landmarks_say() -> None:
    points = np.array([[100, 100], [150, 100], [125, 130], [105, 155], [145, 155]], np.float32)
    detection = Detection(box=(80, 60, 90, 120), landmarks=points, score=0.9)
    matrix = view_of(detection, tilt_deg=30)

    across = (points[1] - points[0]) @ matrix[:, :2].T
    assert np.degrees(np.arctan2(across[1], across[0])) == pytest.approx(-30)

    upright = Detection(box=(0, 0, 1, 1), landmarks=(points - points.mean(axis=0) + 64).astype(np.float32), score=0.7)
    seen = seen_in(detection, matrix, [upright])
    assert seen is not None
    assert seen.score == 0.7
    assert measure_pose(seen.landmarks).roll_deg == pytest.approx(30, abs=0.1)
