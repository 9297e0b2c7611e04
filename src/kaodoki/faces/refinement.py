"""A second, close look of the detector at each face, upright and at one size: unsteady landmarks cost most misses.

YuNet reads landmarks best from faces of a middling size; in the reduced frame a face has any size and tilt. The mean of
both readings is steadier than either (numbers: docs/reference/model-pack.md).
"""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kaodoki.faces.detection import Detection

VIEW_SIDE: Final = 128
FACE_PX: Final = 72
"""The face's longer side in the view. 96 in 160 was as good and slower, 56 in 96 worse."""

VIEW_SCORE: Final = 0.4
"""Lower than in the frame: that there is a face is known."""

_FARTHEST: Final = 0.4
"""In faces, from the middle of the view: whatever lies further out is somebody else."""


TILT_CONFIDENCE: Final = 55.0
"""Of 100: where the recogniser saw less of a face, it is looked at as a tilted one too. One face in twelve of Labeled
Faces in the Wild, and nearly every head that leans by 25° or more."""

TILT_DEG: Final = 20.0
"""The step by which a head may lean more than its landmarks say: YuNet was shown few tilted heads, and draws the eyes
of one that leans by 30° as if it leaned by 5° to 20°. A view turned with the head shows it nearly upright."""


def view_of(detection: Detection, *, tilt_deg: float = 0.0) -> NDArray[np.float64]:
    """The 2×3 similarity from the image to a view of `VIEW_SIDE`² with the face upright in its middle.

    Upright by its landmarks, and by `tilt_deg` more (clockwise as seen).
    """
    points = detection.landmarks.astype(np.float64)
    scale = FACE_PX / max(*detection.box[2:], 1.0)
    across = points[1] - points[0]
    angle = float(np.arctan2(across[1], across[0]) + np.radians(tilt_deg))
    cosine, sine = scale * np.cos(angle), scale * np.sin(angle)
    linear = np.array([[cosine, sine], [-sine, cosine]])
    return np.hstack([linear, (VIEW_SIDE / 2 - linear @ points.mean(axis=0))[:, None]])


def refined(detection: Detection, view: NDArray[np.float64], found: list[Detection]) -> Detection:
    """The detection with the mean of its landmarks and those `found` in its view; unchanged if none lies there."""
    closer = seen_in(detection, view, found)
    if closer is None:
        return detection
    landmarks = (detection.landmarks + closer.landmarks) / 2
    return Detection(box=detection.box, landmarks=landmarks.astype(np.float32), score=detection.score)


def seen_in(detection: Detection, view: NDArray[np.float64], found: list[Detection]) -> Detection | None:
    """The detection with landmarks and score of what was `found` in its view; None if nothing lies there."""
    middle = VIEW_SIDE / 2
    distances = [float(np.hypot(*(other.landmarks.mean(axis=0) - middle))) for other in found]
    if not distances or min(distances) > _FARTHEST * FACE_PX:
        return None
    nearest = found[distances.index(min(distances))]
    back = cv2.invertAffineTransform(view)
    landmarks = nearest.landmarks.astype(np.float64) @ back[:, :2].T + back[:, 2]
    return Detection(box=detection.box, landmarks=landmarks.astype(np.float32), score=nearest.score)
