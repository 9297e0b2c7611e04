"""usearch's exact search as the peer of `bench.search`: answers a gallery size with the milliseconds of one search."""

import sys
import time

import numpy as np
import usearch  # type: ignore[import-not-found]
from usearch.index import MetricKind, search  # type: ignore[import-not-found]

LENGTH = 128


def main() -> None:
    """Prints the version, then one time a line. The gallery of the last size asked for is kept."""
    random = np.random.default_rng(20261122)
    matrix = np.empty((0, LENGTH), dtype=np.float32)
    print(usearch.__version__, flush=True)
    for line in sys.stdin:
        if len(matrix) != int(line):
            matrix = random.standard_normal((int(line), LENGTH), dtype=np.float32)
            matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
        probe = random.standard_normal((1, LENGTH), dtype=np.float32)
        start = time.perf_counter()
        search(matrix, probe, 2, MetricKind.IP, exact=True, threads=1)
        print((time.perf_counter() - start) * 1000, flush=True)


if __name__ == "__main__":
    main()
