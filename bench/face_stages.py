"""Milliseconds of each stage of a probe, one after the other as in a stream of frames."""

import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kaodoki.faces.alignment import align
from kaodoki.faces.detection import input_shape, letterbox
from kaodoki.faces.liveness.passive import PassiveNetwork
from kaodoki.faces.pipeline import Pipeline
from kaodoki.faces.quality import measure_quality

ONE_LOOK: Final = "detection, one look"
BOTH_LOOKS: Final = "detection, both looks"
ALIGNMENT: Final = "alignment"
SFACE: Final = "SFace"

Stage = Callable[[], object]
Measured = Mapping[str, float]


def measure_stages(
    pipeline: Pipeline, passive: PassiveNetwork | None, frame: NDArray[np.uint8], rounds: int
) -> dict[str, Measured]:
    """Median and fastest milliseconds by stage. Detection contains the letterbox; both looks contain the one look.

    Every stage finds the caches as the stage before it left them: one frame is looked at once, the next one twice.
    """
    detection = pipeline.detect(frame)[0]
    aligned = align(frame, detection.landmarks)
    canvas = np.empty((*input_shape(480, 640, pipeline.pack.settings.detection_long_side), 3), dtype=np.uint8)
    rest: dict[str, Stage] = {
        ALIGNMENT: lambda: align(frame, detection.landmarks),
        SFACE: lambda: pipeline.embed(aligned),
        "quality": lambda: measure_quality(detection, aligned, frame),
    }
    if passive is not None:
        rest["passive liveness"] = lambda: passive.score(frame, detection.box)
    turns: list[dict[str, Stage]] = [
        {ONE_LOOK: lambda: pipeline.detect_once(frame), **rest},
        {BOTH_LOOKS: lambda: pipeline.detect(frame), **rest},
        {"letterbox alone": lambda: letterbox(frame, canvas)},
    ]
    times = _times(turns, rounds)
    return {
        name: {"median": round(statistics.median(taken), 3), "fastest": round(min(taken), 3)}
        for name, taken in times.items()
    }


def _times(turns: list[dict[str, Stage]], rounds: int) -> dict[str, list[float]]:
    times: dict[str, list[float]] = defaultdict(list)
    for name, stage in [pair for _ in range(rounds) for turn in turns for pair in turn.items()]:
        start = time.perf_counter()
        stage()
        times[name].append((time.perf_counter() - start) * 1000)
    return times
