"""How a head turned, by the relief of a face: its points move by their depth, which those of a flat picture lack.

Seen from afar, a rigid head that turns takes a point (x, y) of depth z to A·(x, y) + t + z·d, with d the third column
of its rotation (Tomasi and Kanade 1992). A, t and d are fitted to the followed points with a generic relief for z. A
flat picture has A and t but no d, however it is tilted. A bent one has the depth of a smooth sheet: what sets a face
apart is the nose, whose own movement is fitted against any quadratic surface.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kaodoki.faces.face import Face
from kaodoki.faces.liveness.frames import FrameFace
from kaodoki.faces.liveness.tracking import Track, follow

Points = NDArray[np.float64]

_MIDDLE_Y: Final = 0.5
_HEAD: Final = (0.95, 1.25, 1.8)
"""Depth, half width and half height of a head, in distances between the eyes."""

_NOSE: Final = (0.4, 0.22, 0.30)
"""How far the nose stands out, and how wide and high it is."""

_NOSE_DEPTH: Final = 0.5
"""Of the tip over the plane of eyes and mouth corners. On real faces the five landmarks agree with it."""

_AHEAD: Final = np.array([[-0.5, 0.0], [0.5, 0.0], [0.0, 0.605], [-0.434, 1.07], [0.434, 1.07]])
"""The landmarks of a face that looks ahead: the mean of Labeled Faces in the Wild, made symmetric."""

_FEWEST_POINTS: Final = 36
_ROUNDS: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadTurn:
    """A frame's head against the first one's."""

    yaw_deg: float
    """Positive to the person's own left, which is the right edge of a picture that is not mirrored."""
    pitch_deg: float
    """Positive upwards."""
    nose_yaw: float
    """The nose's movement against a smooth surface, in distances between the eyes; signs as the angles."""
    nose_pitch: float
    landmark_yaw_deg: float
    """Yaw by the five landmarks alone."""
    squeeze: float
    """Share by which the face became narrower one way than the other, as a tilted picture does; 0 is none."""
    is_followed: bool
    """Whether enough points were followed; if not, the angles are those of the landmarks."""


def measure_turns(frames: Sequence[FrameFace], faces: Sequence[Face]) -> tuple[HeadTurn, ...]:
    """The turn in each frame; `faces` are those of `frames`. Every number is finite."""
    track = follow(frames, faces)
    start = faces[0].landmarks.astype(np.float64)
    return tuple(_turn(track, at, start, face.landmarks.astype(np.float64)) for at, face in enumerate(faces))


def yaw_by_landmarks(face: Face) -> float:
    """How far a face looks to the side by itself, in degrees, positive as in `HeadTurn`. A rough estimate."""
    return landmark_angles(_AHEAD, face.landmarks.astype(np.float64))[0]


def landmark_angles(start: Points, points: Points) -> tuple[float, float]:
    """Yaw and pitch in degrees by the parallax of the nose against the other four landmarks' affine motion."""
    plane = [0, 1, 3, 4]
    back, *_ = np.linalg.lstsq(np.hstack([points[plane], np.ones((4, 1))]), start[plane], rcond=None)
    across = start[1] - start[0]
    inter_eye = max(float(np.hypot(*across)), 1e-6)
    across = across / inter_eye
    shift = (np.append(points[2], 1.0) @ back - start[2]) / inter_eye
    down = np.array([-across[1], across[0]])
    yaw, pitch = np.arctan2(shift @ across, _NOSE_DEPTH), np.arctan2(-(shift @ down), _NOSE_DEPTH)
    return float(np.degrees(yaw)), float(np.degrees(pitch))


def _turn(track: Track, at: int, start: Points, points: Points) -> HeadTurn:
    yaw, pitch = landmark_angles(start, points)
    kept = track.is_followed[at]
    if kept.sum() < _FEWEST_POINTS:
        return HeadTurn(
            yaw_deg=yaw,
            pitch_deg=pitch,
            nose_yaw=0.0,
            nose_pitch=0.0,
            landmark_yaw_deg=yaw,
            squeeze=0.0,
            is_followed=False,
        )
    before, after = track.points[0][kept], track.points[at][kept]
    rigid = _fit(_relief(before, track.nose), before, after)
    nose = _fit(_surface(before, track.nose), before, after)
    stretches = np.linalg.svd(rigid[:2], compute_uv=False)
    return HeadTurn(
        yaw_deg=float(np.degrees(np.arcsin(np.clip(rigid[3, 0], -1, 1)))),
        pitch_deg=float(np.degrees(np.arcsin(np.clip(-rigid[3, 1], -1, 1)))),
        nose_yaw=float(nose[3, 0]),
        nose_pitch=float(-nose[3, 1]),
        landmark_yaw_deg=yaw,
        squeeze=float(1 - stretches[1] / max(stretches[0], 1e-6)),
        is_followed=True,
    )


def _relief(points: Points, nose: Points) -> Points:
    """Columns of the rigid fit: x, y, 1, and the generic depth."""
    depth, width, height = _HEAD
    x, y = points[:, 0], points[:, 1] - _MIDDLE_Y
    head = depth * (1 - (x / width) ** 2 - (y / height) ** 2)
    return np.stack([x, y, np.ones_like(x), head + _NOSE[0] * _bump(points, nose)], axis=1)


def _surface(points: Points, nose: Points) -> Points:
    """Columns of the nose's fit: x, y, 1, the nose, and what any smooth sheet and perspective do."""
    x, y = points[:, 0], points[:, 1] - _MIDDLE_Y
    return np.stack([x, y, np.ones_like(x), _bump(points, nose), x * x, x * y, y * y], axis=1)


def _bump(points: Points, nose: Points) -> Points:
    _, width, height = _NOSE
    x, y = points[:, 0] - nose[0], points[:, 1] - nose[1]
    return np.asarray(np.exp(-((x / width) ** 2) - (y / height) ** 2), dtype=np.float64)


def _fit(columns: Points, before: Points, after: Points) -> Points:
    """Least squares in which points that do not fit count less (Cauchy's weights): columns × 2."""
    weights = np.ones(len(before))
    solution: Points = np.zeros((columns.shape[1], 2), dtype=np.float64)
    for _ in range(_ROUNDS):
        root = np.sqrt(weights)[:, None]
        solution = np.asarray(np.linalg.lstsq(columns * root, after * root, rcond=None)[0], dtype=np.float64)
        error = np.linalg.norm(after - columns @ solution, axis=1)
        scale = 1.48 * float(np.median(error)) + 1e-3
        weights = 1 / (1 + (error / (2 * scale)) ** 2)
    return solution
