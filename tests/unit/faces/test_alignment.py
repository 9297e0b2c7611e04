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


def umeyama(source: np.ndarray, target: np.ndarray) -> np.ndarray:
    """The transform as Umeyama (1991) writes it, for points of any dimension."""
    from_, to = source - source.mean(axis=0), target - target.mean(axis=0)
    left, singular, right = np.linalg.svd(to.T @ from_ / len(source))
    signs = np.array([1.0, np.sign(np.linalg.det(left) * np.linalg.det(right))])
    linear = left @ np.diag(signs) @ right * (singular * signs).sum() * len(source) / (from_**2).sum()
    return np.hstack([linear, (target.mean(axis=0) - linear @ source.mean(axis=0))[:, None]])


@given(seed=st.integers(0, 10_000), noise=st.floats(0.01, 40), turn=st.sampled_from([1, -1]))
def test_transform_is_umeyama_s_for_any_points_even_mirrored_ones(seed: int, noise: float, turn: int) -> None:
    points = REFERENCE * (turn, 1) * 2 + np.random.default_rng(seed).normal(0, noise, REFERENCE.shape)

    assert np.allclose(similarity_transform(points, REFERENCE), umeyama(points, REFERENCE), atol=1e-6)


def test_five_points_in_one_place_are_no_crash() -> None:
    matrix = similarity_transform(np.full((5, 2), 7.0), REFERENCE)

    assert np.isfinite(matrix).all()
    assert align(np.zeros((120, 120, 3), np.uint8), np.full((5, 2), 7, np.float32)).shape == (SIDE, SIDE, 3)


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
