"""The networks of a pack, really loaded and run on pictures, and what they answer against what `pack.toml` says."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any, Final

import numpy as np
import openvino as ov
from numpy.typing import NDArray

from kaodoki.faces.admission.errors import (
    PackAxesDynamic,
    PackNotRunnable,
    PackOperatorUnknown,
    PackOutputConstant,
    PackOutputNotFinite,
    PackOutputsUnknown,
    PackShapeWrong,
)
from kaodoki.faces.detection import input_shape
from kaodoki.faces.detectors import Head, head_for
from kaodoki.faces.detectors.outputs import OutputsUnknown
from kaodoki.faces.networks import Layout, ModelFile, NetworkInput
from kaodoki.faces.pack import Pack, read_prepared
from kaodoki.faces.pipeline import Pipeline, open_pipelines
from kaodoki.faces.refinement import VIEW_SIDE

ROUNDS: Final = 5
_ALIKE: Final = 0.9999
"""Noise and a gradient differ more than this for any network that looks at its picture."""
_PICTURES: Final = ((480, 640), (480, 480), (360, 640))
"""Height and width: one for each shape that the detector's input can take; the upright ones are these turned."""
_UNSUPPORTED: Final = re.compile(r"(?:following ONNX operations|rule found for operations): ([\w.,: -]{1,200})")


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialRun:
    """What the run showed. Times are medians in milliseconds, one thread."""

    pack: str
    template_length: int
    detection_ms: float
    template_ms: float


def try_networks(pack: Pack) -> TrialRun:
    """Loads and runs both networks; raises what is wrong with the one it concerns."""
    core = ov.Core()
    _check_recogniser(core, pack)
    _check_detector(core, pack)
    try:
        (pipeline,) = open_pipelines(pack, 1, cache_dir=None)
        return _measure(pack, pipeline)
    except RuntimeError as error:
        raise PackNotRunnable(file=pack.recogniser.source, reason=_reason(error)) from error


def _check_recogniser(core: ov.Core, pack: Pack) -> None:
    file = pack.recogniser
    model = _read(core, pack, file)
    wanted = _input_shape(file.input, file.size)
    if not model.input(0).partial_shape.compatible(ov.PartialShape(wanted)):
        raise PackShapeWrong(file=file.source, expected=wanted, found=str(model.input(0).partial_shape))
    _fix(model, file, wanted)
    outputs = {name: output for output in model.outputs for name in output.get_names()}
    if file.output and file.output not in outputs:
        raise PackOutputsUnknown(file=file.source, outputs=", ".join(sorted(outputs))[:300])
    if not file.output and len(model.outputs) != 1:
        raise PackOutputsUnknown(file=file.source, outputs=", ".join(sorted(outputs))[:300])
    output = outputs[file.output] if file.output else model.output(0)
    shape = output.partial_shape
    expected = [1, pack.template_length]
    trailing_ones = shape.is_static and len(shape) in (2, 4) and list(shape.to_shape())[2:] in ([], [1, 1])
    if not trailing_ones or list(shape.to_shape())[:2] != expected:
        raise PackShapeWrong(file=file.source, expected=expected, found=str(shape))


def _check_detector(core: ov.Core, pack: Pack) -> None:
    file = pack.detector
    side = pack.settings.detection_long_side
    head = _head(pack)
    shapes = {(side, side)} if file.square else {input_shape(*size, side) for size in _PICTURES}
    views = {(VIEW_SIDE, VIEW_SIDE)} if pack.settings.refine_landmarks else set()
    for shape in sorted(shapes | {(width, height) for height, width in shapes} | views):
        model = _read(core, pack, file)
        _fix(model, file, _input_shape(file.input, shape))
        _run_detector(core, model, file, head, shape)


def _run_detector(core: ov.Core, model: Any, file: ModelFile, head: Head, shape: tuple[int, int]) -> None:
    try:
        request = core.compile_model(model, "CPU", {"INFERENCE_NUM_THREADS": "1"}).create_infer_request()
        request.infer([np.zeros(_input_shape(file.input, shape), dtype=np.float32)])
        outputs = {name: request.get_tensor(name).data for port in model.outputs for name in port.get_names()}
    except RuntimeError as error:
        raise PackNotRunnable(file=file.source, reason=_reason(error)) from error
    try:
        head.check(outputs, shape)
    except OutputsUnknown as error:
        raise PackOutputsUnknown(file=file.source, outputs=str(error)[:300]) from error
    if not all(np.isfinite(array).all() for array in outputs.values()):
        raise PackOutputNotFinite(file=file.source)


def _measure(pack: Pack, pipeline: Pipeline) -> TrialRun:
    """The way that live pictures go, with pictures that show nobody."""
    pictures = [_noise(480, 640), _gradient(480, 640)]
    height, width = pack.recogniser.size
    crops = [_noise(height, width), _gradient(height, width)]
    vectors = [pipeline.embed(crop).vector for crop in crops]
    for vector in vectors:
        if not np.isfinite(vector).all() or abs(float(np.linalg.norm(vector)) - 1) > 1e-3:
            raise PackOutputNotFinite(file=pack.recogniser.source)
    if float(vectors[0] @ vectors[1]) > _ALIKE:
        raise PackOutputConstant(file=pack.recogniser.source)
    return TrialRun(
        pack=pack.id,
        template_length=len(vectors[0]),
        detection_ms=_milliseconds(lambda: [pipeline.detect(picture) for picture in pictures]) / len(pictures),
        template_ms=_milliseconds(lambda: [pipeline.embed(crop) for crop in crops]) / len(crops),
    )


def _read(core: ov.Core, pack: Pack, file: ModelFile) -> Any:
    data = read_prepared(pack, file)
    try:
        return core.read_model(data, b"")
    except RuntimeError as error:
        unsupported = _UNSUPPORTED.search(str(error))
        if unsupported:
            raise PackOperatorUnknown(file=file.source, operator=unsupported.group(1).strip()) from error
        raise PackNotRunnable(file=file.source, reason=_reason(error)) from error


def _fix(model: Any, file: ModelFile, shape: list[int]) -> None:
    try:
        model.reshape(shape)
    except RuntimeError as error:
        raise PackAxesDynamic(file=file.source, shape=shape) from error


def _head(pack: Pack) -> Head:
    try:
        return head_for(pack.detector)
    except OutputsUnknown as error:
        raise PackOutputsUnknown(file=pack.detector.source, outputs=str(error)[:300]) from error


def _input_shape(given: NetworkInput, size: tuple[int, int]) -> list[int]:
    return [1, 3, *size] if given.layout is Layout.NCHW else [1, *size, 3]


def _reason(error: Exception) -> str:
    """OpenVINO's last sentence that is no address, without control characters."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip() and "://" not in line]
    return re.sub(r"[^\x20-\x7e]", "", lines[-1] if lines else type(error).__name__)[:200]


def _milliseconds(work: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        work()
        times.append((time.perf_counter() - started) * 1000)
    return round(median(times), 2)


def _noise(height: int, width: int) -> NDArray[np.uint8]:
    return np.random.default_rng(1).integers(0, 256, (height, width, 3), dtype=np.uint8)


def _gradient(height: int, width: int) -> NDArray[np.uint8]:
    grid = np.add.outer(np.linspace(0, 127, height), np.linspace(0, 127, width))
    return np.repeat(grid[:, :, None], 3, axis=2).astype(np.uint8)
