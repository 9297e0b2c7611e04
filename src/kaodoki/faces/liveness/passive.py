"""The anti-spoof network on one face: a crop with the surroundings in, the probability of a live face out."""

from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kaodoki.faces.compilation import Compiler, Network, default_cache
from kaodoki.faces.liveness.pack import LivenessPack, is_installed, read_liveness_pack

Box = tuple[float, float, float, float]

_PACK: Final = read_liveness_pack()


class PassiveNetwork:
    """The network, ready to run. For one thread at a time."""

    def __init__(self, pack: LivenessPack, network: Network) -> None:
        self._pack = pack
        self._network = network

    def score(self, image: NDArray[np.uint8], box: Box) -> float | None:
        """In [0, 1], 1 is live; None if the image shows too little round the face for more than a guess."""
        if not shows_enough(image.shape, box):
            return None
        left, top, right, bottom = crop_of(image.shape, box, self._pack.context)
        part = image[top:bottom, left:right]
        side = (self._pack.side, self._pack.side)
        cv2.resize(part, side, dst=self._network.input, interpolation=cv2.INTER_LINEAR)
        logits = next(iter(self._network.run().values())).ravel().astype(np.float64)
        shares = np.exp(logits - logits.max())
        return float(shares[self._pack.live_index] / shares.sum())


class PassiveOpener:
    """Opens the network once for each pipeline; all share one copy of its weights."""

    def __init__(self, *, cache_dir: Path | None, precision: str | None) -> None:
        """`cache_dir` is the engine's own place for compiled networks; None keeps none."""
        self._compiler: Compiler | None = None
        if is_installed(_PACK):
            place = default_cache(_PACK) if cache_dir is not None else None
            self._compiler = Compiler(_PACK, cache_dir=place, precision=precision)

    def open(self) -> PassiveNetwork | None:
        """None if the pack is not installed."""
        if self._compiler is None:
            return None
        return PassiveNetwork(_PACK, self._compiler.open(_PACK.network, (_PACK.side, _PACK.side)))


def context_of(shape: tuple[int, ...], box: Box) -> float:
    """How many face boxes the largest crop of the box's shape measures that lies inside an image of `shape`."""
    return min((shape[0] - 1) / max(box[3], 1.0), (shape[1] - 1) / max(box[2], 1.0))


def shows_enough(shape: tuple[int, ...], box: Box) -> bool:
    """Whether an image of `shape` shows enough round the face for the network."""
    return context_of(shape, box) >= _PACK.least_context


def crop_of(shape: tuple[int, ...], box: Box, context: float) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of the crop: as large as the image allows, moved inside it, never empty."""
    height, width = shape[:2]
    scale = min(context, context_of(shape, box))
    low, size = [], []
    for start, length, limit in ((box[0], box[2], width), (box[1], box[3], height)):
        wanted = length * scale
        low.append(float(np.clip(start + length / 2 - wanted / 2, 0, max(limit - 1 - wanted, 0))))
        size.append(wanted)
    left, top = int(low[0]), int(low[1])
    return left, top, min(int(low[0] + size[0]) + 1, width), min(int(low[1] + size[1]) + 1, height)
