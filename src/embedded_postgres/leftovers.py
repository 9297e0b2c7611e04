"""Clears up after a supervisor that was killed: a PostgreSQL that still runs, its socket folder, its pid file."""

import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

SOCKET_FOLDERS = Path("/tmp")  # noqa: S108 - a private folder in it; TMPDIR may be too long for a socket's 100 bytes
SOCKET_PREFIX = "kaodoki-"
ESCALATION = ((signal.SIGINT, 5.0), (signal.SIGQUIT, 2.0), (signal.SIGKILL, 2.0))


def clear_leftovers(data: Path, *, keep: Path | None = None) -> None:
    """Ends what still runs in `data` and removes what it left, but the socket folder `keep`.

    Call it only while holding the lock of `data`.
    """
    lines = _pid_file_lines(data)
    if not lines:
        return
    for number, patience_s in ESCALATION:
        pids = _processes_of(data, int(lines[0]))
        if not pids:
            break
        # Backends end with their server; only the last resort is for all of them.
        for pid in pids if number is signal.SIGKILL else pids & {int(lines[0])}:
            _send(pid, number)
        _wait_until(lambda: not _processes_of(data, int(lines[0])), patience_s)
    if len(lines) > 4 and Path(lines[4].strip()) != keep:
        remove_socket_folder(Path(lines[4].strip()))
    if not _processes_of(data, int(lines[0])):
        # Its number may belong to another program by now (small numbers come back in a container), which PostgreSQL
        # would take for a running server.
        (data / "postmaster.pid").unlink(missing_ok=True)


def remove_socket_folder(folder: Path) -> None:
    """Removes one of our private socket folders, and nothing that merely looks like one."""
    if folder.parent != SOCKET_FOLDERS or not folder.name.startswith(SOCKET_PREFIX) or folder.is_symlink():
        return
    if not folder.is_dir() or stat.S_IMODE(folder.stat().st_mode) != 0o700:
        return
    for entry in folder.iterdir():
        if entry.name.startswith(".s.PGSQL."):
            entry.unlink(missing_ok=True)
    if not any(folder.iterdir()):
        folder.rmdir()


def _pid_file_lines(data: Path) -> list[str]:
    try:
        lines = (data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    return lines if lines and lines[0].strip().isdigit() else []


def _processes_of(data: Path, recorded_pid: int) -> set[int]:
    """PostgreSQL's processes all have the data folder as their working folder."""
    if sys.platform == "linux":
        return {int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit() and _runs_in(entry, data)}
    command = ["ps", "-p", str(recorded_pid), "-o", "command="]
    answer = subprocess.run(command, capture_output=True, text=True, check=False, timeout=10)
    return {recorded_pid} if str(data) in answer.stdout else set()


def _runs_in(entry: Path, data: Path) -> bool:
    try:
        if not (entry / "comm").read_text(encoding="utf-8", errors="replace").startswith("postgres"):
            return False
        return Path(os.readlink(entry / "cwd")) == data
    except OSError:
        return False  # it ended just now, or belongs to another user


def _send(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


def _wait_until(is_true: Callable[[], bool], timeout_s: float) -> None:
    deadline = time.monotonic() + timeout_s
    while not is_true() and time.monotonic() < deadline:
        time.sleep(0.02)
