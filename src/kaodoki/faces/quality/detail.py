"""How much detail a face shows. Terms of ISO/IEC 29794-5: sharpness, compression artefacts; noise is ours."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kaodoki.faces.alignment import SIDE
from kaodoki.faces.quality.planes import Planes

_REGION: Final = slice(SIDE // 7, SIDE - SIDE // 7)
_FLATTEST: Final = 2.0
"""Contrast (grey levels) under which there is nothing to be sharp."""

_NOISE: Final = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], dtype=np.float32)
"""Blind to edges and slopes (Immerkær 1996)."""
_NOISE_SCALE: Final = float(np.sqrt(np.pi / 2) / 6)

_BLOCK: Final = 8
"""JPEG's."""
_LARGEST: Final = 96
"""Half the side of the part looked at for blocks, in pixels: enough of them, whatever the size of the picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    sharpness: float
    noise: float


def measure_detail(planes: Planes) -> Detail:
    """Sharpness is the energy of fine detail against the face's contrast, after a smoothing that takes noise away: so
    neither noise nor dull light is mistaken for detail or the lack of it."""
    luma = planes.luma[_REGION, _REGION].astype(np.float32)
    contrast = float(cv2.meanStdDev(luma)[1][0, 0])
    smooth = cv2.GaussianBlur(luma, (7, 7), 1.0)
    energy = float(cv2.meanStdDev(cv2.Laplacian(smooth, cv2.CV_32F))[1][0, 0])
    rough = cv2.filter2D(luma, cv2.CV_32F, _NOISE)
    return Detail(
        sharpness=energy / contrast if contrast > _FLATTEST else 0.0,
        noise=_NOISE_SCALE * float(cv2.norm(rough, cv2.NORM_L1)) / rough.size,
    )


def measure_compression(image: NDArray[np.uint8], box: tuple[float, float, float, float]) -> float:
    """How much steeper luma changes across the borders of JPEG's 8×8 blocks than inside them: 1 is no trace of them.

    By the picture's own grid, counted from its upper left: after resizing or cropping elsewhere nothing is seen.
    """
    x, y, width, height = box
    reach = min(_LARGEST, max(width, height) / 2)
    rows = _blocks(y + height / 2, reach, image.shape[0])
    columns = _blocks(x + width / 2, reach, image.shape[1])
    part = image[rows, columns]
    if min(part.shape[:2]) < 4 * _BLOCK:
        return 1.0
    luma = cv2.cvtColor(part, cv2.COLOR_BGR2GRAY).astype(np.int16)
    across = cv2.reduce(np.abs(np.diff(luma, axis=1)).astype(np.float32), 0, cv2.REDUCE_AVG).ravel()
    down = cv2.reduce(np.abs(np.diff(luma, axis=0)).astype(np.float32), 1, cv2.REDUCE_AVG).ravel()
    border = float(across[_BLOCK - 1 :: _BLOCK].mean() + down[_BLOCK - 1 :: _BLOCK].mean())
    inside = float(_without_borders(across).mean() + _without_borders(down).mean())
    return (border + 1) / (inside + 1)


def _blocks(middle: float, reach: float, size: int) -> slice:
    low, high = (int(np.clip(middle + sign * reach, 0, size)) // _BLOCK * _BLOCK for sign in (-1, 1))
    return slice(low, high)


def _without_borders(steps: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(steps[np.arange(len(steps)) % _BLOCK != _BLOCK - 1], dtype=np.float32)
