"""One probe against galleries of 1,000 to 1,000,000 people, on one thread, and a person who comes and goes.

Run as `python -m bench.search`. The galleries are random unit vectors; half of the probes are somebody of them, with a
cosine of .7, the others nobody. All that is compared takes turns in one run, so that what else the machine does meets
all alike.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before numpy is loaded: everything here is about one thread

import argparse
import gc
import json
import statistics
import sys
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Final

import numpy as np
import psutil
from numpy.typing import NDArray

from bench.machine import describe_machine
from bench.peers import Ask, started_peer
from kaodoki.gallery.index import GalleryIndex
from kaodoki.gallery.look_alikes import pairs_above

LENGTH: Final = 128
SIZES: Final = (1_000, 10_000, 100_000, 1_000_000)
GOAL_MS: Final = {10_000: 0.15, 100_000: 2.5, 1_000_000: 26.0}
BANDWIDTH_GOAL: Final = 0.8
MEMORY_GOAL: Final = 1.2
PROBES: Final = 32
SEED: Final = 20261122
ALL_PAIRS: Final = 10_000

Vectors = NDArray[np.float32]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.search", description=__doc__)
    parser.add_argument("--rounds", type=int, default=60, help="searches at the largest size; more at smaller ones")
    parser.add_argument("--largest", type=int, default=SIZES[-1], help="leave out larger galleries")
    parser.add_argument("--no-peer", action="store_true", help="without usearch")
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")
    options = parser.parse_args()
    sizes = [size for size in SIZES if size <= options.largest]
    with _peer(wanted=not options.no_peer) as ask:
        results = {size: measure(size, options.rounds, ask) for size in sizes}
    rate = results[sizes[-1]]["stream_gb_s"]  # from memory: smaller galleries lie in a cache
    for size, result in results.items():
        result["share_of_stream"] = round(size * LENGTH * 4 / 1e6 / result["ms"] / rate, 2)
    missed = missed_goals(results)
    if options.json:
        print(json.dumps({"machine": describe_machine(), "sizes": results, "missed": missed}))
    else:
        print(as_text(results, missed))
    return 1 if missed else 0


def measure(size: int, rounds: int, ask: Ask | None) -> dict[str, float]:
    """Medians in milliseconds, all taking turns; memory against the bare float32 vectors."""
    random = np.random.default_rng(SEED)
    vectors = random.standard_normal((size, LENGTH), dtype=np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    index, grown_mb = _built(vectors)
    probes = _probes(vectors, random)
    flat, scores = vectors.reshape(-1), np.empty(size, dtype=np.float32)
    turn = iter(range(10**9))

    def before() -> None:
        np.argpartition(-np.dot(vectors, probes[next(turn) % PROBES], out=scores), 1)

    ways: dict[str, Callable[[], object]] = {
        "ms": lambda: index.search(probes[next(turn) % PROBES]),
        "stream_ms": flat.max,
        "stream_words_ms": flat.view(np.uint64).max,
        "stream_two_ms": lambda: np.dot(flat[: flat.size // 2], flat[flat.size // 2 :]),
        "numpy_ms": before,
    }
    times = _in_turns(ways, rounds * max(1, min(20, SIZES[-1] // size)))
    medians = {name: statistics.median(taken) for name, taken in times.items()}
    # Of each round the fastest way to read everything, of these the median: searches are judged by theirs too.
    streams = [taken for name, taken in times.items() if name.startswith("stream")]
    stream_ms = statistics.median(map(min, zip(*streams, strict=True)))
    result = {
        "ms": round(medians["ms"], 4),
        "fastest_ms": round(min(times["ms"]), 4),
        "stream_gb_s": round(vectors.nbytes / 1e6 / stream_ms, 1),
        "numpy_ms": round(medians["numpy_ms"], 4),
        "memory": round(index.nbytes / vectors.nbytes, 3),
        **_changes(index, probes),
    }
    if size == SIZES[-1]:  # in smaller ones what Python has not given back would be most of it
        result["process_memory"] = round(grown_mb * 1e6 / vectors.nbytes, 3)
    if size == ALL_PAIRS:
        result["all_pairs_s"] = round(_seconds(lambda: list(pairs_above(index, 0.5))), 2)
    if ask is not None:
        result["usearch_ms"] = round(statistics.median(ask(str(size)) for _ in range(7)), 3)
    return result


def missed_goals(results: Mapping[int, Mapping[str, float]]) -> list[str]:
    """In words. The streaming rate is that of reading the bare float32 vectors of the largest gallery."""
    missed = []
    for size, result in results.items():
        if result["ms"] > GOAL_MS.get(size, np.inf):
            missed.append(f"{size:,} people: {result['ms']} ms, goal {GOAL_MS[size]}")
        if size in GOAL_MS and result["share_of_stream"] < BANDWIDTH_GOAL:
            missed.append(f"{size:,} people: {result['share_of_stream']} of the streaming rate, goal {BANDWIDTH_GOAL}")
        if max(result["memory"], result["memory_grown"]) > MEMORY_GOAL:
            missed.append(f"{size:,} people: memory {result['memory']} of the bare vectors, goal {MEMORY_GOAL}")
    return missed


def as_text(results: Mapping[int, Mapping[str, float]], missed: list[str]) -> str:
    names = list(dict.fromkeys(name for result in results.values() for name in result))
    lines = [f"machine: {describe_machine()}", f"{'people':20}" + "".join(f"{size:>14,}" for size in results)]
    for name in names:
        lines.append(f"{name:20}" + "".join(f"{result.get(name, ''):>14}" for result in results.values()))
    goals = ", ".join(f"{size:,}: {ms} ms" for size, ms in GOAL_MS.items())
    lines.append(f"goals: {goals}; share_of_stream at least {BANDWIDTH_GOAL}; memory at most {MEMORY_GOAL}")
    return "\n".join([*lines, *(f"MISSED {one}" for one in missed)])


def _built(vectors: Vectors) -> tuple[GalleryIndex, float]:
    """The index, and by how many MB the process grew."""
    gc.collect()
    process, random = psutil.Process(), np.random.default_rng(SEED)
    before = process.memory_info().rss
    index = GalleryIndex.of_people((uuid.UUID(bytes=random.bytes(16)), vector) for vector in vectors)
    gc.collect()
    return index, (process.memory_info().rss - before) / 1e6


def _probes(vectors: Vectors, random: np.random.Generator) -> list[Vectors]:
    strangers = random.standard_normal((PROBES, LENGTH), dtype=np.float32)
    strangers /= np.linalg.norm(strangers, axis=1, keepdims=True)
    known = 0.7 * vectors[random.integers(0, len(vectors), PROBES // 2)] + 0.51**0.5 * strangers[: PROBES // 2]
    known /= np.linalg.norm(known, axis=1, keepdims=True)
    return [*known, *strangers[PROBES // 2 :]]


def _changes(index: GalleryIndex, probes: list[Vectors]) -> dict[str, float]:
    """A person comes and goes: milliseconds until the next search sees it."""
    added, removed, grown = [], [], index
    for probe in probes[:16]:
        one = uuid.uuid4()
        start = time.perf_counter()
        grown = index.with_changes(put=[(one, probe)])
        middle = time.perf_counter()
        grown.with_changes(removed=[one])
        added.append((middle - start) * 1000)
        removed.append((time.perf_counter() - middle) * 1000)
    return {
        "add_ms": round(statistics.median(added), 3),
        "remove_ms": round(statistics.median(removed), 3),
        "memory_grown": round(grown.nbytes / (len(grown) * LENGTH * 4), 3),
    }


def _in_turns(ways: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    for way in ways.values():
        way()
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            times[name].append(_seconds(way) * 1000)
    return times


def _seconds(way: Callable[[], object]) -> float:
    start = time.perf_counter()
    way()
    return time.perf_counter() - start


@contextmanager
def _peer(*, wanted: bool) -> Iterator[Ask | None]:
    if not wanted:
        yield None
        return
    with started_peer("usearch") as (_, ask):
        yield ask


if __name__ == "__main__":
    sys.exit(main())
