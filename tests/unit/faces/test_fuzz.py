"""Two thousand broken pictures, the same ones every time, and that the fuzzer notices what it is there for.

`script/bench fuzz` runs a hundred thousand. What it finds is kept in `finds/` and decoded here for ever.
"""

import random
import sys
from pathlib import Path

import pytest
from bench.fuzz import Worker, WorkerGone, fuzz
from bench.fuzz_mutations import mutate, split
from bench.fuzz_seeds import make_seeds

CASES = 2_000
FINDS = Path(__file__).with_name("finds")


def test_two_thousand_broken_pictures_are_clear_errors_or_pictures(tmp_path: Path) -> None:
    report = fuzz(CASES, seed=2026, finds=tmp_path)

    assert report.finds == {}
    assert report.cases == CASES
    codes = {outcome.split(" ")[0].rstrip(",") for outcome in report.outcomes}
    assert {"picture", "image_unreadable", "image_format", "image_too_large"} <= codes


def test_every_seed_is_a_picture_with_a_face(tmp_path: Path) -> None:
    seeds = len(make_seeds())

    report = fuzz(seeds, seed=1, finds=tmp_path)

    assert all(outcome.startswith("picture") for outcome in report.outcomes)
    assert report.outcomes["picture, 1 faces"] > 0.8 * seeds  # not in two colours


def test_earlier_finds_do_no_harm_any_more() -> None:
    worker = Worker()
    try:
        outcomes = {file.name: str(worker.ask(file.read_bytes())["outcome"]) for file in FINDS.glob("*")}
    finally:
        worker.close()

    assert {name for name, outcome in outcomes.items() if "fault" in outcome} == set()


READY = "import os, sys, time; os.write(1, bytes([2, 0, 0, 0]) + b'{}'); sys.stdin.buffer.read(9); "


def test_a_crash_is_noticed() -> None:
    with pytest.raises(WorkerGone, match="crash -6"):
        Worker([sys.executable, "-c", READY + "os.abort()"]).ask(b"picture")


def test_a_hang_is_noticed() -> None:
    with pytest.raises(WorkerGone, match="hang"):
        Worker([sys.executable, "-c", READY + "time.sleep(60)"], patience_s=1).ask(b"picture")


def test_a_worker_that_cannot_start_is_no_find() -> None:
    with pytest.raises(SystemExit, match="does not start"):
        Worker([sys.executable, "-c", "raise SystemExit(1)"]).ask(b"picture")


def test_pieces_of_a_file_make_up_the_file() -> None:
    for seed in make_seeds():
        assert b"".join(split(seed)) == seed
        assert len(split(seed)) >= 2


def test_the_same_seed_breaks_pictures_in_the_same_way() -> None:
    one, other = make_seeds()[:2]

    assert mutate(one, other, random.Random(3)) == mutate(one, other, random.Random(3))
    assert mutate(one, other, random.Random(3)) != mutate(one, other, random.Random(4))
