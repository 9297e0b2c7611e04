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
        self.names: Mapping[str, str] = {name: given.get(name, name) for name in OUTPUTS}

    def read(
        self, outputs: Mapping[str, NDArray[Any]], shape: tuple[int, int], *, score: float, overlap: float
    ) -> list[Detection]:
        return read_detections(outputs, shape, score=score, overlap=overlap)

    def check(self, outputs: Mapping[str, NDArray[Any]], shape: tuple[int, int]) -> None:
        """Raises `OutputsUnknown` if an output does not have the size that its name promises."""
        for stride in STRIDES:
            cells = (shape[0] // stride) * (shape[1] // stride)
            wrong = [
                f"{kind}_{stride}: {outputs[f'{kind}_{stride}'].shape}"
                for kind, width in _WIDTHS.items()
                if outputs[f"{kind}_{stride}"].size != cells * width
            ]
            if wrong:
                raise OutputsUnknown(wrong)
