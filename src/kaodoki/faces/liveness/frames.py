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
