"""How long a new process takes until it has analysed its first frame: interpreter, imports, engine and all.

The process is `python -m bench.ready`; its end is counted too.
"""

import statistics
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from kaodoki.faces import load_engine

ROUNDS = 5


def measure_ready() -> float:
    """Median seconds of a whole process that finds compiled networks."""
    seconds = []
    for _ in range(ROUNDS + 1):
        start = time.perf_counter()
        command = [sys.executable, "-m", "bench.ready"]
        subprocess.run(command, cwd=Path(__file__).parents[1], stdout=subprocess.PIPE, check=True)
        seconds.append(time.perf_counter() - start)
    return round(statistics.median(seconds[1:]), 2)


if __name__ == "__main__":
    load_engine().analyse(np.zeros((480, 640, 3), dtype=np.uint8))
