"""The parts that a supervisor keeps running: started, looked at, restarted with a growing pause, stopped."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from embedded_postgres.processes import die_with_parent

FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 30.0
LONG_RUN_S = 30.0  # a part that ran this long was well: the next pause is short again
STOP_PATIENCE_S = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A program to keep running. `command` is made anew for every start (a shifted clock moves on).

    `when_orphaned` is what the kernel sends it if the supervisor is killed.
    """

    name: str
    command: Callable[[], Sequence[str]]
    environment: Mapping[str, str]
    address: str | None = None
    when_orphaned: signal.Signals = signal.SIGTERM


class Process:
    """One part's life."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self.restarts = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._pause_s = FIRST_PAUSE_S
        self._started_at = 0.0
        self._start_again_at = 0.0

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process is not None and self._process.poll() is None else None

    def start(self) -> None:
        """In a session of its own, so that Ctrl-C reaches only the supervisor, which stops the parts in order."""
        self._started_at = time.monotonic()
        self._start_again_at = 0.0
        self._process = subprocess.Popen(
            [sys.executable, *self.part.command()],
            env=dict(self.part.environment),
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr,  # standard output belongs to whoever called us
            start_new_session=True,
            preexec_fn=die_with_parent(self.part.when_orphaned),
        )

    def restart_if_dead(self) -> int | None:
        """Starts the part again once its pause is over. Returns the exit code in the moment its end is noticed."""
        if self._process is None or self._process.poll() is None:
            return None
        now = time.monotonic()
        if self._start_again_at == 0.0:
            self._note_end(now)
            return self._process.returncode
        if now >= self._start_again_at:
            self.restarts += 1
            self.start()
        return None

    def _note_end(self, now: float) -> None:
        self._signal_group(signal.SIGKILL)  # what the part itself had started
        if now - self._started_at >= LONG_RUN_S:
            self._pause_s = FIRST_PAUSE_S
        self._start_again_at = now + self._pause_s
        self._pause_s = min(self._pause_s * 2, LONGEST_PAUSE_S)

    def _signal_group(self, number: signal.Signals) -> None:
        if self._process is None:
            return
        try:
            os.killpg(self._process.pid, number)
        except (ProcessLookupError, PermissionError):
            return

    def ask_to_stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def wait_for_stop(self, deadline: float) -> bool:
        """Waits until `deadline` (monotonic), then ends the part and what it started. Whether it ended by itself."""
        if self._process is None:
            return True
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(max(0.0, deadline - time.monotonic()))
        ended_by_itself = self._process.poll() is not None
        self._signal_group(signal.SIGKILL)
        self._process.wait()
        self._process = None
        return ended_by_itself


def stop_all(processes: Sequence[Process]) -> list[str]:
    """Asks all at once and gives them the same few seconds. The names of those that had to be killed."""
    deadline = time.monotonic() + STOP_PATIENCE_S
    for process in processes:
        process.ask_to_stop()
    return [process.part.name for process in processes if not process.wait_for_stop(deadline)]
