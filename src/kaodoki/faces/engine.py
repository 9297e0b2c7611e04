"""The engine: a fixed pool of pipelines, so that any number of threads may ask and each answer costs one core."""

import queue
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from kaodoki.faces.compilation import default_cache
from kaodoki.faces.detection import Detection
from kaodoki.faces.errors import ImageTooSmall
from kaodoki.faces.face import Face, Nearest
from kaodoki.faces.pack import Pack, read_pack
from kaodoki.faces.pipeline import Pipeline, open_pipelines

SMALLEST_SIDE = 112


class Engine:
    """Finds and describes faces. Made by `load_engine`; safe to use from any thread."""

    def __init__(self, pack: Pack, pipelines: list[Pipeline]) -> None:
        self.pack = pack
        self._idle: queue.LifoQueue[Pipeline] = queue.LifoQueue()  # the last one used is the one still in the caches
        for pipeline in pipelines:
            self._idle.put(pipeline)

    def analyse(self, image: NDArray[np.uint8], *, enrolment: bool = False, liveness: bool = True) -> list[Face]:
        """Every face of an H×W×3 BGR image of at least 112 px a side, largest first, with all fields computed.

        No quality gate: a face that is too dark or cut is returned too, see `gate`. With `enrolment` the pack's
        settings for enrolment hold (mirror averaging). Without `liveness` its network, where installed, is not asked.
        """
        check_image(image)
        mirror = self._mirrors(enrolment=enrolment)
        with self._borrowed() as pipeline:
            found = pipeline.detect(image)
            return [pipeline.describe(image, one, mirror_average=mirror, liveness=liveness) for one in found]

    def analyse_nearest(self, image: NDArray[np.uint8], *, enrolment: bool = False, liveness: bool = True) -> Nearest:
        """As `analyse`, of the largest face alone: of bystanders nothing is computed but where they are."""
        check_image(image)
        mirror = self._mirrors(enrolment=enrolment)
        with self._borrowed() as pipeline:
            found = pipeline.detect(image)
            if not found:
                return Nearest()
            largest = max(found, key=lambda one: one.area)
            face = pipeline.describe(image, largest, mirror_average=mirror, liveness=liveness)
        return Nearest(faces=(face,), others=tuple(one for one in found if one is not largest))

    def detect(self, image: NDArray[np.uint8]) -> list[Detection]:
        """Where faces are, largest first, and nothing more about them; the image as for `analyse`."""
        check_image(image)
        with self._borrowed() as pipeline:
            return pipeline.detect(image)

    def _mirrors(self, *, enrolment: bool) -> bool:
        settings = self.pack.settings
        return settings.mirror_average_enrolment if enrolment else settings.mirror_average_probes

    @contextmanager
    def _borrowed(self) -> Iterator[Pipeline]:
        pipeline = self._idle.get()
        try:
            yield pipeline
        finally:
            self._idle.put(pipeline)


def load_engine(pack: Pack | str | None = None, *, threads: int = 1, cache_dir: Path | str | None = None) -> Engine:
    """The engine of a prepared pack (default: the one Kaodoki uses) with `threads` pipelines of one thread each.

    `cache_dir` keeps compiled networks for the next start, by default beside the prepared pack; one that cannot be
    written to only costs time. Raises `PackNotPrepared` or `PackDamaged`, which say what to run.
    """
    found = pack if isinstance(pack, Pack) else read_pack(pack)
    cache = Path(cache_dir) if cache_dir is not None else default_cache(found)
    # The pictures are too small for OpenCV's own threads to help; they would only take cores from other pipelines.
    cv2.setNumThreads(1)
    return Engine(found, open_pipelines(found, max(1, threads), cache_dir=cache))


def check_image(image: NDArray[np.uint8]) -> None:
    """Refuses what is no H×W×3 picture of bytes (a mistake of the caller) or too small to find a face in."""
    if image.ndim != 3 or image.shape[2] != 3 or image.dtype != np.uint8:
        raise ValueError(f"expected H×W×3 uint8 BGR, got {image.shape} {image.dtype}")
    if min(image.shape[:2]) < SMALLEST_SIDE:
        raise ImageTooSmall(pixels=SMALLEST_SIDE)
