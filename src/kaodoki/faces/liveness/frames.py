"""What liveness is judged on: the frames of an attempt, in order, each with its largest face."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kaodoki.faces.face import Face


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FrameFace:
    """One frame of an attempt, as the camera saw it: never mirrored, never cropped to the face."""

    image: NDArray[np.uint8] = field(repr=False)
    """H×W×3, BGR."""
    face: Face | None
    """The largest face of the frame, or None if there is none: the face may be lost midway."""


def middle_of(face: Face) -> tuple[float, float]:
    """Between eyes and mouth, in pixels."""
    points = face.landmarks.astype(np.float64)
    x, y = (points[:2].mean(axis=0) + points[3:].mean(axis=0)) / 2
    return float(x), float(y)


def inter_eye_px(face: Face) -> float:
    """The distance between the eyes, the unit of everything here; never 0."""
    points = face.landmarks.astype(np.float64)
    return max(float(np.hypot(*(points[1] - points[0]))), 1.0)
