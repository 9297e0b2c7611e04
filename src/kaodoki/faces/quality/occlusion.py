"""Whether something covers eyes or mouth. Terms of ISO/IEC 29794-5: eyes visible, mouth occlusion prevention.

No network: a few numbers compare the place with the skin beside it, weighed by a logistic regression. A hand, which is
skin too, is seldom noticed; clear glasses, beards and shadows are meant not to be.
"""

from dataclasses import dataclass
from math import exp, hypot, log
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kaodoki.faces.quality.planes import LENSES, LOWER_FACE, MIDDLE_SKIN, UNDER_EYES, UPPER_SKIN, Planes, middle, stops

_MOUTH: Final = (slice(82, 102), slice(38, 75))
_EYES: Final = ((slice(50, 62), slice(30, 47)), (slice(50, 62), slice(65, 82)))
_MOUTH_CELLS: Final = (slice(20, 26), slice(9, 19))

MOUTH_WEIGHTS: Final = (2.19, 0.77, -2.85, -2.14, -2.33, -6.29)
EYE_WEIGHTS: Final = (-0.87, -1.01, -2.63, -11.91, 0.43, -5.44)
"""Fitted on 1,600 photos of Labeled Faces in the Wild, bare and with painted masks and sunglasses (`evaluation.masks`),
each also grey, dark, blurred, noisy or lit from a side; a bare face counted four times."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occlusion:
    """Near 0: bare; near 1: covered."""

    eyes_covered: float
    mouth_covered: float


def measure_occlusion(planes: Planes) -> Occlusion:
    detail = _detail(planes.luma)
    return Occlusion(
        eyes_covered=_logistic(_eye_signs(planes, detail), EYE_WEIGHTS),
        mouth_covered=_logistic(_mouth_signs(planes, detail), MOUTH_WEIGHTS),
    )


def _detail(luma: NDArray[np.uint8]) -> NDArray[np.float32]:
    """What is finer than an eyelid and coarser than noise."""
    grey = luma.astype(np.float32)
    fine, coarse = cv2.GaussianBlur(grey, (5, 5), 1.0), cv2.GaussianBlur(grey, (13, 13), 3.0)
    return np.asarray(cv2.absdiff(fine, coarse), dtype=np.float32)


def _mouth_signs(planes: Planes, detail: NDArray[np.float32]) -> tuple[float, ...]:
    """Other colour than skin, other light, little detail, no red of lips, even luma: 1 for the constant last."""
    skin, lower = (_median(planes, place) for place in (UPPER_SKIN, LOWER_FACE))
    level = max(float(planes.cells[MIDDLE_SKIN, 0].mean()), 8.0)
    red = float(planes.cells.reshape(28, 28, 3)[_MOUTH_CELLS][..., 1].std())
    return (
        log(hypot(*(lower - skin)[1:].tolist()) + 2),
        abs(stops(_light(planes, LOWER_FACE), _light(planes, UPPER_SKIN))),
        log(10 * float(detail[_MOUTH].mean()) / level + 0.1),
        log(red + 0.5),
        float(planes.cells[LOWER_FACE, 0].std()) / level,
        1.0,
    )


def _eye_signs(planes: Planes, detail: NDArray[np.float32]) -> tuple[float, ...]:
    """Light of lenses and of the skin under the eyes against nose and cheeks, detail, unevenness, other colour."""
    skin, lens = (_median(planes, place) for place in (MIDDLE_SKIN, LENSES))
    level = max(float(planes.cells[MIDDLE_SKIN, 0].mean()), 8.0)
    fine = sum(float(detail[place].mean()) for place in _EYES) / len(_EYES)
    bare = _light(planes, MIDDLE_SKIN)
    return (
        stops(_light(planes, LENSES), bare),
        stops(_light(planes, UNDER_EYES), bare),
        log(10 * fine / level + 0.1),
        float(planes.cells[LENSES, 0].std()) / level,
        log(hypot(*(lens - skin)[1:].tolist()) + 2),
        1.0,
    )


def _median(planes: Planes, place: NDArray[np.intp]) -> NDArray[np.float32]:
    return middle(planes.cells[place])


def _light(planes: Planes, place: NDArray[np.intp]) -> float:
    return float(middle(planes.light[place]))


def _logistic(signs: tuple[float, ...], weights: tuple[float, ...]) -> float:
    total = sum(sign * weight for sign, weight in zip(signs, weights, strict=True))
    return 1 / (1 + exp(-min(max(total, -30.0), 30.0)))
