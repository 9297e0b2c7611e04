"""Whatever a face's place, size and tilt, its five points end up where the recogniser expects them."""

import cv2
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kaodoki.faces.alignment import REFERENCE, SIDE, align, similarity_transform


@given(angle=st.floats(-3.0, 3.0), scale=st.floats(0.2, 20), x=st.floats(-500, 500), y=st.floats(-500, 500))
def test_a_moved_turned_scaled_face_is_taken_back(angle: float, scale: float, x: float, y: float) -> None:
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    points = REFERENCE @ (scale * turn).T + (x, y)

    matrix = similarity_transform(points, REFERENCE)

    assert np.allclose(points @ matrix[:, :2].T + matrix[:, 2], REFERENCE, atol=1e-6)


def test_transform_agrees_with_opencv_on_points_that_fit_no_similarity() -> None:
    points = REFERENCE * 2.5 + np.random.default_rng(3).normal(0, 3, REFERENCE.shape)

    matrix = similarity_transform(points, REFERENCE)

    ours = ((points @ matrix[:, :2].T + matrix[:, 2] - REFERENCE) ** 2).sum()
    theirs, _ = cv2.estimateAffinePartial2D(points, REFERENCE, method=cv2.LMEDS)
    assert ours <= ((points @ theirs[:, :2].T + theirs[:, 2] - REFERENCE) ** 2).sum() + 1e-9


def test_marks_drawn_on_the_landmarks_arrive_at_the_reference_at_every_size() -> None:
    for scale in (0.8, 2.0, 5.0, 9.0):
        points = (REFERENCE * scale + 40).astype(np.float32)
        side = round(SIDE * scale) + 80
        image = np.zeros((side, side, 3), dtype=np.uint8)
        for point in points:
            centre = (round(float(point[0])), round(float(point[1])))
            cv2.circle(image, centre, max(1, round(2 * scale)), (255, 255, 255), -1)

        aligned = align(image, points)

        _, _, _, centres = cv2.connectedComponentsWithStats((aligned[:, :, 0] > 100).astype(np.uint8))
        found = np.array(sorted(centres[1:].tolist()))
        assert np.abs(found - np.array(sorted(REFERENCE.tolist()))).max() < 1.0


def test_very_long_picture_is_aligned_like_its_part() -> None:
    part = np.random.default_rng(2).integers(0, 255, (200, 200, 3), dtype=np.uint8)
    whole = np.zeros((200, 40_000, 3), dtype=np.uint8)
    whole[:, 35_000:35_200] = part
    points = (REFERENCE + 40).astype(np.float32)

    aligned = align(whole, points + np.array([35_000, 0], dtype=np.float32))

    assert np.abs(aligned.astype(int) - align(part, points)).max() <= 2
