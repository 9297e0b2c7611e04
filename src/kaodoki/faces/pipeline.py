"""One pipeline: the networks of a pack compiled for one thread. Never for two threads at once: the engine lends it."""

from dataclasses import replace
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kaodoki.faces.alignment import align, align_to, warped
from kaodoki.faces.compilation import Compiler, Network, default_cache
from kaodoki.faces.detection import Detection, input_shape, letterbox, scaled
from kaodoki.faces.detectors import head_for
from kaodoki.faces.face import Face, Template, mean_template, unit
from kaodoki.faces.liveness.passive import PassiveNetwork, PassiveOpener
from kaodoki.faces.pack import Pack
from kaodoki.faces.quality import measure_quality, recogniser_confidence
from kaodoki.faces.refinement import TILT_CONFIDENCE, TILT_DEG, VIEW_SCORE, VIEW_SIDE, refined, seen_in, view_of

_CAMERAS: Final = ((480, 640), (640, 480))
"""Height and width of what most cameras and the kiosk's oval give: ready before the first of them comes."""

_SIZES: Final = ((9, 16), (3, 4), (1, 1), (4, 3), (16, 9))
"""One height and width for every input of the detector that there is."""


def open_pipelines(pack: Pack, count: int, *, cache_dir: Path | None, precision: str | None = None) -> list["Pipeline"]:
    """`count` pipelines of a prepared pack, each with networks of its own: a shared one would make them wait.

    `precision` is OpenVINO's name for one; None leaves the choice to the processor, which takes bf16 where it has it.
    """
    compiler = Compiler(pack, cache_dir=cache_dir, precision=precision)
    passive = PassiveOpener(cache_dir=cache_dir, precision=precision)
    return [Pipeline(pack, compiler, passive.open()) for _ in range(count)]


def compile_ahead(pack: Pack) -> None:
    """Compiles every network that the pack can need on this processor, so that no picture has to wait for one."""
    compiler = Compiler(pack, cache_dir=default_cache(pack))
    pipeline = Pipeline(pack, compiler)
    for size in _SIZES:
        pipeline.open_detector(size)
    compiler.forget_others()


class Pipeline:
    """Detector and recogniser of a pack, ready to run. Made by `open_pipelines`."""

    def __init__(self, pack: Pack, compiler: Compiler, passive: PassiveNetwork | None = None) -> None:
        self.pack = pack
        self._passive = passive
        self._compiler = compiler
        self._recogniser = compiler.open(pack.recogniser, pack.recogniser.size)
        self._is_standard = pack.recogniser.is_standard
        self._head = head_for(pack.detector)
        self._detectors: dict[tuple[int, int], Network] = {}  # further ones when the first image of a shape comes
        for size in _CAMERAS:
            self.open_detector(size)
        if pack.settings.refine_landmarks:
            self._detector_for((VIEW_SIDE, VIEW_SIDE))

    def open_detector(self, size: tuple[int, int]) -> None:
        """Makes the network ready that pictures of this height and width need; otherwise the first of them does."""
        self._detector_for(self._input_shape(size))

    def detect(self, image: NDArray[np.uint8]) -> list[Detection]:
        """The faces of a BGR image, largest first, in its pixels; each looked at twice where the pack says so."""
        faces = self.detect_once(image)
        return [self._refined(image, face) for face in faces] if self.pack.settings.refine_landmarks else faces

    def detect_once(self, image: NDArray[np.uint8]) -> list[Detection]:
        """The same by one look at the reduced image."""
        settings = self.pack.settings
        shape = self._input_shape(image.shape[:2])
        network = self._detector_for(shape)
        scale = letterbox(image, network.input)
        outputs = network.run()
        found = self._head.read(outputs, shape, score=settings.detection_score, overlap=settings.detection_overlap)
        found.sort(key=lambda detection: -detection.box[2] * detection.box[3])
        return [scaled(detection, 1 / scale) for detection in found]

    def describe(
        self, image: NDArray[np.uint8], detection: Detection, *, mirror_average: bool, liveness: bool = True
    ) -> Face:
        """The face with everything the pack computes of it."""
        crop, template = self._recognised(image, detection)
        confidence = recogniser_confidence(template.weight, self.pack.weight_scale)
        if confidence is not None and confidence < TILT_CONFIDENCE and self.pack.settings.refine_landmarks:
            detection, crop, template = self._perhaps_tilted(image, detection, crop, template)
            confidence = recogniser_confidence(template.weight, self.pack.weight_scale)
        if mirror_average:
            template = mean_template([template, self.embed(cv2.flip(crop, 1))])
        aligned = crop if self._is_standard else align(image, detection.landmarks)
        return Face(
            box=detection.box,
            landmarks=detection.landmarks,
            score=detection.score,
            quality=measure_quality(detection, aligned, image, confidence=confidence),
            liveness=self._passive.score(image, detection.box) if self._passive and liveness else None,
            template=template,
        )

    def embed(self, aligned: NDArray[np.uint8]) -> Template:
        """The template of a BGR face of the recogniser's size."""
        np.copyto(self._recogniser.input, aligned)
        outputs = self._recogniser.run()
        name = self.pack.recogniser.output
        vector = outputs[name] if name else next(iter(outputs.values()))
        return Template(vector=unit(vector), pack=self.pack.id, weight=float(np.linalg.norm(vector)))

    def _refined(self, image: NDArray[np.uint8], detection: Detection) -> Detection:
        view = view_of(detection)
        return refined(detection, view, self._found_in(image, view))

    def _found_in(self, image: NDArray[np.uint8], view: NDArray[np.float64]) -> list[Detection]:
        shape = (VIEW_SIDE, VIEW_SIDE)
        network = self._detector_for(shape)
        np.copyto(network.input, warped(image, view, shape))
        return self._head.read(network.run(), shape, score=VIEW_SCORE, overlap=self.pack.settings.detection_overlap)

    def _recognised(self, image: NDArray[np.uint8], detection: Detection) -> tuple[NDArray[np.uint8], Template]:
        crop = align(image, detection.landmarks) if self._is_standard else self._align(image, detection.landmarks)
        return crop, self.embed(crop)

    def _perhaps_tilted(
        self, image: NDArray[np.uint8], detection: Detection, crop: NDArray[np.uint8], template: Template
    ) -> tuple[Detection, NDArray[np.uint8], Template]:
        """The same face as a tilted one, if the detector sees it better so and the recogniser more of it."""
        upright = self._upright(image, detection)
        if upright is None:
            return detection, crop, template
        other_crop, other = self._recognised(image, upright)
        if other.weight <= template.weight:
            return detection, crop, template
        return upright, other_crop, other

    def _upright(self, image: NDArray[np.uint8], detection: Detection) -> Detection | None:
        """The landmarks by a look that is turned with the head; None if the straight one sees it best."""
        looks = {tilt: self._look(image, detection, tilt) for tilt in (0.0, -TILT_DEG, TILT_DEG)}
        side = max(looks, key=lambda tilt: _score(looks[tilt]))
        if not side or looks[side] is None:
            return None
        best = max(looks[side], self._look(image, detection, 2 * side), key=_score)
        again = self._look(image, best, 0.0) if best else None
        seen = again or best
        return replace(detection, landmarks=seen.landmarks) if seen else None

    def _look(self, image: NDArray[np.uint8], detection: Detection, tilt_deg: float) -> Detection | None:
        view = view_of(detection, tilt_deg=tilt_deg)
        return seen_in(detection, view, self._found_in(image, view))

    def _align(self, image: NDArray[np.uint8], landmarks: NDArray[np.float32]) -> NDArray[np.uint8]:
        recogniser = self.pack.recogniser
        return align_to(image, landmarks, recogniser.reference_points, recogniser.size)

    def _input_shape(self, size: tuple[int, ...]) -> tuple[int, int]:
        side = self.pack.settings.detection_long_side
        return (side, side) if self.pack.detector.square else input_shape(size[0], size[1], side)

    def _detector_for(self, shape: tuple[int, int]) -> Network:
        if shape not in self._detectors:
            self._detectors[shape] = self._compiler.open(self.pack.detector, shape)
        return self._detectors[shape]


def _score(detection: Detection | None) -> float:
    return detection.score if detection else 0.0
