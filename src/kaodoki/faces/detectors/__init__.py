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
    """What one kind of detector needs around its network."""

    @property
    def names(self) -> Mapping[str, str]:
        """The outputs it reads: its own names to the network's. Empty: it takes all and tells them apart by shape."""

    def read(
        self, outputs: Mapping[str, NDArray[Any]], shape: tuple[int, int], *, score: float, overlap: float
    ) -> list[Detection]:
        """Faces with at least `score`, in pixels of the network's input of `shape` (height, width).

        `outputs` by the head's own names, or by anything if it has none. Raises `OutputsUnknown`.
        """


def head_for(file: DetectorFile) -> Head:
    """The head of the detector's kind."""
    return ScrfdHead(file.outputs) if file.kind is DetectorKind.SCRFD else YunetHead(file.outputs)
