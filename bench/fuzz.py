"""Breaks pictures until the decoder does something it must not: crash, hang, grow, raise what is no clear error.

Run as `python -m bench.fuzz`. The corpus starts with a real photograph in some thirty files and keeps every case that
took a new path through our code and Pillow's or had a new outcome. Finds lie in `build/fuzz`; exit 1 if there are any.
"""

import hashlib
import json
import random
import select
import struct
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bench.fuzz_mutations import mutate
from bench.fuzz_seeds import make_seeds
from bench.report import Goal, Table, parser_for, print_report
from bench.report import Report as Printed

ROOT: Final = Path(__file__).parents[1]
FINDS: Final = ROOT / "build" / "fuzz"
CASES: Final = 100_000
COMMAND: Final = (sys.executable, "-m", "bench.fuzz_worker")
PATIENCE_S: Final = 60.0
"""Without an answer for so long, the worker hangs. Generous: other work may hold the machine."""

SLOW_S: Final = 8.0
"""Of processor time: several times what the largest honest photo takes."""

GROWN_MB: Final = 900
"""Several times what the largest honest photo takes, see `tests/unit/faces/test_decoding_reduction.py`."""

MOST_KEPT: Final = 4_000
MOST_TOLD: Final = 40


class WorkerGone(Exception):
    """The worker ended or hung; the message says how."""


@dataclass(slots=True, kw_only=True)
class Report:
    cases: int = 0
    seconds: float = 0.0
    corpus: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    finds: dict[str, list[str]] = field(default_factory=dict)
    slowest_s: float = 0.0
    most_grown_mb: int = 0
    peak_mb: int = 0

    @property
    def found(self) -> int:
        return sum(map(len, self.finds.values()))

    def as_printed(self) -> Printed:
        rows: list[tuple[str, object]] = [
            ("cases", self.cases),
            ("finds", self.found),
            ("seconds", round(self.seconds)),
            ("kept in the corpus", self.corpus),
            ("peak memory of the decoding process, MB", self.peak_mb),
            ("most that one case added while decoded, MB", self.most_grown_mb),
            ("slowest case, s of processor time", self.slowest_s),
        ]
        outcomes: list[tuple[object, object]] = list(self.outcomes.most_common())
        finds = [(what, ", ".join(files)) for what, files in self.finds.items()]
        return Printed(
            about="Broken pictures into the decoder; what came out as a picture went through the engine.",
            facts={**dict(rows), "outcomes": self.outcomes, "files": self.finds},
            tables=[
                Table(header=("", "seen"), rows=rows),
                Table(header=("outcome", "cases"), rows=outcomes[:MOST_TOLD]),
                Table(header=("find", "files in build/fuzz"), rows=finds),
            ],
            goals=[Goal(what="finds", measured=self.found, at_most=0)],
        )


class Worker:
    """A `fuzz_worker` process, started anew after each that is lost."""

    def __init__(self, command: Sequence[str] = COMMAND, *, patience_s: float = PATIENCE_S) -> None:
        self._command, self._patience_s = command, patience_s
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, data: bytes) -> dict[str, object]:
        """The answer to one case. Raises `WorkerGone`."""
        process = self._process or self._start()
        assert process.stdin is not None
        try:
            process.stdin.write(struct.pack("<I", len(data)) + data)
            return self._answer(process)
        except (BrokenPipeError, EOFError) as error:
            code = process.wait(PATIENCE_S)
            self.close()
            raise WorkerGone(f"crash {code}") from error

    def close(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _start(self) -> subprocess.Popen[bytes]:
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(self._command, cwd=ROOT, stdin=pipe, stdout=pipe, bufsize=0)
        try:
            self._answer(self._process)
        except EOFError as error:
            self.close()
            raise SystemExit("the worker does not start") from error
        return self._process

    def _answer(self, process: subprocess.Popen[bytes]) -> dict[str, object]:
        size = struct.unpack("<I", self._read(process, 4))[0]
        answer: dict[str, object] = json.loads(self._read(process, size))
        return answer

    def _read(self, process: subprocess.Popen[bytes], size: int) -> bytes:
        assert process.stdout is not None
        data = b""
        while len(data) < size:
            if not select.select([process.stdout], [], [], self._patience_s)[0]:
                self.close()
                raise WorkerGone("hang")
            part = process.stdout.read(size - len(data))
            if not part:
                raise EOFError
            data += part
        return data


def fuzz(cases: int, *, seed: int, finds: Path = FINDS, tell: Callable[[Report], None] = lambda _: None) -> Report:
    """Runs `cases` cases, the seeds first. `tell` is called now and then."""
    rng, worker, report = random.Random(seed), Worker(), Report()
    corpus = make_seeds()
    waiting, start = list(reversed(corpus)), time.monotonic()
    try:
        while report.cases < cases:
            data = waiting.pop() if waiting else mutate(_choose(corpus, rng), rng.choice(corpus), rng)
            is_new = _run(worker, data, report, finds)
            if is_new and len(corpus) < MOST_KEPT:
                corpus.append(data)
            report.seconds, report.corpus = time.monotonic() - start, len(corpus)
            if report.cases % 1000 == 0:
                tell(report)
    finally:
        worker.close()
    return report


def _choose(corpus: list[bytes], rng: random.Random) -> bytes:
    """Half of the time one of the latest, which nobody has built on yet."""
    return corpus[-rng.randrange(1, min(50, len(corpus)) + 1)] if rng.random() < 0.5 else rng.choice(corpus)


def _run(worker: Worker, data: bytes, report: Report, finds: Path) -> bool:
    """Runs a case; returns whether it is worth keeping."""
    report.cases += 1
    try:
        answer = worker.ask(data)
    except WorkerGone as gone:
        _keep_find(str(gone), data, report, finds)
        return False
    outcome, seconds = str(answer["outcome"]), float(str(answer["seconds"]))
    grown = int(str(answer["grown_mb"]))
    report.slowest_s, report.most_grown_mb = max(report.slowest_s, seconds), max(report.most_grown_mb, grown)
    report.peak_mb = max(report.peak_mb, int(str(answer["peak_mb"])))
    report.outcomes[outcome] += 1
    if "fault" in outcome:
        _keep_find(outcome, data, report, finds)
    if seconds > SLOW_S:
        _keep_find("slow", data, report, finds)
    if grown > GROWN_MB:
        _keep_find("memory", data, report, finds)
    return bool(answer["new"]) or report.outcomes[outcome] == 1


def _keep_find(what: str, data: bytes, report: Report, finds: Path) -> None:
    finds.mkdir(parents=True, exist_ok=True)
    words = "-".join("".join(letter if letter.isalnum() else " " for letter in what).split())[:60]
    file = finds / f"{words}-{hashlib.sha256(data).hexdigest()[:12]}"
    file.write_bytes(data)
    report.finds.setdefault(what, []).append(file.name)


def main() -> int:
    parser = parser_for("fuzz", __doc__)
    parser.add_argument("--cases", type=int, default=CASES)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()

    def tell(report: Report) -> None:
        print(f"\r{report.cases} cases, corpus {report.corpus}, finds {report.found}", end="", file=sys.stderr)

    report = fuzz(options.cases, seed=options.seed, tell=tell)
    print(file=sys.stderr)
    return print_report(report.as_printed(), options.form)


if __name__ == "__main__":
    sys.exit(main())
