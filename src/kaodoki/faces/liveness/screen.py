"""Traces of a screen or a print in one picture: moiré, and a rectangle round the face."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kaodoki.faces.face import Face
from kaodoki.faces.liveness.frames import inter_eye_px, middle_of

_REACH: Final = 0.8
"""Half the patch, in distances between the eyes: skin alone, for a wall or a scarf may be woven."""

_PATCH: Final = 128
_SMALLEST_PATCH: Final = 40
_RINGS: Final = 40
_BAND: Final = (0.08, 0.48)
"""Cycles per pixel: below lies the face itself, above what JPEG has left."""

_PEAKS: Final = 6
_EYE_PX: Final = 64.0
_SHORTEST: Final = 0.35
_SIDES: Final = ((0, -1, 1.1, 3.2), (0, 1, 1.1, 3.2), (1, -1, 1.4, 3.6), (1, 1, 1.4, 3.6))
"""Axis, direction, and between which distances from the face a rectangle's side lies, in distances between the eyes."""


def moire_peaks(image: NDArray[np.uint8], face: Face) -> float | None:
    """How far the highest peaks of the face's spectrum stand over their surroundings, in natural logarithms.

    A face falls off smoothly towards fine detail; the grids of a display and a sensor make lines of their own. None if
    the face is too small.
    """
    (x, y), reach = middle_of(face), _REACH * inter_eye_px(face)
    part = image[max(0, int(y - reach)) : max(0, int(y + reach)), max(0, int(x - reach)) : max(0, int(x + reach))]
    side = min(*part.shape[:2], _PATCH)
    if side < _SMALLEST_PATCH:
        return None
    patch = cv2.cvtColor(part, cv2.COLOR_BGR2GRAY)
    above, beside = (patch.shape[0] - side) // 2, (patch.shape[1] - side) // 2
    return _peaks(patch[above : above + side, beside : beside + side].astype(np.float32))


def rectangle_sides(image: NDArray[np.uint8], face: Face) -> float:
    """The third longest side of a rectangle round the face, in distances between the eyes; 0 if there is none."""
    eye = inter_eye_px(face)
    scale = min(_EYE_PX / eye, 1.0)
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else grey
    found = cv2.createLineSegmentDetector(cv2.LSD_REFINE_STD).detect(small)[0]
    if found is None:
        return 0.0
    lines = (found.reshape(-1, 2, 2) / scale - np.array(middle_of(face))) / eye
    return sorted(_side(lines, *side) for side in _SIDES)[1]


def _peaks(patch: NDArray[np.float32]) -> float:
    side = len(patch)
    fine = patch - cv2.GaussianBlur(patch, (0, 0), 2.5)
    window = np.hanning(side)
    power = np.abs(np.fft.fftshift(np.fft.fft2(fine * window[:, None] * window))) ** 2
    level = np.log(power + 1e-3)
    ys, xs = np.mgrid[0:side, 0:side] - side // 2
    radius = np.hypot(xs, ys) / side
    ring = (radius * _RINGS).astype(int)
    usual = np.array([np.median(level[ring == number]) for number in range(ring.max() + 1)])
    within = (radius > _BAND[0]) & (radius < _BAND[1]) & (np.abs(xs) > 1) & (np.abs(ys) > 1)
    over = np.partition((level - usual[ring])[within], -_PEAKS)[-_PEAKS:]
    return float(over.mean())


def _side(lines: NDArray[np.float64], axis: int, direction: int, low: float, high: float) -> float:
    """The length of the straight pieces that lie in one line there."""
    along = lines[:, 1] - lines[:, 0]
    length = np.linalg.norm(along, axis=1)
    middle = lines.mean(axis=1)
    away = middle[:, axis] * direction
    is_upright = np.abs(along[:, axis]) < 0.25 * np.abs(along[:, 1 - axis])
    is_there = is_upright & (length > _SHORTEST) & (away > low) & (away < high) & (np.abs(middle[:, 1 - axis]) < 2.2)
    return max((float(length[is_there & (np.abs(away - at) < 0.1)].sum()) for at in away[is_there]), default=0.0)
