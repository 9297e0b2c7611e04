"""Pose from five landmarks, on a mean face that is turned by known angles."""

import numpy as np
import pytest
from numpy.typing import NDArray

from kaodoki.faces.quality.pose import MEAN_FACE, measure_pose, project


def seen(yaw_deg: float, pitch_deg: float, roll_deg: float, scale: float = 50) -> NDArray[np.float32]:
    """The mean face's landmarks as a camera far away sees them."""
    yaw, pitch, roll = np.radians((yaw_deg, pitch_deg, roll_deg))
    x, y, z = MEAN_FACE.T
    x, z = x * np.cos(yaw) + z * np.sin(yaw), z * np.cos(yaw) - x * np.sin(yaw)
    y = y * np.cos(pitch) - z * np.sin(pitch)
    points = np.stack([x * np.cos(roll) - y * np.sin(roll), x * np.sin(roll) + y * np.cos(roll)], axis=1)
    return (scale * points + (200, 150)).astype(np.float32)


@pytest.mark.parametrize("yaw", [-40, -15, 0, 15, 40])
def test_yaw_is_positive_when_the_nose_points_to_the_image_s_right(yaw: float) -> None:
    assert measure_pose(seen(yaw, 0, 0)).yaw_deg == pytest.approx(yaw, abs=0.5)


@pytest.mark.parametrize("pitch", [-30, -10, 0, 10, 30])
def test_pitch_is_positive_when_the_person_looks_up(pitch: float) -> None:
    assert measure_pose(seen(0, pitch, 0)).pitch_deg == pytest.approx(pitch, abs=0.5)


@pytest.mark.parametrize("roll", [-170, -45, 0, 20, 90])
def test_roll_is_positive_clockwise_and_changes_no_other_angle(roll: float) -> None:
    pose = measure_pose(seen(20, 0, roll))

    assert pose.roll_deg == pytest.approx(roll, abs=0.5)
    assert pose.yaw_deg == pytest.approx(20, abs=0.5)


@pytest.mark.parametrize("yaw", [0, 20, 40])
def test_inter_eye_distance_is_that_of_the_face_straight_ahead(yaw: float) -> None:
    assert measure_pose(seen(yaw, 0, 0)).inter_eye_px == pytest.approx(50, rel=0.02)


def test_projection_takes_the_mean_face_to_the_landmarks() -> None:
    landmarks = seen(25, 10, -15)

    assert project(landmarks)(MEAN_FACE) == pytest.approx(landmarks, abs=0.01)


def test_landmarks_on_one_point_have_a_pose_all_the_same() -> None:
    pose = measure_pose(np.full((5, 2), 7, np.float32))

    assert np.isfinite([pose.yaw_deg, pose.pitch_deg, pose.roll_deg, pose.inter_eye_px]).all()
