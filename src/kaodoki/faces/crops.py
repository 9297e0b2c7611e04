"""Aligned faces for recognisers that expect another size or other places of the five points than the standard ones."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kaodoki.faces.alignment import similarity_transform
from kaodoki.faces.networks import RecogniserFile

_MOST_OVERSAMPLING: Final = 8
_LONGEST_SOURCE: Final = 32_000
"""OpenCV's warp counts source pixels in 16 bits."""


def align_to(image: NDArray[np.uint8], landmarks: NDArray[np.float32], recogniser: RecogniserFile) -> NDArray[np.uint8]:
    """The face as H×W BGR of the recogniser's size. A face much larger than that is averaged down, not sampled."""
    height, width = recogniser.size
    matrix = similarity_transform(landmarks.astype(np.float64), recogniser.reference_points)
    scale = float(np.hypot(matrix[0, 0], matrix[1, 0]))
    factor = int(np.clip(0.7 / max(scale, 1e-6), 1, _MOST_OVERSAMPLING))
    enlarged = matrix * factor
    enlarged[:, 2] += (factor - 1) / 2  # pixel centres, not corners, are what the two sizes share
    image, enlarged = _within_reach(image, enlarged, (height * factor, width * factor))
    large = cv2.warpAffine(image, enlarged, (width * factor, height * factor), flags=cv2.INTER_LINEAR)
    if factor > 1:
        large = cv2.resize(large, (width, height), interpolation=cv2.INTER_AREA)
    return np.asarray(large, dtype=np.uint8)


def _within_reach(
    image: NDArray[np.uint8], matrix: NDArray[np.float64], size: tuple[int, int]
) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """The part of a very large image that the warp reads, and the matrix for it; other images as they are."""
    if max(image.shape) <= _LONGEST_SOURCE:
        return image, matrix
    back = cv2.invertAffineTransform(matrix)
    corners = np.array([[0, 0], [size[1], 0], [0, size[0]], [size[1], size[0]]]) @ back[:, :2].T + back[:, 2]
    low = np.clip(np.floor(corners.min(axis=0)).astype(int) - 1, 0, (image.shape[1] - 1, image.shape[0] - 1))
    high = np.maximum(np.ceil(corners.max(axis=0)).astype(int) + 2, low + 1)
    moved = matrix.copy()
    moved[:, 2] += matrix[:, :2] @ low
    return image[low[1] : high[1], low[0] : high[0]], moved
