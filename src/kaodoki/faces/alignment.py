"""Five-point alignment: turns and scales a face so that eyes, nose and mouth lie where the recogniser expects them."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

SIDE: Final = 112

REFERENCE: Final = np.array(
    [[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655], [70.7299, 92.2041]]
)
"""Where the five points lie in a 112×112 face: ArcFace's template, which OpenCV's SFace uses too."""

_MOST_OVERSAMPLING: Final = 8
_LONGEST_SOURCE: Final = 32_000
"""OpenCV's warp counts source pixels in 16 bits."""


def align(image: NDArray[np.uint8], landmarks: NDArray[np.float32]) -> NDArray[np.uint8]:
    """The face as 112×112 BGR, its landmarks as near to `REFERENCE` as turning and scaling brings them."""
    return align_to(image, landmarks, REFERENCE, (SIDE, SIDE))


def align_to(
    image: NDArray[np.uint8], landmarks: NDArray[np.float32], reference: NDArray[np.float64], size: tuple[int, int]
) -> NDArray[np.uint8]:
    """The face as H×W BGR of `size` (height, width), for recognisers that expect the five points elsewhere."""
    return warped(image, similarity_transform(landmarks.astype(np.float64), reference), size)


def warped(image: NDArray[np.uint8], matrix: NDArray[np.float64], size: tuple[int, int]) -> NDArray[np.uint8]:
    """What a similarity (2×3) takes into a picture of `size` (height, width). What shrinks is averaged, not sampled."""
    scale = float(np.hypot(matrix[0, 0], matrix[1, 0]))
    factor = int(np.clip(0.7 / max(scale, 1e-6), 1, _MOST_OVERSAMPLING))
    if factor == 1:
        return _warp(image, matrix, size)
    enlarged = matrix * factor
    enlarged[:, 2] += (factor - 1) / 2  # pixel centres, not corners, are what the two sizes share
    large = _warp(image, enlarged, (size[0] * factor, size[1] * factor))
    return np.asarray(cv2.resize(large, size[::-1], interpolation=cv2.INTER_AREA), dtype=np.uint8)


def similarity_transform(source: NDArray[np.float64], target: NDArray[np.float64]) -> NDArray[np.float64]:
    """The 2×3 matrix of the least-squares similarity that takes `source` onto `target`.

    In the plane Umeyama's problem (1991) has a closed form: with points as complex numbers the matrix is one factor.
    """
    centre_source, centre_target = source.mean(axis=0), target.mean(axis=0)
    (x, y), (u, v) = (source - centre_source).T, (target - centre_target).T
    spread = max(float(x @ x + y @ y), 1e-9)
    real, imaginary = float(x @ u + y @ v) / spread, float(x @ v - y @ u) / spread
    linear = np.array([[real, -imaginary], [imaginary, real]])
    return np.hstack([linear, (centre_target - linear @ centre_source)[:, None]])


def _warp(image: NDArray[np.uint8], matrix: NDArray[np.float64], size: tuple[int, int]) -> NDArray[np.uint8]:
    if max(image.shape) > _LONGEST_SOURCE:
        image, matrix = _cropped(image, matrix, size)
    return np.asarray(cv2.warpAffine(image, matrix, size[::-1], flags=cv2.INTER_LINEAR), dtype=np.uint8)


def _cropped(
    image: NDArray[np.uint8], matrix: NDArray[np.float64], size: tuple[int, int]
) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """The part of the image that the warp reads, and the matrix for it."""
    back = cv2.invertAffineTransform(matrix)
    corners = np.array([[0, 0], [size[1], 0], [0, size[0]], [size[1], size[0]]]) @ back[:, :2].T + back[:, 2]
    low = np.clip(np.floor(corners.min(axis=0)).astype(int) - 1, 0, (image.shape[1] - 1, image.shape[0] - 1))
    high = np.maximum(np.ceil(corners.max(axis=0)).astype(int) + 2, low + 1)
    moved = matrix.copy()
    moved[:, 2] += matrix[:, :2] @ low
    return image[low[1] : high[1], low[0] : high[0]], moved
