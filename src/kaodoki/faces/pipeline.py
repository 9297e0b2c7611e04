"""One pipeline: the networks of a pack compiled for one thread. Never for two threads at once: the engine lends it."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
import openvino as ov
from numpy.typing import NDArray
from openvino.preprocess import PrePostProcessor

from kaodoki.faces.alignment import align
from kaodoki.faces.detection import OUTPUTS, Detection, input_shape, letterbox, read_detections, scaled
from kaodoki.faces.face import Face, Template, unit
from kaodoki.faces.pack import Pack
from kaodoki.faces.quality import measure_quality

_DEVICE: Final = "CPU"
_OPTIONS: Final = {"NUM_STREAMS": "0", "INFERENCE_NUM_THREADS": "1", "ENABLE_CPU_PINNING": "NO"}
"""The network runs in the thread that calls it, on whichever core that is: pipelines in several threads and processes
then share the cores as the system sees fit. Precision is the CPU's own choice (bf16 where it has it)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Networks:
    """The folded networks of a pack, not yet compiled."""

    pack: Pack
    detector: bytes
    recogniser: bytes
    cache_dir: Path | None


@dataclass(slots=True)
class Pipeline:
    networks: Networks
    _core: Any = field(init=False)
    _recogniser: Any = field(init=False)
    _detectors: dict[tuple[int, int], Any] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._core = ov.Core()
        if self.networks.cache_dir is not None:
            self._core.set_property({"CACHE_DIR": str(self.networks.cache_dir)})
        self._recogniser = self._compile(self.networks.recogniser, (112, 112), is_rgb=True)

    def detect(self, image: NDArray[np.uint8]) -> list[Detection]:
        """The faces of a BGR image, largest first, in its pixels."""
        settings = self.networks.pack.settings
        shape = input_shape(image.shape[0], image.shape[1], settings.detection_long_side)
        canvas, scale = letterbox(image, shape)
        request = self._detector(shape)
        request.infer([canvas[None]], share_inputs=True)
        outputs = {name: request.get_tensor(name).data for name in OUTPUTS}
        found = read_detections(outputs, shape, score=settings.detection_score, overlap=settings.detection_overlap)
        found.sort(key=lambda detection: -detection.box[2] * detection.box[3])
        return [scaled(detection, 1 / scale) for detection in found]

    def describe(self, image: NDArray[np.uint8], detection: Detection, *, mirror_average: bool) -> Face:
        """The face with everything the pack computes of it."""
        aligned = align(image, detection.landmarks)
        vector = self.embed(aligned)
        if mirror_average:
            vector = unit(vector + self.embed(cv2.flip(aligned, 1)))
        return Face(
            box=detection.box,
            landmarks=detection.landmarks,
            score=detection.score,
            quality=measure_quality(detection, aligned, (image.shape[0], image.shape[1])),
            liveness=None,
            template=Template(vector=vector, pack=self.networks.pack.id),
        )

    def embed(self, aligned: NDArray[np.uint8]) -> NDArray[np.float32]:
        """The unit vector of a 112×112 BGR face."""
        self._recogniser.infer([aligned[None]], share_inputs=True)
        return unit(self._recogniser.get_output_tensor(0).data)

    def _detector(self, shape: tuple[int, int]) -> Any:
        if shape not in self._detectors:
            self._detectors[shape] = self._compile(self.networks.detector, shape, is_rgb=False)
        return self._detectors[shape]

    def _compile(self, network: bytes, shape: tuple[int, int], *, is_rgb: bool) -> Any:
        """An inference request that takes 1×H×W×3 bytes, BGR, as pictures come."""
        model = self._core.read_model(network, b"")
        model.reshape([1, 3, *shape])
        steps = PrePostProcessor(model)
        steps.input().tensor().set_element_type(ov.Type.u8).set_layout(ov.Layout("NHWC"))
        steps.input().preprocess().convert_element_type(ov.Type.f32)
        if is_rgb:
            steps.input().preprocess().reverse_channels()
        steps.input().model().set_layout(ov.Layout("NCHW"))
        return self._core.compile_model(steps.build(), _DEVICE, _OPTIONS).create_infer_request()
