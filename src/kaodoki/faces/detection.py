"""What surrounds the YuNet network: fitting the image into its input, reading boxes and landmarks out of it."""

from collections.abc import Mapping
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


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Detection:
    """A face by the detector, in pixels of the image it was given."""

    box: tuple[float, float, float, float]
    landmarks: NDArray[np.float32]
    score: float


def input_shape(height: int, width: int, long_side: int) -> tuple[int, int]:
    """Height and width of the network's input that suits an image of that size."""
    short = min(height, width) / max(height, width) * long_side
    sides = [round(long_side * share / _STRIDE) * _STRIDE for share in _SHORT_SIDES]
    padded = next((side for side in sides if side >= int(short)), long_side)
    return (padded, long_side) if width >= height else (long_side, padded)


def letterbox(image: NDArray[np.uint8], shape: tuple[int, int]) -> tuple[NDArray[np.uint8], float]:
    """The image scaled into the upper left of a black canvas of `shape`, and the factor it was scaled by."""
    height, width = image.shape[:2]
    scale = max(shape) / max(height, width)
    size = (min(shape[1], max(1, round(width * scale))), min(shape[0], max(1, round(height * scale))))
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    canvas = np.zeros((*shape, 3), dtype=np.uint8)
    canvas[: size[1], : size[0]] = cv2.resize(image, size, interpolation=method)
    return canvas, scale


def read_detections(
    outputs: Mapping[str, NDArray[np.float32]], shape: tuple[int, int], *, score: float, overlap: float
) -> list[Detection]:
    """Boxes and landmarks with at least `score`, in pixels of the network's input, the best of overlapping ones."""
    rows = np.concatenate([_read_stride(outputs, shape, stride, score) for stride in STRIDES])
    rows = rows[np.argsort(-rows[:, 0], kind="stable")]
    return [
        Detection(box=tuple(row[1:5].tolist()), landmarks=row[5:].reshape(5, 2).astype(np.float32), score=float(row[0]))
        for row in _suppress(rows, overlap)
    ]


def scaled(detection: Detection, factor: float) -> Detection:
    x, y, width, height = (value * factor for value in detection.box)
    return Detection(box=(x, y, width, height), landmarks=detection.landmarks * factor, score=detection.score)


def _read_stride(
    outputs: Mapping[str, NDArray[np.float32]], shape: tuple[int, int], stride: int, score: float
) -> NDArray[np.float64]:
    """Rows of score, x, y, width, height and ten landmark coordinates."""
    confidence = np.clip(outputs[f"cls_{stride}"].ravel(), 0, 1) * np.clip(outputs[f"obj_{stride}"].ravel(), 0, 1)
    found = np.flatnonzero(confidence >= score * score)
    cells = np.stack([found % (shape[1] // stride), found // (shape[1] // stride)], axis=1).astype(np.float64)
    boxes = outputs[f"bbox_{stride}"].reshape(-1, 4)[found].astype(np.float64)
    points = outputs[f"kps_{stride}"].reshape(-1, 5, 2)[found].astype(np.float64)
    sizes = np.exp(np.clip(boxes[:, 2:], -10, 10)) * stride
    corners = (cells + boxes[:, :2]) * stride - sizes / 2
    landmarks = ((points + cells[:, None, :]) * stride).reshape(-1, 10)
    return np.hstack([np.sqrt(confidence[found])[:, None].astype(np.float64), corners, sizes, landmarks])


def _suppress(rows: NDArray[np.float64], overlap: float) -> list[NDArray[np.float64]]:
    kept: list[NDArray[np.float64]] = []
    for row in rows:
        if all(_intersection_over_union(row[1:5], other[1:5]) <= overlap for other in kept):
            kept.append(row)
    return kept


def _intersection_over_union(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    shared = np.minimum(one[:2] + one[2:], other[:2] + other[2:]) - np.maximum(one[:2], other[:2])
    if shared.min() <= 0:
        return 0.0
    common = float(shared[0] * shared[1])
    return common / (float(one[2] * one[3]) + float(other[2] * other[3]) - common)
