"""YuNet: one point a cell, confidence of class and object, sizes as exponents. `detection` does the reading."""

from collections.abc import Mapping
from typing import Any

from numpy.typing import NDArray

from kaodoki.faces.detection import OUTPUTS, STRIDES, Detection, read_detections
from kaodoki.faces.detectors.outputs import OutputsUnknown

_WIDTHS = {"cls": 1, "obj": 1, "bbox": 4, "kps": 10}


class YunetHead:
    """The outputs `cls_8` … `kps_32`, or those that `pack.toml` names instead."""

    def __init__(self, given: Mapping[str, str]) -> None:
        unknown = set(given) - set(OUTPUTS)
        if unknown:
            raise OutputsUnknown(sorted(unknown))
        self._names = {name: given.get(name, name) for name in OUTPUTS}
        self._as_published = not given

    def read(
        self, outputs: Mapping[str, NDArray[Any]], shape: tuple[int, int], *, score: float, overlap: float
    ) -> list[Detection]:
        return read_detections(self._named(outputs), shape, score=score, overlap=overlap)

    def check(self, outputs: Mapping[str, NDArray[Any]], shape: tuple[int, int]) -> None:
        if not set(self._names.values()) <= set(outputs):
            raise OutputsUnknown(sorted(outputs))
        named = self._named(outputs)
        for stride in STRIDES:
            cells = (shape[0] // stride) * (shape[1] // stride)
            wrong = [
                f"{kind}_{stride}: {named[f'{kind}_{stride}'].shape}"
                for kind, width in _WIDTHS.items()
                if named[f"{kind}_{stride}"].size != cells * width
            ]
            if wrong:
                raise OutputsUnknown(wrong)

    def _named(self, outputs: Mapping[str, NDArray[Any]]) -> Mapping[str, NDArray[Any]]:
        return outputs if self._as_published else {ours: outputs[theirs] for ours, theirs in self._names.items()}
