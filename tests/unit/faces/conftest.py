"""The prepared engine, and the real pictures if they were fetched."""

from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from kaodoki.faces import Engine, Face, Quality, Template, load_engine
from kaodoki.faces.face import unit
from kaodoki.project.demo_pictures import are_fetched, picture_path

Picture = NDArray[np.uint8]


@pytest.fixture(scope="session")
def engine() -> Engine:
    return load_engine()


@pytest.fixture(scope="session")
def picture() -> Callable[[str], Picture]:
    if not are_fetched():
        pytest.skip("real pictures are missing: run python -m kaodoki.project.demo_pictures")

    def read(name: str) -> Picture:
        found = cv2.imread(str(picture_path(name)), cv2.IMREAD_COLOR)
        assert found is not None
        return np.asarray(found, dtype=np.uint8)

    return read


@pytest.fixture(scope="session")
def make_face() -> Callable[..., Face]:
    """A face that passes every gate, except for what is given."""

    def make(*, box: tuple[float, float, float, float] = (100, 100, 100, 130), **quality: float | None) -> Face:
        values: dict[str, Any] = {
            "score": 90,
            "inter_eye_px": 45,
            "yaw_deg": 0,
            "roll_deg": 0,
            "sharpness": 0.4,
            "brightness": 130,
            "cut_share": 0,
        }
        x, y, width, height = box
        points = np.array([[0.3, 0.4], [0.7, 0.4], [0.5, 0.6], [0.35, 0.8], [0.65, 0.8]]) * (width, height) + (x, y)
        return Face(
            box=box,
            landmarks=points.astype(np.float32),
            score=0.9,
            quality=Quality(**(values | quality)),
            liveness=None,
            template=Template(vector=unit(np.ones(128)), pack="test-1"),
        )

    return make
