"""How far the nose moves against the plane of eyes and mouth: a head that turns shows it, a flat picture cannot."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

NOSE_DEPTH: Final = 0.5
"""How far the nose tip stands out of the plane of eyes and mouth corners, in distances between the eyes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadTurn:
    """A frame's head against the first one's."""

    yaw_deg: float
    """Positive to the person's own left, which is the right edge of a picture that is not mirrored."""
    pitch_deg: float
    """Positive upwards."""


def measure_turns(landmarks: Sequence[NDArray[np.float32]]) -> tuple[HeadTurn, ...]:
    """The turn in each frame by the parallax of the nose, after all that a plane's motion explains is taken away."""
    start = landmarks[0].astype(np.float64)
    return tuple(_turn(start, points.astype(np.float64)) for points in landmarks)


def _turn(start: NDArray[np.float64], points: NDArray[np.float64]) -> HeadTurn:
    plane = [0, 1, 3, 4]
    design = np.hstack([points[plane], np.ones((4, 1))])
    back, *_ = np.linalg.lstsq(design, start[plane], rcond=None)
    nose = np.append(points[2], 1.0) @ back
    across = start[1] - start[0]
    inter_eye = max(float(np.hypot(*across)), 1e-6)
    across = across / inter_eye
    down = np.array([-across[1], across[0]])
    shift = (nose - start[2]) / inter_eye
    yaw = np.degrees(np.arctan2(shift @ across, NOSE_DEPTH))
    pitch = np.degrees(np.arctan2(-(shift @ down), NOSE_DEPTH))
    return HeadTurn(yaw_deg=float(yaw), pitch_deg=float(pitch))
