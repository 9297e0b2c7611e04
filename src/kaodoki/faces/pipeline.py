"""One pipeline: the networks of a pack compiled for one thread. Never for two threads at once: the engine lends it."""

from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
import openvino as ov
from numpy.typing import NDArray
from openvino.preprocess import PrePostProcessor

from kaodoki.faces.alignment import align
from kaodoki.faces.crops import align_to
from kaodoki.faces.detection import Detection, input_shape, letterbox, scaled
from kaodoki.faces.detectors import head_for
from kaodoki.faces.face import Face, Template, unit
from kaodoki.faces.networks import Colour, Layout, NetworkInput
from kaodoki.faces.pack import Pack, read_prepared
from kaodoki.faces.quality import measure_quality

_DEVICE: Final = "CPU"
_OPTIONS: Final = {"NUM_STREAMS": "0", "INFERENCE_NUM_THREADS": "1", "ENABLE_CPU_PINNING": "NO"}
"""The network runs in the thread that calls it, on whichever core that is: pipelines in several threads and processes
then share the cores as the system sees fit. Precision is the CPU's own choice (bf16 where it has it)."""


def open_pipelines(pack: Pack, count: int, *, cache_dir: Path | None) -> list["Pipeline"]:
    """`count` pipelines of a prepared pack, each with networks of its own: a shared one would make them wait."""
    core = ov.Core()
    if cache_dir is not None:
        core.set_property({"CACHE_DIR": str(cache_dir)})
    detector, recogniser = read_prepared(pack, pack.detector), read_prepared(pack, pack.recogniser)
    return [Pipeline(pack, core, detector=detector, recogniser=recogniser) for _ in range(count)]


class Pipeline:
    """Detector and recogniser of a pack, ready to run. Made by `open_pipelines`."""

    def __init__(self, pack: Pack, core: ov.Core, *, detector: bytes, recogniser: bytes) -> None:
        self.pack = pack
        self._core = core
        self._detector = detector
        self._detectors: dict[tuple[int, int], Any] = {}  # compiled when the first image of that shape comes
        self._head = head_for(pack.detector)
        self._is_standard = pack.recogniser.is_standard
        self._recogniser = self._compile(recogniser, pack.recogniser.size, pack.recogniser.input)

    def detect(self, image: NDArray[np.uint8]) -> list[Detection]:
        """The faces of a BGR image, largest first, in its pixels."""
        settings = self.pack.settings
        shape = self._detector_shape(image)
        canvas, scale = letterbox(image, shape)
        request = self._detector_for(shape)
        request.infer([canvas[None]], share_inputs=True)
        outputs = self._detector_outputs(request)
        found = self._head.read(outputs, shape, score=settings.detection_score, overlap=settings.detection_overlap)
        found.sort(key=lambda detection: -detection.box[2] * detection.box[3])
        return [scaled(detection, 1 / scale) for detection in found]

    def describe(self, image: NDArray[np.uint8], detection: Detection, *, mirror_average: bool) -> Face:
        """The face with everything the pack computes of it."""
        aligned = align(image, detection.landmarks)
        crop = (
            aligned if self.pack.recogniser.is_standard else align_to(image, detection.landmarks, self.pack.recogniser)
        )
        vector = self.embed(crop)
        if mirror_average:
            vector = unit(vector + self.embed(cv2.flip(crop, 1)))
        return Face(
            box=detection.box,
            landmarks=detection.landmarks,
            score=detection.score,
            quality=measure_quality(detection, aligned, (image.shape[0], image.shape[1])),
            liveness=None,
            template=Template(vector=vector, pack=self.pack.id),
        )

    def embed(self, aligned: NDArray[np.uint8]) -> NDArray[np.float32]:
        """The unit vector of a BGR face of the recogniser's size."""
        self._recogniser.infer([aligned[None]], share_inputs=True)
        name = self.pack.recogniser.output
        return unit((self._recogniser.get_tensor(name) if name else self._recogniser.get_output_tensor(0)).data)

    def _detector_shape(self, image: NDArray[np.uint8]) -> tuple[int, int]:
        side = self.pack.settings.detection_long_side
        return (side, side) if self.pack.detector.square else input_shape(image.shape[0], image.shape[1], side)

    def _detector_outputs(self, request: Any) -> dict[str, NDArray[Any]]:
        names = self._head.names
        if not names:
            return {str(number): tensor.data for number, tensor in enumerate(request.output_tensors)}
        return {ours: request.get_tensor(theirs).data for ours, theirs in names.items()}

    def _detector_for(self, shape: tuple[int, int]) -> Any:
        if shape not in self._detectors:
            self._detectors[shape] = self._compile(self._detector, shape, self.pack.detector.input)
        return self._detectors[shape]

    def _compile(self, network: bytes, shape: tuple[int, int], given: NetworkInput) -> Any:
        """An inference request that takes 1×H×W×3 bytes, BGR, as pictures come."""
        model = self._core.read_model(network, b"")
        model.reshape([1, 3, *shape] if given.layout is Layout.NCHW else [1, *shape, 3])
        steps = PrePostProcessor(model)
        steps.input().tensor().set_element_type(ov.Type.u8).set_layout(ov.Layout("NHWC"))
        steps.input().preprocess().convert_element_type(ov.Type.f32)
        if given.colour is Colour.RGB:
            steps.input().preprocess().reverse_channels()
        if any(given.mean):
            steps.input().preprocess().mean(list(given.mean))
        if set(given.std) != {1.0}:
            steps.input().preprocess().scale(list(given.std))
        steps.input().model().set_layout(ov.Layout(given.layout.value.upper()))
        return self._core.compile_model(steps.build(), _DEVICE, _OPTIONS).create_infer_request()
