"""The distance gate: who stands too far away is asked to come closer."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from kaodoki.faces import Nearest, load_engine
from kaodoki.faces.gate import Finding
from kaodoki.identification import read_frame
from kaodoki.project.demo_pictures import picture_path

HEIGHT, WIDTH = 480, 640


def at_distance(picture: Path, share: float) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """The photograph so small in a grey view that it has `share` of the view's height."""
    photo = cv2.imread(str(picture))
    assert photo is not None
    scale = HEIGHT * share / photo.shape[0]
    small = cv2.resize(photo, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    view = np.full((HEIGHT, WIDTH, 3), 128, np.uint8)
    view[: small.shape[0], : min(small.shape[1], WIDTH)] = small[:HEIGHT, :WIDTH]
    return view


@pytest.mark.parametrize(("share", "gate", "is_too_far"), [(1.0, 0.15, False), (0.5, 0.3, True), (0.5, 0.0, False)])
def test_face_smaller_than_the_gate_is_too_far(share: float, gate: float, *, is_too_far: bool) -> None:
    image = at_distance(picture_path("obama_1"), share)
    seen = load_engine().analyse_nearest(image, liveness=False)

    reading = read_frame(seen, (HEIGHT, WIDTH), smallest_share=gate)

    assert seen.faces
    assert (Finding.TOO_SMALL in reading.findings) is is_too_far


def test_view_without_anybody_is_not_told_to_come_closer() -> None:
    assert read_frame(Nearest(), (HEIGHT, WIDTH), smallest_share=0.5).findings == (Finding.NO_FACE,)
