"""The light on a face and behind it. Terms of ISO/IEC 29794-5: luminance mean and variance, dynamic range, under- and
over-exposure prevention, illumination uniformity; backlight is ours."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kaodoki.faces.alignment import SIDE
from kaodoki.faces.quality.planes import LOWER_FACE, MIDDLE_SKIN, UPPER_SKIN, Planes, linear, middle, patch, stops

BLACK: Final = 20
WHITE: Final = 250
"""Luma from which a camera has nothing more to say."""

_RIGHT_HALF: Final = patch((60, 32, 88, 100))
_LEFT_HALF: Final = patch((24, 32, 52, 100))
_SKIN_CHROMA: Final = (150.0, 112.0)
"""Cr and Cb in the middle of what skin of any tone shows in white light: tones differ in luma, little in these."""

_SAMPLES: Final = 40
"""Along each side of the surroundings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Light:
    brightness: float
    contrast: float
    over_exposed_share: float
    under_exposed_share: float
    light_right_ev: float
    light_top_ev: float
    colour_cast: float


def measure_light(planes: Planes) -> Light:
    """The light on the face."""
    counts = cv2.calcHist([planes.luma], [0], _OVAL, [256], [0, 256]).ravel().astype(np.float64)
    share = np.cumsum(counts) / counts.sum()
    low, high = np.searchsorted(share, (0.05, 0.95))
    chroma = planes.cells[MIDDLE_SKIN, 1:].mean(axis=0)
    return Light(
        brightness=float(counts @ _LEVELS / counts.sum()),
        contrast=float(high - low),
        over_exposed_share=float(1 - share[WHITE - 1]),
        under_exposed_share=float(share[BLACK]),
        light_right_ev=stops(float(planes.light[_LEFT_HALF].mean()), float(planes.light[_RIGHT_HALF].mean())),
        light_top_ev=stops(float(middle(planes.light[UPPER_SKIN])), float(middle(planes.light[LOWER_FACE]))),
        colour_cast=float(np.hypot(*(chroma - _SKIN_CHROMA))),
    )


def measure_backlight(image: NDArray[np.uint8], box: tuple[float, float, float, float], planes: Planes) -> float:
    """How much brighter than the face it is beside and above it, in EV; 0 where the image shows nothing of that."""
    x, y, width, height = box
    left, right = _span(x - 0.7 * width, x + 1.7 * width, image.shape[1])
    top, bottom = _span(y - 0.6 * height, y + 0.5 * height, image.shape[0])
    step = max(1, max(right - left, bottom - top) // _SAMPLES)
    colours = image[top:bottom:step, left:right:step].astype(np.float32)
    rows, columns = np.ogrid[top:bottom:step, left:right:step]
    head = (columns > x - 0.12 * width) & (columns < x + 1.12 * width) & (rows > y - 0.2 * height)
    around = colours[~head]
    if len(around) < _SAMPLES:
        return 0.0
    luma = (around @ _LUMA).astype(np.uint8)
    return stops(float(linear(luma).mean()), float(planes.light[_FACE].mean()))


def _span(low: float, high: float, size: int) -> tuple[int, int]:
    return int(np.clip(low, 0, size)), int(np.clip(high, 0, size))


def _oval() -> NDArray[np.uint8]:
    """A mask of the face without hair and background, for most heads."""
    mask = np.zeros((SIDE, SIDE), dtype=np.uint8)
    cv2.ellipse(mask, (SIDE // 2, 66), (34, 44), 0, 0, 360, 255, -1)
    return mask


_OVAL: Final = _oval()
_FACE: Final = patch((28, 32, 84, 100))
_LEVELS: Final = np.arange(256)
_LUMA: Final = np.array([0.114, 0.587, 0.299], dtype=np.float32)
