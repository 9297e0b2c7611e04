"""`kaodoki up` on a prepared data folder: seconds to the first served request, and memory of all processes together.

Run as `python -m bench.start`. A first run prepares the folder; memory is counted after one attempt at a terminal.
"""

import contextlib
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import psutil

from bench.attempts import Terminals, fill, jpeg
from bench.report import Goal, Report, Table, parser_for, print_report
from embedded_postgres.placement import forget_place, place_for
from kaodoki.project.demo.programs import Ports, free_ports
from kaodoki.project.environment import read_environment
from kaodoki.project.running import database_for_command

START_GOAL_S: Final = 5.0
MEMORY_GOAL_MB: Final = 1000.0
PATIENCE_S: Final = 120.0
LOOK_INTERVAL_S: Final = 0.01
OPENER: Final = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def main() -> int:
    parser = parser_for("start", __doc__)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kaodoki-bench-") as folder:
        data = Path(folder) / "data"
        try:
            result = measure(data, options.rounds)
        finally:
            if data.exists():
                forget_place(place_for(data, temporary=False))
    return print_report(as_report(result), options.form)


def measure(data: Path, rounds: int) -> dict[str, float]:
    """The first run apart, the median and the slowest of the others, and the memory of the last one."""
    ports = free_ports()
    with started(data, ports) as (_, first_s):
        pass
    frame = jpeg(None)
    with database_for_command(read_environment({"KAODOKI_DATA_DIR": str(data)})) as variables:
        tokens = fill(variables, frame, people=1, terminals=1)
    seconds: list[float] = []
    memory: dict[str, float] = {}
    for turn in range(rounds):
        with started(data, ports) as (process, took):
            seconds.append(took)
            if turn == rounds - 1:
                Terminals(port=ports.kaodoki, tokens=tokens, frame=frame).attempt()
                memory = memory_of(process)
    return {
        "first_start_s": round(first_s, 2),
        "start_s": round(statistics.median(seconds), 2),
        "start_slowest_s": round(max(seconds), 2),
        "memory_mb": round(sum(memory.values())),
        **{f"of it {name}, MB": round(value) for name, value in memory.items()},
    }


@contextmanager
def started(data: Path, ports: Ports) -> Iterator[tuple[psutil.Process, float]]:
    """`kaodoki up` as an operator would start it, and how long until the kiosk page came."""
    command = [sys.executable, "-m", "kaodoki.cli", "up", "--data", str(data), "--port", str(ports.kaodoki)]
    command += ["--attendance-port", str(ports.attendance)]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("KAODOKI_")}
    begin = time.monotonic()
    with subprocess.Popen(command, env=clean, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as process:
        try:
            _wait_for_page(f"http://127.0.0.1:{ports.kaodoki}/kiosk/", process)
            page_s = time.monotonic() - begin
            _wait_for_page(f"http://127.0.0.1:{ports.attendance}/health", process)
            yield psutil.Process(process.pid), page_s
        finally:
            process.terminate()
            process.wait(PATIENCE_S)


def memory_of(supervisor: psutil.Process) -> dict[str, float]:
    """PSS in MB by part: what is shared counts once. The database's processes are found by their folder."""
    sums: dict[str, float] = {}
    for process in [supervisor, *supervisor.children(recursive=True)]:
        with contextlib.suppress(psutil.NoSuchProcess):
            name = _part_of(process, supervisor)
            sums[name] = sums.get(name, 0.0) + process.memory_full_info().pss / 1e6
    return sums


def as_report(result: dict[str, float]) -> Report:
    return Report(
        about="`kaodoki up` to the first kiosk page; PSS of all processes after one attempt.",
        facts=result,
        tables=[Table(header=("", "seen"), rows=list(result.items()))],
        goals=[
            Goal(what="later start, median, s", measured=result["start_s"], at_most=START_GOAL_S),
            Goal(what="all processes, MB", measured=result["memory_mb"], at_most=MEMORY_GOAL_MB),
        ],
    )


def _part_of(process: psutil.Process, supervisor: psutil.Process) -> str:
    """The part a process belongs to: the supervisor's child above it, or itself."""
    while process.pid != supervisor.pid:
        parent = process.parent()
        if parent is None or parent.pid == supervisor.pid:
            break
        process = parent
    if process.pid == supervisor.pid:
        return "supervisor"
    command = " ".join(process.cmdline())
    names = {"cli serve": "web", "cli work": "worker", "attendance_server": "attendance", "postgres": "postgres"}
    return next((name for part, name in names.items() if part in command), process.name())


def _wait_for_page(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(urllib.error.URLError, OSError), OPENER.open(url, timeout=10) as answer:
            answer.read()
            return
        time.sleep(LOOK_INTERVAL_S)
    raise SystemExit("kaodoki up did not start")


if __name__ == "__main__":
    sys.exit(main())
