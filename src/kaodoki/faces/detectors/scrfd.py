"""SCRFD: two anchors a cell, scores, and distances from the cell's corner to the box's sides and to the landmarks.

Guo et al., Sample and Computation Redistribution for Efficient Face Detection, 2021. Exporters number the outputs as
they like, so they are told apart by their shapes unless `pack.toml` names them.
"""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from kaodoki.faces.detection import Detection
from kaodoki.faces.detectors.outputs import OutputsUnknown

STRIDES: Final = (8, 16, 32)
ANCHORS: Final = 2
_WIDTHS: Final = {"score": 1, "bbox": 4, "kps": 10}
OUTPUTS: Final = tuple(f"{kind}_{stride}" for kind in _WIDTHS for stride in STRIDES)

Outputs = Mapping[str, NDArray[Any]]


class ScrfdHead:
    """The outputs `score_8` … `kps_32` by the names that `pack.toml` gives, or by shape if it gives none."""

    def __init__(self, given: Mapping[str, str]) -> None:
        if given and set(given) != set(OUTPUTS):
            raise OutputsUnknown(sorted(set(given) ^ set(OUTPUTS)))
        self._names = given

    def read(self, outputs: Outputs, shape: tuple[int, int], *, score: float, overlap: float) -> list[Detection]:
        named = self._named(outputs, shape)
        rows = np.concatenate([_read_stride(named, shape, stride, score) for stride in STRIDES])
        rows = rows[np.isfinite(rows).all(axis=1)]
        rows = rows[np.argsort(-rows[:, 0], kind="stable")]
        return [
            Detection(
                box=(float(row[1]), float(row[2]), float(row[3] - row[1]), float(row[4] - row[2])),
                landmarks=row[5:].reshape(5, 2).astype(np.float32),
                score=float(row[0]),
            )
            for row in _suppress(rows, overlap)
        ]

    def check(self, outputs: Outputs, shape: tuple[int, int]) -> None:
        if not set(self._names.values()) <= set(outputs):
            raise OutputsUnknown(sorted(outputs))
        named = self._named(outputs, shape)
        wrong = [
            f"{kind}_{stride}: {named[f'{kind}_{stride}'].shape}"
            for stride in STRIDES
            for kind, width in _WIDTHS.items()
            if named[f"{kind}_{stride}"].size != _anchors(shape, stride) * width
        ]
        if wrong:
            raise OutputsUnknown(wrong)

    def _named(self, outputs: Outputs, shape: tuple[int, int]) -> Outputs:
        if not self._names:
            return _by_shape(outputs, shape)
        return {ours: outputs[theirs] for ours, theirs in self._names.items()}


def _anchors(shape: tuple[int, int], stride: int) -> int:
    return (shape[0] // stride) * (shape[1] // stride) * ANCHORS


def _by_shape(outputs: Outputs, shape: tuple[int, int]) -> dict[str, NDArray[Any]]:
    found = {}
    arrays = {array.ctypes.data: array for array in outputs.values()}  # one output may have several names
    for stride in STRIDES:
        for kind, width in _WIDTHS.items():
            wanted = {(_anchors(shape, stride), width), (1, _anchors(shape, stride), width)}
            fitting = [array for array in arrays.values() if array.shape in wanted]
            if len(fitting) != 1:
                raise OutputsUnknown([f"{name}: {array.shape}" for name, array in outputs.items()])
            found[f"{kind}_{stride}"] = fitting[0]
    return found


def _read_stride(outputs: Outputs, shape: tuple[int, int], stride: int, score: float) -> NDArray[np.float64]:
    """Rows of score, left, top, right, bottom and ten landmark coordinates."""
    scores = outputs[f"score_{stride}"].ravel()
    found = np.flatnonzero(scores >= score)
    cells = found // ANCHORS
    columns = shape[1] // stride
    corners = np.stack([cells % columns, cells // columns], axis=1).astype(np.float64) * stride
    sides = outputs[f"bbox_{stride}"].reshape(-1, 4)[found].astype(np.float64) * stride
    points = outputs[f"kps_{stride}"].reshape(-1, 5, 2)[found].astype(np.float64) * stride
    landmarks = (corners[:, None, :] + points).reshape(-1, 10)
    confidence = np.clip(scores[found], 0, 1)[:, None].astype(np.float64)
    return np.hstack([confidence, corners - sides[:, :2], corners + sides[:, 2:], landmarks])


def _suppress(rows: NDArray[np.float64], overlap: float) -> list[NDArray[np.float64]]:
    """The best of boxes that overlap more than `overlap` (intersection over union); rows come best first."""
    kept: list[NDArray[np.float64]] = []
    while len(rows):
        best, rows = rows[0], rows[1:]
        kept.append(best)
        shared = np.minimum(rows[:, 3:5], best[3:5]) - np.maximum(rows[:, 1:3], best[1:3])
        common = np.prod(np.maximum(shared, 0), axis=1)
        areas = np.prod(np.maximum(rows[:, 3:5] - rows[:, 1:3], 0), axis=1)
        own = np.prod(np.maximum(best[3:5] - best[1:3], 0))
        rows = rows[common <= overlap * np.maximum(areas + own - common, 1e-9)]
    return kept
