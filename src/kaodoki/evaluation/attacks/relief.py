"""Pictures moved as reliefs: a head that turns before its background, a sheet bent round a cylinder.

A relief is a depth for every pixel, in pixels. Turning it moves each pixel by its depth; where the moved picture comes
from is found by going back a few times. Seen from far away (no perspective): a terminal's user is at arm's length.
"""

from dataclasses import dataclass, field
from math import cos, radians, sin
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kaodoki.evaluation.attacks.portraits import HEIGHT, WIDTH, Image, Portrait

Field = NDArray[np.float32]

_STEPS: Final = 10
_COARSE: Final = 2
"""Maps are computed for every second pixel: they are smooth."""

_HEAD: Final = (1.25, 1.8)
"""Half of a head's width and height, in distances between the eyes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pose:
    """Where something is held, against where it was: angles in degrees, shifts in pixels, `zoom` as a factor."""

    yaw_deg: float = 0.0
    """Positive to the right edge of the picture, which is the person's own left."""
    pitch_deg: float = 0.0
    """Positive upwards."""
    roll_deg: float = 0.0
    shift: tuple[float, float] = (0.0, 0.0)
    zoom: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Relief:
    """Depths and how much of a turn each pixel takes part in (1 inside, fading to 0 where the background is)."""

    depth: Field = field(repr=False)
    inside: Field = field(repr=False)
    centre: tuple[float, float]


def head_relief(portrait: Portrait, *, depth: float, nose: float, roundness: float = 0.8) -> Relief:
    """A generic head: a dome of `depth` with a nose that stands out, both in distances between the eyes.

    `roundness` 0.5 is an ellipsoid, 1 a flatter dome. The nose is a wedge from the bridge down to its tip.
    """
    eye, centre = portrait.inter_eye_px, portrait.centre
    u, v = _grid(centre, eye)
    rim = np.clip(1 - (u / _HEAD[0]) ** 2 - (v / _HEAD[1]) ** 2, 0, 1)
    nose_u, nose_v = (portrait.face.landmarks[2] - centre) / eye
    wedge = _wedge(u - nose_u, v - nose_v)
    return Relief(
        depth=(eye * (depth * rim**roundness + nose * wedge)).astype(np.float32),
        inside=np.minimum(1, 3 * rim).astype(np.float32),
        centre=centre,
    )


def _wedge(u: NDArray[np.float64], v: NDArray[np.float64]) -> NDArray[np.float64]:
    """A nose with its tip at 0: rises from the bridge, falls off quickly below, wider at the tip."""
    down = np.clip((v + 0.55) / 0.55, 0, 1)
    profile = np.where(v < 0, down, np.clip(1 - (v - 0.05) / 0.25, 0, 1))
    wedge = profile * np.exp(-((u / (0.13 + 0.13 * down)) ** 2))
    return np.asarray(cv2.GaussianBlur(wedge, (0, 0), 1.5), np.float64)


def cylinder_relief(centre: tuple[float, float], radius_px: float) -> Relief:
    """A sheet bent towards the camera, round an upright cylinder. All of it turns."""
    u, _ = _grid(centre, radius_px)
    angle = np.clip(np.abs(u), 0, np.pi / 2)
    depth = radius_px * (np.cos(angle) - 1)
    return Relief(depth=depth.astype(np.float32), inside=np.ones_like(u, dtype=np.float32), centre=centre)


def moved(image: Image, relief: Relief, pose: Pose) -> Image:
    """The picture with the relief in that pose. Pixels with `inside` 0 stay where they are."""
    from_x, from_y = _backwards(*_shifts(relief, pose))
    return np.asarray(cv2.remap(image, from_x, from_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101), np.uint8)


def _shifts(relief: Relief, pose: Pose) -> tuple[Field, Field]:
    """How far each coarse pixel moves, in pixels."""
    yaw, pitch, roll = radians(pose.yaw_deg), radians(pose.pitch_deg), radians(pose.roll_deg)
    u, v = _grid(relief.centre, 1.0)
    turned_u = cos(yaw) * u + sin(yaw) * relief.depth
    turned_v = cos(pitch) * v - sin(pitch) * relief.depth
    new_u = pose.zoom * (cos(roll) * turned_u - sin(roll) * turned_v) + pose.shift[0]
    new_v = pose.zoom * (sin(roll) * turned_u + cos(roll) * turned_v) + pose.shift[1]
    shift_x, shift_y = relief.inside * (new_u - u), relief.inside * (new_v - v)
    return shift_x.astype(np.float32), shift_y.astype(np.float32)


def _backwards(shift_x: Field, shift_y: Field) -> tuple[Field, Field]:
    """For every pixel, where it comes from."""
    xs, ys = (grid.astype(np.float32) for grid in _pixels())
    from_x, from_y = xs.copy(), ys.copy()
    for _ in range(_STEPS):
        at_x, at_y = from_x / _COARSE, from_y / _COARSE
        from_x = xs - cv2.remap(shift_x, at_x, at_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        from_y = ys - cv2.remap(shift_y, at_x, at_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    whole = [cv2.resize(part - at, (WIDTH, HEIGHT)) for part, at in ((from_x, xs), (from_y, ys))]
    full_x, full_y = np.meshgrid(np.arange(WIDTH, dtype=np.float32), np.arange(HEIGHT, dtype=np.float32))
    return full_x + whole[0], full_y + whole[1]


def _grid(centre: tuple[float, float], unit_px: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    xs, ys = _pixels()
    return (xs - centre[0]) / unit_px, (ys - centre[1]) / unit_px


def _pixels() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    xs, ys = np.meshgrid(np.arange(WIDTH // _COARSE, dtype=np.float64), np.arange(HEIGHT // _COARSE, dtype=np.float64))
    return xs * _COARSE, ys * _COARSE
