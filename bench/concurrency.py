"""n attempts at once in one process against n processes of one thread: how much one process loses by sharing.

Run as `python -m bench.concurrency`. Both sides are started first and then take turns, so that what else the machine
does meets both alike; every other round they change places. Each worker is this module again with `--worker THREADS`;
it reads how many seconds to run and answers how many frames a second it analysed. Exit 1 if the goal is missed.
"""

import argparse
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bench.frames import read_frame
from bench.report import Goal, Report, Table, parser_for, print_report
from kaodoki.faces import Engine, load_engine

GOAL: Final = 0.9

Worker = subprocess.Popen[str]


def main() -> int:
    parser = parser_for("concurrency", __doc__)
    parser.add_argument("-n", type=int, default=_cores(), help="how many at once (default: one per core)")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--seconds", type=float, default=1.0, help="of each turn")
    parser.add_argument("--worker", type=int, metavar="THREADS", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.worker:
        serve(options.worker)
        return 0
    result = compare(options.n, options.rounds, options.seconds)
    return print_report(as_report(result), options.form)


def compare(at_once: int, rounds: int, seconds: float) -> dict[str, float]:
    """Frames per second of one thread alone, of n threads and of n processes; ratios are medians of neighbours'."""
    with ExitStack() as stack:
        threads = [stack.enter_context(started(at_once))]
        processes = [stack.enter_context(started(1)) for _ in range(at_once)]
        turns = (processes[:1], threads, processes)
        for workers in turns:
            run(workers, seconds)
        rates = [_round(turns, seconds, backwards=bool(turn % 2)) for turn in range(rounds)]
    alone, threaded, separate = (statistics.median(column) for column in zip(*rates, strict=True))
    return {
        "at_once": at_once,
        "one_per_s": round(alone, 1),
        "threads_per_s": round(threaded, 1),
        "processes_per_s": round(separate, 1),
        "threads_to_one": round(statistics.median(rate[1] / rate[0] for rate in rates), 3),
        "processes_to_one": round(statistics.median(rate[2] / rate[0] for rate in rates), 3),
        "ratio": round(statistics.median(rate[1] / rate[2] for rate in rates), 3),
    }


def _round(turns: Sequence[Sequence[Worker]], seconds: float, *, backwards: bool) -> list[float]:
    """The rates in the order of `turns`, whichever ran first."""
    ordered = list(reversed(turns)) if backwards else turns
    rates = [run(workers, seconds) for workers in ordered]
    return list(reversed(rates)) if backwards else rates


def run(workers: Sequence[Worker], seconds: float) -> float:
    """Frames per second of all these workers running at the same time."""
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write(f"{seconds}\n")
        worker.stdin.flush()
    return sum(_answer(worker) for worker in workers)


@contextmanager
def started(threads: int) -> Iterator[Worker]:
    """A process with so many threads, ready to be asked."""
    command = [sys.executable, "-m", "bench.concurrency", "--worker", str(threads)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        _answer(process)
        try:
            yield process
        finally:
            assert process.stdin is not None
            process.stdin.close()


def serve(threads: int) -> None:
    """The worker: says 0 when ready, then answers every line of seconds with frames per second."""
    engine, frame = load_engine(threads=threads), read_frame(None)
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(lambda _: rate(engine, frame, 0.2), range(threads)))
        print(0, flush=True)
        for line in sys.stdin:
            seconds = float(line)
            print(sum(pool.map(lambda _, s=seconds: rate(engine, frame, s), range(threads))), flush=True)


def rate(engine: Engine, frame: NDArray[np.uint8], seconds: float) -> float:
    """Frames per second of one thread."""
    start, count = time.perf_counter(), 0
    while time.perf_counter() - start < seconds:
        assert engine.analyse(frame)
        count += 1
    return count / (time.perf_counter() - start)


def as_report(result: dict[str, float]) -> Report:
    at_once = int(result["at_once"])
    share = f"frames of {at_once} threads in one process, of what {at_once} processes reach"
    return Report(
        about="Frames a second, medians; ratios are of neighbours.",
        facts=result,
        tables=[Table(header=("", "seen"), rows=list(result.items()))],
        goals=[Goal(what=share, measured=result["ratio"], at_least=GOAL)],
    )


def _answer(worker: Worker) -> float:
    assert worker.stdout is not None
    return float(worker.stdout.readline())


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1)


if __name__ == "__main__":
    sys.exit(main())
