"""Face masks and sunglasses painted onto real faces, as wearing them would look: for measuring, never for running.

As others do when there are no pictures of the same people with and without a mask (Anwar and Raychowdhury 2020; NIST
IR 8311): a polygon over nose, mouth and chin, placed by the landmarks, in several shapes and colours. Ours is laid on a
mean face in three dimensions and projected, so that it turns with the head, and it keeps the light on the face. What is
not painted: fogged glasses, tapes, prints, hands.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kaodoki.faces.quality.pose import project

Picture = NDArray[np.uint8]


class MaskShape(StrEnum):
    """From the upper edge on the nose to the chin; `SURGICAL` 不織布, `FOLDED` 立体 (KF94, duckbill), `CLOTH` 布."""

    SURGICAL = "surgical"
    FOLDED = "folded"
    CLOTH = "cloth"


@dataclass(frozen=True, slots=True, kw_only=True)
class MaskLook:
    shape: MaskShape
    colour: tuple[int, int, int]
    """BGR in full light."""
    lowered: float = 0.0
    """How far the upper edge hangs below its place, in distances between the eyes: 0.5 bares the nose."""


WHITE: Final = (238, 240, 240)
BLUE: Final = (214, 182, 142)
BLACK: Final = (34, 32, 32)
GREY: Final = (140, 140, 142)
PINK: Final = (196, 190, 226)
BEIGE: Final = (150, 178, 206)
"""Near to skin: the hardest to tell from it."""

MASK_LOOKS: Final = tuple(
    MaskLook(shape=shape, colour=colour)
    for shape, colour in (
        (MaskShape.SURGICAL, WHITE),
        (MaskShape.SURGICAL, BLUE),
        (MaskShape.FOLDED, WHITE),
        (MaskShape.FOLDED, BLACK),
        (MaskShape.SURGICAL, PINK),
        (MaskShape.FOLDED, BEIGE),
        (MaskShape.CLOTH, GREY),
        (MaskShape.CLOTH, BLACK),
    )
)
"""What is worn in Japan: white most of all, then the colours."""

# Half outlines on the mean face, in distances between the eyes (right, down, towards the camera), from the nose to the
# chin; the other half mirrors them.
_OUTLINES: Final = {
    MaskShape.SURGICAL: (
        (0.0, 0.28, 0.40),
        (0.30, 0.42, 0.22),
        (0.80, 0.54, -0.30),
        (0.80, 1.22, -0.25),
        (0.0, 1.80, 0.12),
    ),
    MaskShape.FOLDED: (
        (0.0, 0.24, 0.42),
        (0.32, 0.44, 0.20),
        (0.80, 0.62, -0.35),
        (0.55, 1.38, 0.0),
        (0.0, 1.84, 0.15),
    ),
    MaskShape.CLOTH: (
        (0.0, 0.34, 0.45),
        (0.36, 0.50, 0.15),
        (0.84, 0.66, -0.40),
        (0.70, 1.40, -0.15),
        (0.0, 1.72, 0.10),
    ),
}
_LOOP: Final = ((0.78, 0.60, -0.30), (1.02, 0.30, -0.85))
"""From the mask's edge to the ear."""

_FOLDS: Final = {
    MaskShape.SURGICAL: tuple(
        ((0.0, down, out), (0.79, down + 0.02, -0.25)) for down, out in ((0.8, 0.5), (1.0, 0.45), (1.3, 0.3))
    ),
    MaskShape.FOLDED: (((0.0, 0.85, 0.62), (0.74, 0.78, -0.2)), ((0.0, 1.25, 0.55), (0.60, 1.20, 0.0))),
    MaskShape.CLOTH: (((0.0, 0.36, 0.50), (0.0, 0.9, 0.62), (0.0, 1.72, 0.12)),),
}
"""Pleats and seams: what a plain area lacks to be cloth."""
_FOLD_STRENGTH: Final = 0.9
_GRAIN: Final = 0.012
"""Weave and the camera's noise, as a share of full light."""

_LENS: Final = ((0.12, -0.20, 0.20), (0.84, -0.22, -0.12), (0.90, 0.14, -0.15), (0.66, 0.42, 0.05), (0.24, 0.38, 0.18))
_BRIDGE: Final = ((-0.18, -0.10, 0.25), (0.18, -0.10, 0.25))
_SHADE_SIGMA: Final = 0.35
"""Light on cloth is smoother than on a face; in distances between the eyes."""


def paint_mask(image: Picture, landmarks: NDArray[np.float32], look: MaskLook) -> Picture:
    """A copy of the BGR image with a mask over the face that these 5×2 landmarks place."""
    outline = np.array(_OUTLINES[look.shape])
    outline[:2, 1] += look.lowered
    painted = _painted(image, landmarks, [_mirrored(outline)], look.colour, opacity=1.0)
    folds = [np.array(line) * np.array([[sign, 1, 1]]) for line in _FOLDS[look.shape] for sign in (-1, 1)]
    painted = _strokes(painted, landmarks, folds, look.colour, strength=_FOLD_STRENGTH)
    lines = [np.array([[sign, 1, 1]]) * np.array(_LOOP) for sign in (-1, 1)]
    return _strokes(painted, landmarks, lines, look.colour)


def paint_sunglasses(image: Picture, landmarks: NDArray[np.float32], *, opacity: float = 0.95) -> Picture:
    """A copy of the BGR image with dark glasses; `opacity` is the share of light that the lenses swallow."""
    lenses = [np.array([[sign, 1, 1]]) * np.array(_LENS) for sign in (-1, 1)]
    painted = _painted(image, landmarks, lenses, (18, 16, 16), opacity=opacity)
    return _strokes(painted, landmarks, [np.array(_BRIDGE)], (18, 16, 16))


def _mirrored(half: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.vstack([half, half[-2:0:-1] * np.array([-1, 1, 1])])


def _painted(
    image: Picture,
    landmarks: NDArray[np.float32],
    shapes: list[NDArray[np.float64]],
    colour: tuple[int, int, int],
    *,
    opacity: float,
) -> Picture:
    projection = project(landmarks)
    eyes = float(np.hypot(*(landmarks[1] - landmarks[0])))
    cover = np.zeros(image.shape[:2], np.uint8)
    for shape in shapes:
        cv2.fillPoly(cover, [_fixed(_rounded(projection(shape)))], 255, cv2.LINE_AA, shift=4)
    alpha = cv2.GaussianBlur(cover.astype(np.float32) / 255, (0, 0), max(eyes * 0.012, 0.5))[..., None] * opacity
    shade = _shade(image, landmarks, sigma=max(eyes * _SHADE_SIGMA, 0.5))
    grain = np.random.default_rng(0).normal(0, 255 * _GRAIN, (*image.shape[:2], 1)).astype(np.float32)
    cloth = np.clip(shade[..., None] * np.array(colour, np.float32) + grain, 0, 255)
    return np.asarray(np.rint(image * (1 - alpha) + cloth * alpha), dtype=np.uint8)


def _shade(image: Picture, landmarks: NDArray[np.float32], *, sigma: float) -> NDArray[np.float32]:
    """How light falls on the face, 1 as on skin of middle brightness in full light."""
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY).astype(np.float32)
    smooth = cv2.GaussianBlur(grey, (0, 0), sigma)
    x, y = np.clip(landmarks.mean(axis=0), 0, (image.shape[1] - 1, image.shape[0] - 1)).astype(int)
    level = max(float(smooth[y, x]), 1.0)
    exposure = min(level / 140, 1.15)
    return np.asarray(np.clip(smooth / level, 0.4, 1.4) ** 0.6 * exposure, dtype=np.float32)


def _strokes(
    image: Picture,
    landmarks: NDArray[np.float32],
    lines: list[NDArray[np.float64]],
    colour: tuple[int, int, int],
    *,
    strength: float = 1.0,
) -> Picture:
    """Loops, bridges and folds: thin bands a little darker than the cloth; `strength` 1 hides what is under them."""
    projection = project(landmarks)
    width = max(1, round(float(np.hypot(*(landmarks[1] - landmarks[0]))) * 0.05))
    dimmed = tuple(0.8 * value for value in colour)
    drawn = image.copy()
    for line in lines:
        cv2.polylines(drawn, [_fixed(projection(line))], False, dimmed, width, cv2.LINE_AA, shift=4)
    return np.asarray(cv2.addWeighted(drawn, strength, image, 1 - strength, 0), dtype=np.uint8)


def _rounded(corners: NDArray[np.float64]) -> NDArray[np.float64]:
    """Corners cut twice (Chaikin), as cloth has none."""
    for _ in range(2):
        following = np.roll(corners, -1, axis=0)
        corners = np.stack([0.8 * corners + 0.2 * following, 0.2 * corners + 0.8 * following], axis=1).reshape(-1, 2)
    return corners


def _fixed(points: NDArray[np.float64]) -> NDArray[np.int32]:
    """In sixteenths of a pixel, as OpenCV draws them."""
    return np.rint(np.clip(points, -5000, 5000) * 16).astype(np.int32)
