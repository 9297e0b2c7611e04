"""Whether what is round the face is carried about with it, as the paper or screen of a picture is.

Behind a person the room stands still while the head moves. What moves all over the frame alike is a camera in
somebody's hand and says nothing.
"""

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kaodoki.faces.face import Face
from kaodoki.faces.liveness.frames import FrameFace, inter_eye_px, middle_of

_UNIT_PX: Final = 64.0
"""Movements are given in pixels of a face whose eyes are this far apart."""

_LARGEST_EYE_PX: Final = 85.0
"""Larger pictures are reduced first: they show no more of a movement."""

_HEAD: Final = (1.45, 2.0)
_FEWEST_POINTS: Final = 6
_LOST_PX: Final = 0.7


def carried_along(frames: Sequence[FrameFace], faces: Sequence[Face]) -> float | None:
    """How far the surroundings moved from the first frame, beyond what the whole frame did, in pixels of `_UNIT_PX`.

    The median over the frames; None if nothing there can be followed, or the frames differ in size.
    """
    shapes = {frame.image.shape for frame in frames}
    if len(frames) < 2 or len(shapes) > 1:
        return None
    factor = min(1.0, _LARGEST_EYE_PX / inter_eye_px(faces[0]))
    greys = [_grey(frame.image, factor) for frame in frames]
    near, far = _masks(greys[0].shape, faces[0], factor)
    scale = _UNIT_PX / (factor * inter_eye_px(faces[0]))
    moved = []
    for grey in greys[1:]:
        here, there = _movement(greys[0], grey, near), _movement(greys[0], grey, far)
        if here is not None:
            moved.append(scale * float(np.linalg.norm(here if there is None else here - there)))
    return float(np.median(moved)) if moved else None


def _grey(image: NDArray[np.uint8], factor: float) -> NDArray[np.uint8]:
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    reduced = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA) if factor < 1 else grey
    return np.asarray(reduced, dtype=np.uint8)


def _masks(shape: tuple[int, ...], face: Face, factor: float) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Round the head but above the shoulders; and the rest of the frame above the shoulders."""
    (x, y), eye = (factor * value for value in middle_of(face)), factor * inter_eye_px(face)
    ys, xs = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32)
    u, v = (xs - x) / eye, (ys - y) / eye
    head = (u / _HEAD[0]) ** 2 + ((v + 0.15) / _HEAD[1]) ** 2 < 1
    near = ~head & (v < 0.9) & (np.abs(u) < 2.3) & (v > -2.6)
    far = ~head & (v < 1.5) & ~((np.abs(u) < 2.6) & (v > -2.9))
    return (255 * near).astype(np.uint8), (255 * far).astype(np.uint8)


def _movement(
    before: NDArray[np.uint8], after: NDArray[np.uint8], mask: NDArray[np.uint8]
) -> NDArray[np.float64] | None:
    """The median movement of the corners within the mask, in pixels."""
    points = cv2.goodFeaturesToTrack(before, 80, 0.01, 5, mask=mask)
    if points is None or len(points) < _FEWEST_POINTS:
        return None
    there, found, _ = cv2.calcOpticalFlowPyrLK(before, after, points, None, winSize=(15, 15), maxLevel=2)
    back, found_back, _ = cv2.calcOpticalFlowPyrLK(after, before, there, None, winSize=(15, 15), maxLevel=2)
    is_there = (found.ravel() == 1) & (found_back.ravel() == 1)
    is_there &= np.linalg.norm((back - points)[:, 0], axis=1) < _LOST_PX
    if is_there.sum() < _FEWEST_POINTS:
        return None
    return np.asarray(np.median((there - points)[is_there, 0], axis=0), dtype=np.float64)
