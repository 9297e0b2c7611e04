"""The peers of `bench.faces`: each in an environment of its own, made once, and a process that answers in turn.

A peer is `<name>_peer.py` here with `<name>-requirements.txt` (pinned by hash); `<name>-build-requirements.txt`, where
there is one, is installed first for packages that come as sources only. The script prints its version, then answers
every line with the milliseconds that one analysis took.
"""

import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import psutil

ROOT: Final = Path(__file__).parents[1]
HERE: Final = Path(__file__).parent

MOST_CORES: Final = 1.1
"""More than one by as much as the clock of processor time may be wrong."""

Ask = Callable[[str], float]


@dataclass(slots=True, kw_only=True)
class Peer:
    """A started peer. Call it with what to do; it answers the milliseconds that took."""

    name: str
    version: str
    process: "subprocess.Popen[str]"
    asked_s: float = field(default=0.0)
    _cpu_s: float = field(default=0.0)

    def __post_init__(self) -> None:
        self._cpu_s = self._processor_seconds()

    def __call__(self, what: str) -> float:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(what + "\n")
        self.process.stdin.flush()
        answer = float(self.process.stdout.readline())
        self.asked_s += answer / 1000
        return answer

    def cores(self) -> float:
        """Processor time over the clock's, of all runs together: above one if it has more than one thread at work."""
        return round((self._processor_seconds() - self._cpu_s) / max(self.asked_s, 1e-9), 2)

    def _processor_seconds(self) -> float:
        times = psutil.Process(self.process.pid).cpu_times()
        return float(times.user + times.system)


@contextmanager
def started_peer(name: str, *arguments: str) -> Iterator[Peer]:
    """The peer, ready to be asked for one run at a time. It has one core's worth of threads."""
    command = [str(prepare_peer(name)), str(HERE / f"{name}_peer.py"), *arguments]
    one = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, **one}
    ) as process:
        requests, answers = process.stdin, process.stdout
        assert requests is not None
        assert answers is not None
        version = answers.readline().strip()
        if not version:
            raise SystemExit(f"the peer {name} did not start")
        try:
            yield Peer(name=name, version=version, process=process)
        finally:
            requests.close()


def prepare_peer(name: str) -> Path:
    """The Python of the peer's own environment, which is made when its requirements have changed."""
    folder = ROOT / "build" / f"bench-{name}"
    python, stamp = folder / "bin" / "python", folder / "requirements.txt"
    files = [HERE / f"{name}-{kind}requirements.txt" for kind in ("build-", "")]
    files = [file for file in files if file.is_file()]
    wanted = b"".join(file.read_bytes() for file in files)
    if stamp.is_file() and stamp.read_bytes() == wanted:
        return python
    install = _make_environment(folder, python)
    for file in files:
        isolated = [] if len(files) == 1 else ["--no-build-isolation"]
        command = [*install, *isolated, "--no-deps", "--require-hashes", "-r", str(file)]
        subprocess.run(command, check=True, stdout=sys.stderr)
    stamp.write_bytes(wanted)
    return python


def _make_environment(folder: Path, python: Path) -> list[str]:
    """Makes it and returns the command that installs into it."""
    uv = shutil.which("uv")
    if uv:
        subprocess.run([uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(folder)], check=True)
        return [uv, "pip", "install", "--quiet", "--index-strategy", "unsafe-best-match", "--python", str(python)]
    venv.EnvBuilder(with_pip=True, clear=True).create(folder)
    return [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
