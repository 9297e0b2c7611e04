"""One probe against galleries of 1,000 to 1,000,000 people, on one thread, and a person who comes and goes.

Run as `python -m bench.search`. The galleries are random unit vectors; half of the probes are somebody of them, with a
cosine of .7, the others nobody. All that is compared takes turns in one run, so that what else the machine does meets
all alike; every answer is compared with that of a full product first. Exit 1 if a goal is missed.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before numpy is loaded: everything here is about one thread

import gc
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

from bench.peers import Ask, started_peer
from bench.report import Goal, Report, Table, parser_for, print_report
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
PEER_EVERY: Final = 10
"""Rounds: usearch takes several times as long and has a gallery of its own, which would crowd the caches in each."""

Vectors = NDArray[np.float32]


def main() -> int:
    parser = parser_for("search", __doc__)
    parser.add_argument("--rounds", type=int, default=60, help="searches at the largest size; more at smaller ones")
    parser.add_argument("--largest", type=int, default=SIZES[-1], help="leave out larger galleries")
    parser.add_argument("--no-peer", action="store_true", help="without usearch")
    options = parser.parse_args()
    sizes = [size for size in SIZES if size <= options.largest]
    with _peer(wanted=not options.no_peer) as ask:
        results = {size: measure(size, options.rounds, ask) for size in sizes}
    if SIZES[-1] in results:  # smaller galleries lie in a cache, and their rate is not that of the memory
        rate = results[SIZES[-1]]["stream_gb_s"]
        for size in sizes[:-1]:
            results[size]["share_of_stream"] = round(size * LENGTH * 4 / 1e6 / results[size]["ms"] / rate, 2)
    return print_report(as_report(results), options.form)


def measure(size: int, rounds: int, ask: Ask | None) -> dict[str, float]:
    """Medians in milliseconds, all taking turns; memory against the bare float32 vectors."""
    random = np.random.default_rng(SEED)
    vectors = random.standard_normal((size, LENGTH), dtype=np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    index, grown_mb = _built(vectors)
    probes = _probes(vectors, random)
    require_exact(index, vectors, probes)
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
    times, theirs = _in_turns(ways, rounds * max(1, min(20, SIZES[-1] // size)), ask and (lambda: ask(str(size))))
    result = {
        **compared(times, vectors.nbytes),
        "memory": round(index.nbytes / vectors.nbytes, 3),
        **_changes(index, probes),
    }
    if theirs:
        result["usearch_ms"] = round(statistics.median(theirs), 3)
        neighbours = zip(times["ms"][::PEER_EVERY], theirs, strict=True)
        result["share_of_usearch"] = round(statistics.median(ours / other for ours, other in neighbours), 3)
    if size == SIZES[-1]:
        result["share_of_stream"] = result.pop("share_of_own_stream")
        # In smaller ones what Python has not given back would be most of it.
        result["process_memory"] = round(grown_mb * 1e6 / vectors.nbytes, 3)
    if size == ALL_PAIRS:
        result["all_pairs_s"] = round(_seconds(lambda: list(pairs_above(index, 0.5))), 2)
    return result


def compared(times: Mapping[str, list[float]], size: int) -> dict[str, float]:
    """The search against reading `size` bytes of vectors and against numpy, by medians and by neighbours."""
    # Of each round the fastest way to read everything, of these the median: searches are judged by theirs too.
    streams = [min(taken) for taken in zip(*(times[name] for name in times if name.startswith("stream")), strict=True)]
    return {
        "ms": round(statistics.median(times["ms"]), 4),
        "fastest_ms": round(min(times["ms"]), 4),
        "stream_gb_s": round(size / 1e6 / statistics.median(streams), 1),
        "numpy_ms": round(statistics.median(times["numpy_ms"]), 4),
        "share_of_numpy": _ratio(times["ms"], times["numpy_ms"]),
        "share_of_own_stream": _ratio(streams, times["ms"]),
    }


def require_exact(index: GalleryIndex, vectors: Vectors, probes: list[Vectors]) -> None:
    """Ends the run if a search has another answer than numpy's product of all: its time would mean nothing."""
    for probe in probes:
        best = np.sort(np.partition(vectors @ probe, -2)[-2:])[::-1]
        if not np.allclose([one.score for one in index.search(probe)], best, atol=1e-5):
            raise SystemExit(f"{len(vectors):,} people: the search missed one of the best two")


def list_goals(results: Mapping[int, Mapping[str, float]]) -> list[Goal]:
    """Every goal. The streaming rate is that of reading the bare float32 vectors of the largest gallery."""
    goals = []
    for size, result in results.items():
        memory = max(result.get(name, 0.0) for name in ("memory", "memory_grown", "process_memory"))
        if size in GOAL_MS:
            goals.append(Goal(what=f"{size:,} people: ms", measured=result["ms"], at_most=GOAL_MS[size]))
        if size in GOAL_MS and "share_of_stream" in result:
            share = result["share_of_stream"]
            goals.append(Goal(what=f"{size:,} people: share of the rate", measured=share, at_least=BANDWIDTH_GOAL))
        goals.append(Goal(what=f"{size:,} people: memory of the vectors'", measured=memory, at_most=MEMORY_GOAL))
    return goals


def as_report(results: Mapping[int, Mapping[str, float]]) -> Report:
    names = list(dict.fromkeys(name for result in results.values() for name in result))
    rows = [(name, *(result.get(name, "") for result in results.values())) for name in names]
    return Report(
        about="One probe, the best two of random galleries, one thread; medians in ms, half of the probes strangers.",
        facts={"sizes": results},
        tables=[Table(header=("people", *results), rows=rows)],
        goals=list_goals(results),
    )


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
        shrunk = grown.with_changes(removed=[one])
        removed.append((time.perf_counter() - middle) * 1000)
        added.append((middle - start) * 1000)
        if grown.search(probe)[0].employee_id != one or one in [seen.employee_id for seen in shrunk.search(probe)]:
            raise SystemExit("the next search does not see who came or went")
    return {
        "add_ms": round(statistics.median(added), 3),
        "remove_ms": round(statistics.median(removed), 3),
        "memory_grown": round(grown.nbytes / (len(grown) * LENGTH * 4), 3),
    }


def _in_turns(
    ways: Mapping[str, Callable[[], object]], rounds: int, peer: Callable[[], float] | None
) -> tuple[dict[str, list[float]], list[float]]:
    """Milliseconds of each way in every round, and the peer's own count of them in every `PEER_EVERY`th."""
    for way in [*ways.values(), *([peer] if peer else [])]:
        way()
    times: dict[str, list[float]] = {name: [] for name in ways}
    theirs = []
    for turn in range(rounds):
        for name, way in ways.items():
            times[name].append(_seconds(way) * 1000)
        if peer and turn % PEER_EVERY == 0:
            theirs.append(peer())
    return times, theirs


def _ratio(ours: list[float], theirs: list[float]) -> float:
    return round(statistics.median(one / other for one, other in zip(ours, theirs, strict=True)), 3)


def _seconds(way: Callable[[], object]) -> float:
    start = time.perf_counter()
    way()
    return time.perf_counter() - start


@contextmanager
def _peer(*, wanted: bool) -> Iterator[Ask | None]:
    if not wanted:
        yield None
        return
    with started_peer("usearch") as peer:
        yield peer


if __name__ == "__main__":
    sys.exit(main())
