"""How usable a face is, measured from its landmarks and its aligned picture."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kaodoki.faces.alignment import REFERENCE, SIDE, similarity_transform
from kaodoki.faces.detection import Detection
from kaodoki.faces.face import Quality

NOSE_DEPTH: Final = 0.55
"""How far the nose tip stands out, in distances between the eyes: an average adult's."""

_FACE_REGION: Final = slice(SIDE // 7, SIDE - SIDE // 7)
_OVAL_RADII: Final = np.array([0.42, 0.5]) * SIDE


def measure_quality(detection: Detection, aligned: NDArray[np.uint8], size: tuple[int, int]) -> Quality:
    """The quality of a face found in an image of `size` (height, width), whose 112×112 picture is `aligned`."""
    left, right, nose = detection.landmarks[:3].astype(np.float64)
    eyes = right - left
    inter_eye_px = max(float(np.hypot(*eyes)), 1e-6)
    along = eyes / inter_eye_px
    offset = float((nose - (left + right) / 2) @ along) / inter_eye_px
    grey = cv2.cvtColor(aligned, cv2.COLOR_BGR2GRAY)[_FACE_REGION, _FACE_REGION].astype(np.float32)
    brightness, sharpness = float(grey.mean()), _sharpness(grey)
    yaw_deg = float(np.degrees(np.arctan(offset / NOSE_DEPTH)))
    roll_deg = float(np.degrees(np.arctan2(eyes[1], eyes[0])))
    cut_share = _share_outside(detection.landmarks, size)
    parts = (
        _ramp(inter_eye_px, 12, 50),
        _ramp(sharpness, 0.0, 0.30),
        _ramp(brightness, 20, 70) * _ramp(-brightness, -250, -210),
        _ramp(-abs(yaw_deg), -60, -15),
        _ramp(-cut_share, -0.3, 0.0),
    )
    return Quality(
        score=round(100 * float(np.prod(parts)), 1),
        inter_eye_px=inter_eye_px,
        yaw_deg=yaw_deg,
        roll_deg=roll_deg,
        sharpness=sharpness,
        brightness=brightness,
        cut_share=cut_share,
    )


def _sharpness(grey: NDArray[np.float32]) -> float:
    contrast = float(grey.std())
    return float(cv2.Laplacian(grey, cv2.CV_32F).std()) / contrast if contrast > 1 else 0.0


def _share_outside(landmarks: NDArray[np.float32], size: tuple[int, int]) -> float:
    """By where the whole face would lie: the detector fits its box to what it sees."""
    matrix = similarity_transform(REFERENCE, landmarks.astype(np.float64))
    points = _OVAL @ matrix[:, :2].T + matrix[:, 2]
    outside = (points < 0).any(axis=1) | (points[:, 0] > size[1]) | (points[:, 1] > size[0])
    return float(outside.mean())


def _oval() -> NDArray[np.float64]:
    """A grid of points inside the oval that a face fills in its 112×112 picture."""
    steps = np.linspace(-1, 1, 21)
    grid = np.stack(np.meshgrid(steps, steps), axis=-1).reshape(-1, 2)
    inside = grid[(grid**2).sum(axis=1) <= 1]
    return np.asarray(inside * _OVAL_RADII + SIDE / 2, dtype=np.float64)


_OVAL: Final = _oval()


def _ramp(value: float, bad: float, good: float) -> float:
    return float(np.clip((value - bad) / (good - bad), 0.0, 1.0))
