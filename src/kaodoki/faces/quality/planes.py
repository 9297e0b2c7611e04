"""The aligned face as what the measures look at: luma, coarse cells with colour, and patches of skin."""

from dataclasses import dataclass
from math import log2
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kaodoki.faces.alignment import SIDE

CELL: Final = 4
"""Pixels a side: coarse enough to be quick and to even out noise, fine enough for an eye."""

_CELLS: Final = SIDE // CELL
_LINEAR: Final = ((np.arange(256) / 255) ** 2.2).astype(np.float32)
_DARKEST: Final = 0.003
"""Below this share of full light a camera tells nothing apart."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Planes:
    luma: NDArray[np.uint8]
    """112×112."""
    cells: NDArray[np.float32]
    """784×3: luma, Cr and Cb, 0–255, of 4×4 pixels each, row by row."""
    light: NDArray[np.float32]
    """784: the cells' light, 0–1, linear."""


def planes_of(aligned: NDArray[np.uint8]) -> Planes:
    """The planes of a 112×112 BGR face."""
    colours = cv2.cvtColor(aligned, cv2.COLOR_BGR2YCrCb)
    cells = cv2.resize(colours, (_CELLS, _CELLS), interpolation=cv2.INTER_AREA).reshape(-1, 3)
    return Planes(
        luma=np.ascontiguousarray(colours[..., 0]), cells=cells.astype(np.float32), light=_LINEAR[cells[:, 0]]
    )


def patch(*boxes: tuple[int, int, int, int]) -> NDArray[np.intp]:
    """The cells whose middles lie in one of these boxes (left, top, right, bottom, in pixels of the aligned face)."""
    middles = np.arange(_CELLS) * CELL + CELL / 2
    x, y = np.meshgrid(middles, middles)
    inside = [(x >= left) & (x < right) & (y >= top) & (y < bottom) for left, top, right, bottom in boxes]
    return np.flatnonzero(np.any(inside, axis=0))


def middle(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """The upper median along the first axis: what hair, a lash or a highlight at a patch's rim does not move."""
    half = len(values) // 2
    return np.asarray(np.partition(values, half, axis=0)[half], dtype=np.float32)


def linear(luma: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Light, 0–1, by luma."""
    return _LINEAR[luma]


def stops(light: float, than: float) -> float:
    """How much brighter, in exposure values: 1 is twice the light."""
    return log2((light + _DARKEST) / (than + _DARKEST))


UPPER_SKIN: Final = patch((50, 46, 63, 60), (28, 58, 46, 66), (66, 58, 84, 66))
"""Between and under the eyes: what a mask leaves bare and hair does not reach."""
MIDDLE_SKIN: Final = patch((48, 60, 64, 76), (22, 66, 38, 82), (74, 66, 90, 82))
"""Nose and cheeks: what glasses leave bare."""
LOWER_FACE: Final = patch((34, 78, 50, 108), (62, 78, 78, 108), (50, 100, 62, 110))
"""Round the mouth."""
LENSES: Final = patch((28, 48, 48, 64), (64, 48, 84, 64))
"""From the eyes to under them: what dark glasses cover."""
UNDER_EYES: Final = patch((30, 58, 46, 66), (66, 58, 82, 66))
