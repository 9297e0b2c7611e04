"""Points of a face followed from frame to frame, in a view that takes position, size and tilt of the head away."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kaodoki.faces.alignment import similarity_transform
from kaodoki.faces.face import Face
from kaodoki.faces.liveness.frames import FrameFace

SIDE: Final = 192
UNIT_PX: Final = 64.0
"""Between the eyes, in the view. Its points are given in this unit: x to the right, y down, 0 between the eyes."""

_ORIGIN: Final = np.array([96.0, 62.0])
_PLANE: Final = np.array([[-0.5, 0.0], [0.5, 0.0], [-0.43, 1.07], [0.43, 1.07]])
"""Eyes and mouth corners: all landmarks but the nose, which moves against them when a head turns."""

_LANDMARKS: Final = [0, 1, 3, 4]
_EYE_RADIUS: Final = 0.16
_LOST_PX: Final = 1.0
"""Followed forwards and back again, a point returns to where it was, or it was lost."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Track:
    """Where the points of the first frame are in each frame."""

    points: NDArray[np.float64] = field(repr=False)
    """frames × points × 2."""
    is_followed: NDArray[np.bool_] = field(repr=False)
    """frames × points: followed without a break up to here."""
    nose: NDArray[np.float64] = field(repr=False)
    """The nose tip of the first frame."""


def follow(frames: Sequence[FrameFace], faces: Sequence[Face]) -> Track:
    """Follows the points of the first frame; `faces` are those of `frames`, in the same order."""
    views = [_view(frame.image, face) for frame, face in zip(frames, faces, strict=True)]
    start = _grid()
    points, followed = [start], [np.ones(len(start), dtype=bool)]
    for before, after in pairwise(picture for picture, _ in views):
        moved, is_there = _step(before, after, points[-1])
        points.append(moved)
        followed.append(followed[-1] & is_there)
    matrix = views[0][1]
    nose = matrix[:, :2] @ faces[0].landmarks[2].astype(np.float64) + matrix[:, 2]
    return Track(
        points=(np.stack(points).astype(np.float64) - _ORIGIN) / UNIT_PX,
        is_followed=np.stack(followed),
        nose=(nose - _ORIGIN) / UNIT_PX,
    )


def _view(image: NDArray[np.uint8], face: Face) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """The face as a grey picture with even contrast, and the matrix that takes the image there."""
    matrix = similarity_transform(face.landmarks[_LANDMARKS].astype(np.float64), _PLANE * UNIT_PX + _ORIGIN)
    flags = cv2.INTER_LINEAR if np.hypot(matrix[0, 0], matrix[1, 0]) > 0.5 else cv2.INTER_AREA
    warped = cv2.warpAffine(image, matrix, (SIDE, SIDE), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    even = cv2.createCLAHE(clipLimit=2.0, tileGridSize=(4, 4)).apply(cv2.cvtColor(warped, cv2.COLOR_BGR2GRAY))
    return np.asarray(even, dtype=np.uint8), matrix


def _step(
    before: NDArray[np.uint8], after: NDArray[np.uint8], points: NDArray[np.float32]
) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Lucas and Kanade's method, there and back."""
    there, found, _ = cv2.calcOpticalFlowPyrLK(before, after, points[:, None], None, winSize=(17, 17), maxLevel=3)
    back, found_back, _ = cv2.calcOpticalFlowPyrLK(after, before, there, None, winSize=(17, 17), maxLevel=3)
    error = np.linalg.norm(back[:, 0] - points, axis=1)
    is_there = (found.ravel() == 1) & (found_back.ravel() == 1) & (error < _LOST_PX)
    return np.asarray(there[:, 0], dtype=np.float32), np.asarray(is_there, dtype=np.bool_)


def _grid() -> NDArray[np.float32]:
    """Points over the face in pixels of the view, without the eyes, which look about."""
    xs, ys = np.meshgrid(np.arange(-0.65, 0.651, 0.1), np.arange(-0.35, 1.36, 0.1))
    points = np.stack([xs.ravel(), ys.ravel()], axis=1)
    away = np.hypot(np.abs(points[:, 0]) - 0.5, points[:, 1]) >= _EYE_RADIUS
    return np.asarray(points[away] * UNIT_PX + _ORIGIN, dtype=np.float32)
