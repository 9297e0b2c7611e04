"""What surrounds the YuNet network: fitting the image into its input, reading boxes and landmarks out of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

STRIDES: Final = (8, 16, 32)
OUTPUTS: Final = tuple(f"{kind}_{stride}" for kind in ("cls", "obj", "bbox", "kps") for stride in STRIDES)

_SHORT_SIDES: Final = (0.6, 0.8, 1.0)
"""Of the long side: 16:9, 4:3 and square inputs. Few shapes, because each is a network compiled for it."""

_STRIDE: Final = max(STRIDES)
_NO_ROWS: Final = np.zeros((0, 15))
_SAME_FACE: Final = 0.5
"""Cells whose boxes share more than this part of their union look at one face."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Detection:
    """A face by the detector, in pixels of the image it was given."""

    box: tuple[float, float, float, float]
    landmarks: NDArray[np.float32]
    score: float

    @property
    def area(self) -> float:
        return self.box[2] * self.box[3]


def input_shape(height: int, width: int, long_side: int) -> tuple[int, int]:
    """Height and width of the network's input that suits an image of that size."""
    short = min(height, width) / max(height, width) * long_side
    sides = [round(long_side * share / _STRIDE) * _STRIDE for share in _SHORT_SIDES]
    padded = next((side for side in sides if side >= int(short)), long_side)
    return (padded, long_side) if width >= height else (long_side, padded)


def letterbox(image: NDArray[np.uint8], canvas: NDArray[np.uint8]) -> float:
    """Scales the image into the upper left of `canvas`, blackens the rest, and returns the factor it was scaled by."""
    height, width = image.shape[:2]
    rows, columns = canvas.shape[:2]
    scale = float(max(rows, columns) / max(height, width))
    size = (min(columns, max(1, round(width * scale))), min(rows, max(1, round(height * scale))))
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    cv2.resize(image, size, dst=canvas[: size[1], : size[0]], interpolation=method)
    canvas[size[1] :] = 0
    canvas[:, size[0] :] = 0
    return scale


def read_detections(
    outputs: Mapping[str, NDArray[np.float32]], shape: tuple[int, int], *, score: float, overlap: float
) -> list[Detection]:
    """Boxes and landmarks with at least `score`, in pixels of the network's input, the best of overlapping ones."""
    found = [_read_stride(outputs, shape, stride, score) for stride in STRIDES]
    rows = np.concatenate([rows for rows in found if rows is not None] or [_NO_ROWS])
    rows = rows[np.argsort(-rows[:, 0], kind="stable")]
    return [
        Detection(box=tuple(row[1:5].tolist()), landmarks=_landmarks(row, rows), score=float(row[0]))
        for row in _suppress(rows, overlap)
    ]


def scaled(detection: Detection, factor: float) -> Detection:
    x, y, width, height = (value * factor for value in detection.box)
    return Detection(box=(x, y, width, height), landmarks=detection.landmarks * factor, score=detection.score)


def _read_stride(
    outputs: Mapping[str, NDArray[np.float32]], shape: tuple[int, int], stride: int, score: float
) -> NDArray[np.float64] | None:
    """Rows of score, x, y, width, height and ten landmark coordinates; None if no cell is sure enough."""
    confidence = outputs[f"cls_{stride}"].ravel() * outputs[f"obj_{stride}"].ravel()
    found = np.flatnonzero(confidence >= score * score)
    if not found.size:
        return None
    across = shape[1] // stride
    cells = np.stack([found % across, found // across], axis=1).astype(np.float64)
    boxes = outputs[f"bbox_{stride}"].reshape(-1, 4)[found].astype(np.float64)
    points = outputs[f"kps_{stride}"].reshape(-1, 5, 2)[found].astype(np.float64)
    scores = np.sqrt(np.minimum(confidence[found], 1)).astype(np.float64)
    sizes = np.exp(np.clip(boxes[:, 2:], -10, 10)) * stride
    corners = (cells + boxes[:, :2]) * stride - sizes / 2
    landmarks = ((points + cells[:, None, :]) * stride).reshape(-1, 10)
    return np.hstack([scores[:, None], corners, sizes, landmarks])


def _suppress(rows: NDArray[np.float64], overlap: float) -> list[NDArray[np.float64]]:
    """The rows, best first, that overlap none of the better ones kept."""
    kept: list[tuple[list[float], NDArray[np.float64]]] = []
    for box, row in zip(rows[:, 1:5].tolist(), rows, strict=True):
        if all(_intersection_over_union(box, other) <= overlap for other, _ in kept):
            kept.append((box, row))
    return [row for _, row in kept]


def _landmarks(best: NDArray[np.float64], rows: NDArray[np.float64]) -> NDArray[np.float32]:
    """The mean of what all cells say of this face, by their confidence: steadier than the best cell alone."""
    low = np.maximum(rows[:, 1:3], best[1:3])
    high = np.minimum(rows[:, 1:3] + rows[:, 3:5], best[1:3] + best[3:5])
    shared = np.prod(np.maximum(high - low, 0), axis=1)
    both = best[3] * best[4] + rows[:, 3] * rows[:, 4] - shared
    same = shared > _SAME_FACE * both
    weights = rows[same, 0] ** 2
    return np.asarray(weights @ rows[same, 5:] / weights.sum(), dtype=np.float32).reshape(5, 2)


def _intersection_over_union(one: Sequence[float], other: Sequence[float]) -> float:
    across = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    down = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    if across <= 0 or down <= 0:
        return 0.0
    common = across * down
    return common / (one[2] * one[3] + other[2] * other[3] - common)
