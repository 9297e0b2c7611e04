"""Suspicions that need no weights, each in [0, 1], of an attempt's frames."""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import Final

import cv2
import numpy as np

from kaodoki.faces.face import Face
from kaodoki.faces.liveness.frames import FrameFace
from kaodoki.faces.liveness.fusion import BEZEL, MOIRE, PLANAR_MOTION, STILL, Fusion
from kaodoki.faces.liveness.screen import moire_peaks, rectangle_sides
from kaodoki.faces.liveness.surroundings import carried_along

_RECTANGLES: Final = 3
"""So many frames are searched for a rectangle: it costs most."""


def measure_cues(frames: Sequence[FrameFace], faces: Sequence[Face]) -> dict[str, float]:
    """The measures themselves, in the units of `fusion.toml`; one that the frames do not allow is missing."""
    pairs = list(zip(frames, faces, strict=True))
    peaks = [value for frame, face in pairs if (value := moire_peaks(frame.image, face)) is not None]
    chosen = pairs[:: max(1, len(pairs) // _RECTANGLES)][:_RECTANGLES]
    measures = {
        MOIRE: median(peaks) if peaks else None,
        BEZEL: median(rectangle_sides(frame.image, face) for frame, face in chosen),
        PLANAR_MOTION: carried_along(frames, faces),
        STILL: _difference(frames),
    }
    return {name: value for name, value in measures.items() if value is not None}


def suspicions(measures: dict[str, float], fusion: Fusion) -> dict[str, float]:
    """What the measures are worth, in [0, 1]."""
    return {name: fusion.ramps[name].suspicion(value) for name, value in measures.items()}


def _difference(frames: Sequence[FrameFace]) -> float | None:
    """The largest mean difference between neighbouring frames, in grey levels; None for a single frame."""
    if len(frames) < 2 or len({frame.image.shape for frame in frames}) > 1:
        return None
    return max(float(np.mean(cv2.absdiff(one.image, other.image))) for one, other in pairwise(frames))
