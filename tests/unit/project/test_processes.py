"""A part that ends is started again, a part that will not end is ended, and its children with it."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kaodoki.project import processes
from kaodoki.project.processes import Part, Process, stop_all

Start = Callable[[str], Process]


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    monkeypatch.setattr(processes, "FIRST_PAUSE_S", 0.05)
    started: list[Process] = []

    def start_script(script: str) -> Process:
        process = Process(Part(name="part", command=lambda: ("-c", script), environment=dict(os.environ)))
        process.start()
        started.append(process)
        return process

    yield start_script
    stop_all(started)


def _until(is_true: Callable[[], object]) -> None:
    deadline = time.monotonic() + 10
    while not is_true():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_part_that_ends_is_started_again_after_a_pause_that_grows(start: Start) -> None:
    process = start("raise SystemExit(3)")
    codes: list[int] = []
    times: list[float] = []

    while len(times) < 4:
        code = process.restart_if_dead()
        if code is not None:
            codes.append(code)
            times.append(time.monotonic())

    assert codes == [3, 3, 3, 3]
    assert process.restarts == 3
    assert times[3] - times[2] >= 0.2  # the third pause: 0.05, 0.1, 0.2


def test_a_running_part_is_left_alone(start: Start) -> None:
    process = start("import time; time.sleep(60)")
    pid = process.pid

    assert process.restart_if_dead() is None
    assert process.pid == pid


def test_a_part_that_ignores_the_request_is_ended_with_its_children(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "STOP_PATIENCE_S", 0.3)
    note = tmp_path / "child"
    process = start(
        "import os, pathlib, signal, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "child = os.fork()\n"
        f"if child: pathlib.Path({str(note)!r}).write_text(str(child))\n"
        "time.sleep(60)\n"
    )
    _until(lambda: note.exists() and note.read_text())
    child = int(note.read_text())

    stop_all([process])

    assert process.pid is None
    _until(lambda: not _is_alive(child))


def _is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
