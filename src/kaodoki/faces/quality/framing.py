"""How much of the face lies outside the picture.

ISO/IEC 29794-5 has four terms for it (leftward and rightward crop, margins above and below); here it is one share.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from kaodoki.faces.alignment import REFERENCE, SIDE, similarity_transform

_OVAL_RADII: Final = np.array([0.42, 0.5]) * SIDE


def share_outside(landmarks: NDArray[np.float32], size: tuple[int, int]) -> float:
    """By where the whole face would lie in a picture of this height and width: the detector fits its box to what it
    sees."""
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
