"""How long a new process takes until it has described its first face: interpreter, imports, engine and all.

The process is `python -m bench.ready FRAME.npy`; its end is counted too.
"""

import statistics
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from kaodoki.faces import load_engine

ROUNDS = 5


def measure_ready(frame: Path) -> float:
    """Median seconds of a whole process that finds compiled networks."""
    seconds = []
    for _ in range(ROUNDS + 1):
        start = time.perf_counter()
        command = [sys.executable, "-m", "bench.ready", str(frame)]
        subprocess.run(command, cwd=Path(__file__).parents[1], stdout=subprocess.PIPE, check=True)
        seconds.append(time.perf_counter() - start)
    return round(statistics.median(seconds[1:]), 2)


if __name__ == "__main__":
    if len(load_engine().analyse(np.load(sys.argv[1]))) != 1:
        raise SystemExit("the picture needs exactly one face")
