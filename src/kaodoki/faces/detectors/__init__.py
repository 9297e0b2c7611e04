"""How the outputs of each kind of detector become faces: one module a kind, chosen by `pack.toml`."""

from collections.abc import Mapping
from typing import Any, Protocol

from numpy.typing import NDArray

from kaodoki.faces.detection import Detection
from kaodoki.faces.detectors.scrfd import ScrfdHead
from kaodoki.faces.detectors.yunet import YunetHead
from kaodoki.faces.networks import DetectorFile, DetectorKind

__all__ = ["Head", "head_for"]


class Head(Protocol):
    """What one kind of detector needs around its network. `outputs` are the network's, by every name they have."""

    def read(
        self, outputs: Mapping[str, NDArray[Any]], shape: tuple[int, int], *, score: float, overlap: float
    ) -> list[Detection]:
        """Faces with at least `score`, in pixels of the network's input of `shape` (height, width)."""

    def check(self, outputs: Mapping[str, NDArray[Any]], shape: tuple[int, int]) -> None:
        """Raises `OutputsUnknown` if the outputs are not those of the head's kind."""


def head_for(file: DetectorFile) -> Head:
    """The head of the detector's kind."""
    return ScrfdHead(file.outputs) if file.kind is DetectorKind.SCRFD else YunetHead(file.outputs)
